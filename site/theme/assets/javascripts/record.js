// "Record what happened": asks, lets the engine say what that changes, and shows where it is proposed. Where no engine
// runs, it asks the same by the policy alone, and the pull request says what changes.
"use strict";

(() => {
  const { element, filled, show } = globalThis.escalationLogFields;
  const words = globalThis.escalationLogRecordWords;
  const { isTyped, list, loaded, policyAt, preview, root, signs, tell } = globalThis.escalationLogOpening;
  const { presentIn } = globalThis.escalationLogRecordClock;
  const engine = globalThis.escalationLogEngine;
  const EventForm = globalThis.escalationLogEventForm;
  const page = document.querySelector("#record-page");
  const $ = (name) => page.querySelector(`[data-${name}]`);
  const forms = JSON.parse(page.dataset.forms);
  const REFERENCE = /^[A-Z]{2,4}-[0-9]{4}-[0-9]{4}$/;
  const HEARD = { name: "recorded", question: words.whenHeard, answer: "moment", needed: true };
  const heardHow = ([open, ...choices]) => ({ name: "how", question: words.howHeard, answer: "one", open: open.words, choices });
  const RISK = "immediate-risk";
  // What answers a risk whatever the policy asks for: somebody is told, or something is done.
  const ANSWERING = ["notified", "safeguards"];
  const isTelling = ({ kind, departs, is_now: isNow }) => ANSWERING.includes(kind) || (isNow && kind !== "escalated" && !departs.length);
  // How somebody is told of a risk, where no engine says who must be.
  const TELLING = [...ANSWERING, "discussed", "consulted", "referred"];

  // What is asked about: the case and its policy, what was answered, and whether an engine judges it.
  let asked;
  let opening = 0;
  // What was typed of other cases, as long as this page stands.
  const drafts = new Map();

  const progress = (said) => { $("progress").textContent = said; };
  const main = new EventForm({
    select: page.querySelector("#record-happened"), does: $("does"), place: $("fields"), prefix: "record", failed: goOnWithout,
  });
  const told = new EventForm({
    select: page.querySelector("#record-told"), place: $("told-fields"), prefix: "record-told", failed: goOnWithout,
  });

  async function call(name, parameters) {
    return JSON.parse(await engine.call(name, { reference: asked.reference, ...parameters }));
  }

  // What somebody only heard of did not happen at this moment.
  const happened = () => (asked.heard.read().how ? undefined : asked.now);
  const withEngine = () => ({
    present: happened,
    zone: asked.general.zone,
    fields: ({ kind, preset }) => call("fields", { kind, preset }),
    correctable: (answers) => call("correctable", { answers }),
  });
  const withoutEngine = () => ({
    present: happened,
    zone: asked.general.zone,
    fields: async ({ kind }) => asked.general.forms.find((each) => each.kind === kind).fields,
  });
  const generalOffers = (isOffered) => asked.general.forms
    .filter(({ kind }) => isOffered(kind))
    .map(({ kind, title }) => ({ kind, title, preset: {}, does: [], departs: [], is_now: true }));

  // Why nothing can be recorded of a case here; empty where it can.
  function refusal(reference) {
    const taken = globalThis.escalationLogTaken;
    // Without a network nobody knows here which cases there are.
    if (!taken) return "";
    if (taken.gone.includes(reference)) return filled(words.gone, { reference });
    if (taken.all.includes(reference)) return "";
    return filled(words.unknown, { reference });
  }

  async function open(reference) {
    opening += 1;
    const turn = opening;
    $("case").hidden = false;
    if (asked?.heard) drafts.set(asked.reference, { heard: asked.heard.read(), event: main.state() });
    for (const name of ["opened", "preview"]) $(name).hidden = true;
    asked = undefined;
    const refused = refusal(reference);
    const [, address] = forms.find(([prefix]) => reference.startsWith(`${prefix}-`)) ?? [];
    const general = refused || !address ? null : await policyAt(address);
    if (turn !== opening) return;
    if (!general) {
      progress(refused || words.noQuestions);
      return;
    }
    main.forget();
    asked = { reference, general, proposals: general.proposals };
    try {
      await judge(turn);
    } catch (error) {
      if (turn === opening) askWithout(error);
    }
    if (turn !== opening) return;
    progress("");
    $("opened").hidden = false;
    $("case").hidden = true;
    page.querySelector("#record-case").focus();
    const draft = drafts.get(reference);
    if (draft) await main.restore(draft.event);
  }

  // Ask what the engine finds that can happen now.
  async function judge(turn) {
    const { reference } = asked;
    await loaded((said) => { if (turn === opening) progress(said); }, $("skip"));
    const files = await engine.log(reference);
    const others = [...new Set([...files.others, ...globalThis.escalationLogTaken?.all ?? []])].filter((each) => each !== reference);
    await engine.call("open", { files: files.files, others, now: new Date().toISOString() });
    const begun = JSON.parse(await engine.call("begin", { reference }));
    if (turn !== opening) return;
    Object.assign(asked, { hasEngine: true, now: begun.now });
    offer(begun.groups, begun);
  }

  // Ask what the policy knows in general.
  function askWithout(error) {
    const { general } = asked;
    Object.assign(asked, { hasEngine: false, now: presentIn(general.zone) });
    const why = error.kind === "network" ? words.caseOffline : error.message ?? "";
    $("without").textContent = `${why} ${words.tellsWhatChanges}`.trim();
    offer([{ words: words.mayHaveHappened, offers: generalOffers(() => true) }], general);
  }

  // A colleague may have proposed the same already.
  function sayWhatWaits() {
    const change = globalThis.escalationLogTaken?.waiting[asked.reference];
    $("waiting").hidden = !change;
    if (!change) return;
    const link = element("a", { href: change.href, target: "_blank", rel: "noreferrer", class: "el-aim" }, words.openChanges);
    $("waiting").replaceChildren(`${change.words}. `, link);
  }

  function offer(groups, { title, about = "", coming = [], missing = [] }) {
    sayWhatWaits();
    $("of-case").textContent = about;
    $("missing").textContent = missing.join(" ");
    $("missing").hidden = false;
    $("without").hidden = asked.hasEngine;
    $("title").textContent = `${asked.reference}: ${title}`;
    const [, year] = asked.reference.split("-");
    $("case-page").href = new URL(`cases/${year}/${asked.reference}.html`, root);
    list($("coming"), coming);
    const heard = { recorded: asked.now, ...drafts.get(asked.reference)?.heard };
    asked.heard = show($("heard"), [HEARD, heardHow(asked.general.hows)], "record-heard", heard, asked.general.zone);
    main.offer(groups, words.choose, asked.hasEngine ? withEngine() : withoutEngine());
    told.forget();
  }

  // Where the engine stops in the middle, what was typed stays, and the policy's own questions go on.
  async function goOnWithout(error) {
    const event = main.state();
    drafts.set(asked.reference, { heard: asked.heard.read(), event });
    $("preview").hidden = true;
    askWithout(error);
    await main.restore(event);
    $("without").scrollIntoView({ block: "center" });
  }

  function answersOf(form, { how } = {}) {
    const answers = form.answers();
    const words = how && asked.general.hows.find(({ value }) => value === how).note;
    if (words) answers.note = [words, answers.note].filter(Boolean).join(" ");
    return answers;
  }

  const say = (objections, places = [asked.heard, main]) => tell($("wrong"), objections, places);
  const titled = (form) => form.chosen.title;

  async function see(event) {
    event.preventDefault();
    $("preview").hidden = true;
    say([]);
    const heard = asked.heard.read();
    const chosen = main.answered ? [] : [{ field: "", words: words.chooseWhatHappened }];
    const lacking = [...asked.heard.lacking(), ...chosen, ...(main.answered ? main.lacking() : [])];
    if (lacking.length) {
      say(lacking);
      if (chosen.length && lacking.length === 1) main.select.focus();
      return;
    }
    asked.recorded = heard.recorded;
    asked.events = [{ answers: answersOf(main, heard), signs: signs(), title: titled(main) }];
    told.forget();
    await attempt();
  }

  function trial() {
    const { events, recorded, reference } = asked;
    if (!asked.hasEngine) return globalThis.escalationLogWriting.events(reference, events, recorded);
    return call("attempt", { events: events.map(({ answers }) => answers), recorded, signs: events.map((each) => each.signs) });
  }

  async function attempt() {
    let tried;
    try {
      tried = await trial();
    } catch (error) {
      goOnWithout(error);
      return;
    }
    const refusals = tried.objections.filter((each) => each.is_refusal);
    if (refusals.length) {
      const isOfFirst = asked.events.length === 1 || refusals.some((each) => each.event === 0);
      if (asked.events.length > 1) asked.events.pop();
      if (isOfFirst) say(refusals);
      else tell($("told-wrong"), refusals, [told]);
      return;
    }
    preview($, tried, words.tellsWhatChanges);
    const titles = asked.events.map(({ title }) => title);
    globalThis.escalationLogProposal.show($("steps"), tried.files, titles, asked.proposals, () => isTyped(false));
    await askWhom(tried.files);
    $("preview").hidden = false;
    page.querySelector("#record-changes").focus({ preventScroll: true });
    $("preview").scrollIntoView();
  }

  // After an immediate risk: whom somebody told, and when. Each is an event of its own.
  async function askWhom(files) {
    const form = $("told-whom");
    form.hidden = true;
    if (asked.events[0].answers.kind !== RISK) return;
    let ways = generalOffers((kind) => TELLING.includes(kind));
    if (asked.hasEngine) {
      const texts = Object.fromEntries(files.map(({ file, coded, words }) => [file, `${coded}${words}`]));
      const { groups } = await call("go_on", { files: texts });
      ways = groups.flatMap(({ offers }) => offers).filter(isTelling);
    }
    if (!ways.length) return;
    told.forget();
    told.offer([{ words: words.told, offers: ways }], words.nobody, asked.hasEngine ? withEngine() : withoutEngine());
    form.hidden = false;
  }

  async function addTold(event) {
    event.preventDefault();
    tell($("told-wrong"), [], [told]);
    if (!told.answered) {
      told.select.focus();
      return;
    }
    const lacking = told.lacking();
    if (lacking.length) {
      tell($("told-wrong"), lacking, [told]);
      return;
    }
    asked.events.push({ answers: answersOf(told), signs: signs(), title: titled(told) });
    await attempt();
  }

  // Find the case that somebody typed, however its parts are divided; where several are meant, they choose.
  function find(event) {
    event.preventDefault();
    const typed = page.querySelector("#record-reference").value;
    const whole = typed.trim().toUpperCase();
    const meant = REFERENCE.test(whole) ? [whole] : globalThis.ElReferences.meant(typed, globalThis.escalationLogCases ?? {});
    if (meant.length !== 1) {
      progress(meant.length ? filled(words.whichCase, { references: meant.join(", ") }) : words.noSuchCase);
      return;
    }
    page.querySelector("#record-reference").value = meant[0];
    if (location.hash === `#${meant[0]}`) begin();
    else location.hash = meant[0];
  }

  async function begin() {
    const reference = decodeURIComponent(location.hash.slice(1)).trim().toUpperCase();
    // Whoever presses again while it is opened waits no longer for that.
    if (!REFERENCE.test(reference) || (asked?.reference === reference && !asked.heard)) return;
    page.querySelector("#record-reference").value = reference;
    await open(reference);
  }

  $("form").addEventListener("submit", see);
  $("told-whom").addEventListener("submit", addTold);
  $("form").addEventListener("input", () => {
    $("preview").hidden = true;
    isTyped(true);
  });
  // Why something is not in the list is of use until something is chosen.
  main.select.addEventListener("change", () => { $("missing").hidden = Boolean(main.select.value); });
  $("case").addEventListener("submit", find);
  $("another").addEventListener("click", () => {
    $("case").hidden = false;
    page.querySelector("#record-reference").select();
  });
  addEventListener("hashchange", begin);
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelector("[data-needs-scripts]").hidden = true;
  begin();
})();
