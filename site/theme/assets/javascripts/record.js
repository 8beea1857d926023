// "Record what happened": asks, lets the engine say what that changes, and shows where it is proposed. Where no engine
// runs, it asks the same by the policy alone, and the pull request says what changes.
"use strict";

(() => {
  const { element, show } = globalThis.escalationLogFields;
  const engine = globalThis.escalationLogEngine;
  const page = document.querySelector("#record-page");
  const $ = (name) => page.querySelector(`[data-${name}]`);
  const what = page.querySelector("#record-what");
  const toldWhat = page.querySelector("#record-told");
  const root = new URL("../../", document.currentScript.src);
  const forms = JSON.parse(page.dataset.forms);
  const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
  const REFERENCE = /^[A-Z]{2,4}-[0-9]{4}-[0-9]{4}$/;
  const WITHOUT = "The pull request will tell what it changes, and every rule is applied there.";
  const HEARD = { name: "recorded", question: "When did you hear of it?", answer: "moment", needed: true };
  const heardHow = (choices) => ({ name: "how", question: "How did you hear of it?", answer: "one", choices });
  const NOBODY = "Nobody yet. Ring now.";

  // What is asked about: the case, what can be recorded, and what was answered.
  let asked;

  const progress = (words) => { $("progress").textContent = words; };

  function signs() {
    return [...crypto.getRandomValues(new Uint8Array(4))].map((each) => SIGNS[each % SIGNS.length]).join("");
  }

  function list(place, words) {
    place.replaceChildren(...words.map((each) => element("li", {}, each)));
  }

  async function call(name, parameters) {
    return JSON.parse(await engine.call(name, { reference: asked.reference, ...parameters }));
  }

  async function policyForms(reference) {
    const [, address] = forms.find(([prefix]) => reference.startsWith(`${prefix}-`)) ?? [];
    if (!address) return null;
    const response = await fetch(new URL(address, root), { credentials: "same-origin" }).catch(() => null);
    return response?.ok ? response.json() : null;
  }

  // The present in a time zone, as a file has it.
  function presentIn(zone) {
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB-u-ca-iso8601", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
  }

  async function open(reference) {
    $("opened").hidden = true;
    $("preview").hidden = true;
    asked = { reference };
    const general = await policyForms(reference);
    if (!general) {
      progress(`There is no policy here for a case called ${reference}.`);
      return;
    }
    Object.assign(asked, { general, proposals: general.proposals });
    try {
      progress("Loading what works out the dates …");
      await engine.load(progress);
      const files = await engine.log(reference);
      await engine.call("open", { ...files, now: new Date().toISOString() });
      const begun = await call("begin", {});
      Object.assign(asked, { begun, hasEngine: true, now: begun.now });
      offer(begun.groups, begun.title, begun.coming, begun.hows);
    } catch (error) {
      if (error.kind === "refused") {
        progress(error.message);
        return;
      }
      const groups = [{ words: "What may have happened", offers: general.forms.map(({ kind, title }) => ({ kind, title, preset: {}, does: [], departs: [] })) }];
      Object.assign(asked, { hasEngine: false, now: presentIn(general.zone) });
      $("without").textContent = `${error.message ?? ""} ${WITHOUT}`.trim();
      offer(groups, "", [], general.hows);
    }
    $("without").hidden = asked.hasEngine;
    progress("");
    $("opened").hidden = false;
    page.querySelector("#record-case").focus();
  }

  function options(select, groups, first) {
    const offers = [];
    select.replaceChildren(element("option", { value: "" }, first));
    for (const group of groups) {
      if (!group.offers.length) continue;
      const shown = element("optgroup", { label: group.words });
      for (const each of group.offers) {
        shown.append(element("option", { value: offers.length }, each.title));
        offers.push(each);
      }
      select.append(shown);
    }
    return offers;
  }

  function offer(groups, title, coming, hows) {
    $("title").textContent = title ? `${asked.reference}: ${title}` : asked.reference;
    list($("coming"), coming);
    asked.heard = show($("heard"), [HEARD, heardHow(hows)], "record-heard", { recorded: asked.now });
    asked.offers = options(what, groups, "Choose");
    $("does").textContent = "";
    $("fields").replaceChildren();
    asked.answered = undefined;
  }

  const says = ({ does, departs }) => {
    if (departs.length) return departs.join(" ");
    return does.length ? `This does ${does.join(" and ")}.` : "";
  };

  async function fieldsOf({ kind, preset }) {
    if (asked.hasEngine) return call("fields", { kind, preset });
    return asked.general.forms.find((each) => each.kind === kind).fields;
  }

  async function choose() {
    $("preview").hidden = true;
    asked.chosen = asked.offers[Number(what.value)];
    if (what.value === "") {
      $("fields").replaceChildren();
      $("does").textContent = "";
      return;
    }
    $("does").textContent = says(asked.chosen);
    const fields = await fieldsOf(asked.chosen);
    asked.answered = show($("fields"), fields, "record", { at: asked.now });
    if (fields.some(({ answer }) => answer === "fields")) await choosePlace(fields);
  }

  // A correction asks first of what it is, and then what is wrong there.
  async function choosePlace(fields) {
    const wrong = element("div", { "data-correct": true });
    $("fields").append(wrong);
    const ask = async () => {
      const { kind, preset } = asked.chosen;
      const answers = { kind, ...preset, ...asked.answered.read() };
      const known = await call("correctable", { answers });
      const which = show(wrong, [{
        name: "which", question: "What is wrong?", answer: "several", needed: true,
        choices: known.map(({ name, question }) => ({ value: name, words: question })),
      }], "record-wrong");
      const values = element("div", { class: "el-moment" });
      wrong.append(values);
      which.on("which", () => {
        const chosen = which.read().which ?? [];
        asked.correct = show(values, known.filter(({ name }) => chosen.includes(name)), "record-correct");
      });
    };
    if (fields.some(({ name }) => name === "of")) asked.answered.on("of", ask);
    else await ask();
  }

  const asNumber = (of) => (/^[0-9]+$/.test(of ?? "") ? Number(of) : of);

  function answersOf({ kind, preset }, answered, heard) {
    const answers = { kind, ...preset, ...answered.read() };
    if (answers.of !== undefined) answers.of = asNumber(answers.of);
    if (asked.correct && "correction,header-correction".split(",").includes(kind)) answers.correct = asked.correct.read();
    const how = heard.how && asked.general.hows.find(({ value }) => value === heard.how).words.toLowerCase();
    if (how) answers.note = [`Heard by ${how}.`, answers.note].filter(Boolean).join(" ");
    return answers;
  }

  function tell(objections) {
    const first = asked.answered?.fault(objections);
    const rest = objections.map(({ words }) => words);
    $("wrong").replaceChildren(element("p", {}, "This cannot be recorded like that:"), element("ul", {}, ...rest.map((each) => element("li", {}, each))));
    $("wrong").hidden = !rest.length;
    if (rest.length) (first ?? $("wrong")).focus();
  }

  async function see(event) {
    event.preventDefault();
    $("preview").hidden = true;
    tell([]);
    if (!asked.answered) {
      tell([{ field: "", words: "Choose what happened." }]);
      what.focus();
      return;
    }
    const heard = asked.heard.read();
    const lacking = [...asked.heard.lacking(), ...asked.answered.lacking()];
    if (lacking.length) {
      asked.heard.fault(lacking);
      tell(lacking);
      return;
    }
    asked.events = [{ answers: answersOf(asked.chosen, asked.answered, heard), signs: signs() }];
    asked.recorded = heard.recorded;
    await attempt();
  }

  async function attempt() {
    const tried = asked.hasEngine
      ? await call("attempt", {
        events: asked.events.map(({ answers }) => answers),
        recorded: asked.recorded,
        signs: asked.events.map((each) => each.signs),
      })
      : globalThis.escalationLogWriting.tried(asked.reference, asked.events, asked.recorded);
    const refusals = tried.objections.filter((each) => each.is_refusal);
    if (refusals.length) {
      asked.events.splice(1);
      tell(refusals);
      return;
    }
    const warnings = tried.objections.map(({ words }) => words).filter((words) => !tried.told.some((each) => words.startsWith(each)));
    $("about").textContent = tried.about || WITHOUT;
    list($("told"), [...tried.told, ...warnings]);
    list($("agreement"), tried.agreement.map((words) => `Needs an agreement of its own: ${words}`));
    list($("coming-then"), tried.coming);
    globalThis.escalationLogProposal.show($("steps"), tried.files, asked.proposals);
    await askWhom(tried.files);
    $("preview").hidden = false;
    page.querySelector("#record-changes").focus();
  }

  // After an immediate risk: whom somebody told, and when. Each is an event of its own.
  async function askWhom(files) {
    const form = $("told-whom");
    form.hidden = true;
    if (!asked.hasEngine || asked.events[0].answers.kind !== "immediate-risk") return;
    const texts = Object.fromEntries(files.map(({ file, coded, words }) => [file, `${coded}${words}`]));
    const { groups } = await call("go_on", { files: texts });
    const ways = groups.flatMap(({ offers }) => offers).filter((each) => each.is_now);
    if (!ways.length) return;
    asked.ways = options(toldWhat, [{ words: "Told", offers: ways }], NOBODY);
    $("told-fields").replaceChildren();
    form.hidden = false;
  }

  toldWhat.addEventListener("change", async () => {
    asked.way = asked.ways[Number(toldWhat.value)];
    if (toldWhat.value === "") $("told-fields").replaceChildren();
    else asked.toldAnswered = show($("told-fields"), await fieldsOf(asked.way), "record-told", { at: asked.now });
  });
  $("told-whom").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (toldWhat.value === "") return;
    const lacking = asked.toldAnswered.lacking();
    asked.toldAnswered.fault(lacking)?.focus();
    if (lacking.length) return;
    asked.events.push({ answers: answersOf(asked.way, asked.toldAnswered, {}), signs: signs() });
    await attempt();
  });
  what.addEventListener("change", choose);
  $("form").addEventListener("submit", see);
  $("form").addEventListener("input", () => { $("preview").hidden = true; });

  async function begin() {
    const reference = decodeURIComponent(location.hash.slice(1)).trim().toUpperCase();
    if (!REFERENCE.test(reference)) return;
    page.querySelector("#record-reference").value = reference;
    await open(reference);
  }
  $("case").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = page.querySelector("#record-reference").value.trim().toUpperCase();
    if (!REFERENCE.test(typed)) progress("Type a reference such as KN-2026-0007.");
    else if (location.hash === `#${typed}`) begin();
    else location.hash = typed;
  });
  addEventListener("hashchange", begin);
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelector("[data-needs-scripts]").hidden = true;
  begin();
})();
