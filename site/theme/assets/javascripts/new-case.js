// "Open a new case": asks the questions of a policy, looks for the same disagreement, and shows where the file is
// proposed. Pseudonyms and people's own words never stand in an address.
"use strict";

(() => {
  const { element, filled, show } = globalThis.escalationLogFields;
  const words = globalThis.escalationLogRecordWords;
  const { isTyped, loaded, policyAt, preview, pseudonym, root, tell } = globalThis.escalationLogOpening;
  const { presentIn } = globalThis.escalationLogRecordClock;
  const engine = globalThis.escalationLogEngine;
  const known = globalThis.escalationLogCases;
  const page = document.querySelector("#new-case-page");
  const $ = (name) => page.querySelector(`[data-${name}]`);
  const policies = JSON.parse(page.dataset.policies);
  const chosen = page.querySelector("#new-case-policy");
  const HEARD = { name: "recorded", question: words.whenHeard, answer: "moment", needed: true };
  const PSEUDONYM = /^C-[0-9A-Z]{4,8}$/;
  const DAY = 86_400_000;

  // What is asked about: the policy, the next reference, what was answered, and whether an engine judges it.
  let asked;
  let opening = 0;

  const progress = (said) => { $("progress").textContent = said; };

  function nextReference({ prefix, zone }) {
    const start = `${prefix}-${presentIn(zone).slice(0, 4)}-`;
    const numbers = globalThis.escalationLogTaken.all.filter((each) => each.startsWith(start)).map((each) => Number(each.slice(start.length)));
    return start + String(Math.max(0, ...numbers) + 1).padStart(4, "0");
  }

  async function open(policy) {
    opening += 1;
    const turn = opening;
    const typed = asked?.answered.read();
    for (const name of ["opened", "preview"]) $(name).hidden = true;
    asked = undefined;
    if (!policy) return;
    if (!globalThis.escalationLogTaken) {
      progress(words.noReferences);
      return;
    }
    const general = await policyAt(policies[policy]);
    if (turn !== opening) return;
    if (!general) {
      progress(words.noQuestions);
      return;
    }
    let begun = { now: presentIn(general.zone), reference: nextReference(general), title: general.title, questions: general.questions };
    let hasEngine = true;
    let why = "";
    try {
      await loaded((said) => { if (turn === opening) progress(said); }, $("skip"));
      const files = await engine.rules(policy);
      await engine.call("open", { files, others: globalThis.escalationLogTaken.all, now: new Date().toISOString() });
      begun = JSON.parse(await engine.call("begin_case", { policy }));
    } catch (error) {
      hasEngine = false;
      why = error.message || "";
    }
    if (turn !== opening) return;
    asked = { policy, general, why, hasEngine, ...begun };
    ask(typed);
    progress("");
    $("opened").hidden = false;
    page.querySelector("#new-case-reference").focus();
  }

  function ask(typed) {
    if (!$("children").childElementCount) addChild();
    const { general, now, questions, reference } = asked;
    $("without").hidden = asked.hasEngine;
    $("without").textContent = `${asked.why} ${words.tellsWhatFollows}`.trim();
    $("reference").textContent = `${reference}: ${asked.title}`;
    asked.answered = show($("fields"), [HEARD, ...questions], "new-case", { recorded: now, at: now, ...typed }, general.zone);
    for (const name of ["raising", "receiving", "theme"]) asked.answered.on(name, showAlike);
    asked.answered.on("receiving", askOfEach);
    showAlike();
  }

  // Of several children, and of several agencies that answer, each is asked about on its own.
  async function askOfEach() {
    if (!asked.hasEngine) return;
    const { answered, policy } = asked;
    const about = { policy, children: pseudonyms(), receiving: answered.read().receiving ?? [] };
    const { questions } = JSON.parse(await engine.call("begin_case", about));
    const named = (each) => each.map(({ name, question }) => `${name}: ${question}`).join("\n");
    if (answered !== asked?.answered || named(questions) === named(asked.questions)) return;
    asked.questions = questions;
    const { id } = document.activeElement;
    ask(answered.read());
    if (id) document.getElementById(id)?.focus();
  }

  // One child after another: a pseudonym that is drawn here, or one that the register has.
  function addChild() {
    const number = $("children").childElementCount + 1;
    const id = `new-case-child-${number}`;
    const input = element("input", {
      type: "text", id, value: pseudonym(), autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": `${id}-fault new-case-child-hint`,
    });
    $("children").append(element("p", {},
      element("label", { for: id }, number === 1 ? words.pseudonym : filled(words.pseudonymOf, { number })),
      input,
      element("span", { id: `${id}-fault`, class: "el-record__fault" })));
    $("drop-child").hidden = number === 1;
    if (number > 1) input.focus();
    input.addEventListener("change", askOfEach);
    if (number > 1) askOfEach();
  }

  function dropChild() {
    $("children").lastElementChild.remove();
    $("drop-child").hidden = $("children").childElementCount === 1;
    childInputs().at(-1).focus();
    askOfEach();
  }

  const childInputs = () => [...$("children").querySelectorAll("input")];
  const pseudonyms = () => childInputs().map(({ value }) => value.trim().toUpperCase()).filter(Boolean);
  // The pseudonyms as questions of the form.
  const children = {
    lacking() {
      const given = pseudonyms();
      const odd = childInputs().filter(({ value }) => value.trim() && !PSEUDONYM.test(value.trim().toUpperCase()));
      const found = odd.map(({ id }) => ({ field: id, words: words.pseudonymOdd }));
      if (!given.length) found.push({ field: childInputs()[0].id, words: words.pseudonymNeeded });
      if (new Set(given).size < given.length) found.push({ field: childInputs().at(-1).id, words: words.pseudonymTwice });
      return found;
    },
    fault(objections) {
      let first;
      for (const input of childInputs()) {
        const said = objections.find(({ field }) => field === input.id)?.words ?? "";
        input.parentElement.querySelector(".el-record__fault").textContent = said;
        if (said) {
          input.setAttribute("aria-invalid", "true");
          first ??= input;
        } else input.removeAttribute("aria-invalid");
      }
      return first;
    },
  };

  function dayWords(day) {
    const { weekdays, months } = known.words;
    const date = new Date(day * DAY);
    return `${weekdays[(date.getUTCDay() + 6) % 7]} ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  // The open cases between the same agencies, those with the same theme first.
  function alike({ raising, receiving = [], theme }) {
    const sides = new Set([raising, ...receiving]);
    const agencyOf = (place) => known.agencies[place];
    return [...known.reference.keys()]
      .filter((row) => known.state[row] === 0 && known.editions[known.edition[row]].policy === asked.policy)
      .map((row) => ({ row, agencies: [known.raising[row], ...known.receiving[row]].map((place) => agencyOf(place)[1]) }))
      .filter(({ agencies }) => agencies.includes(raising) && new Set(agencies.filter((each) => sides.has(each))).size > 1)
      .map(({ row }) => ({ row, isClose: known.themes[known.theme[row]][0] === theme }))
      .sort((one, other) => Number(other.isClose) - Number(one.isClose))
      .map(({ row }) => {
        const answering = known.receiving[row].map((place) => agencyOf(place)[2]).join(", ");
        const said = filled(words.alike, {
          theme: known.themes[known.theme[row]][1], raising: agencyOf(known.raising[row])[2], answering, day: dayWords(known.opened[row]),
        });
        return { reference: known.reference[row], words: said };
      });
  }

  function showAlike() {
    if (!known) return;
    const answers = asked.answered.read();
    const found = answers.raising && answers.receiving ? alike(answers) : [];
    $("alike").hidden = !found.length;
    $("alike-list").replaceChildren(...found.map(({ reference, words }) => {
      const address = new URL(`cases/${reference.split("-")[1]}/${reference}.html`, root);
      return element("li", {}, element("a", { href: address, target: "_blank", rel: "noopener" }, reference), `: ${words}`);
    }));
  }

  async function see(event) {
    event.preventDefault();
    $("preview").hidden = true;
    const say = (objections) => tell($("wrong"), objections, [asked.answered, children]);
    say([]);
    const lacking = [...asked.answered.lacking(), ...children.lacking()];
    if (lacking.length) {
      say(lacking);
      return;
    }
    const { general, policy, reference } = asked;
    const answers = asked.answered.read();
    let tried;
    try {
      if (asked.hasEngine) tried = JSON.parse(await engine.call("attempt_case", { policy, reference, pseudonyms: pseudonyms(), answers }));
    } catch (error) {
      Object.assign(asked, { hasEngine: false, why: error.message });
      ask(answers);
    }
    tried ??= globalThis.escalationLogWriting.newCase(general.edition, reference, pseudonyms(), answers);
    const refusals = tried.objections.filter((each) => each.is_refusal);
    if (refusals.length) {
      say(refusals);
      return;
    }
    preview($, tried, words.tellsWhatFollows);
    $("register").textContent = filled(words.register, { pseudonyms: pseudonyms().join(words.and) });
    globalThis.escalationLogProposal.show($("steps"), tried.files, [], general.proposals, () => isTyped(false));
    $("preview").hidden = false;
    page.querySelector("#record-changes").focus();
  }

  $("form").addEventListener("submit", see);
  $("form").addEventListener("input", () => {
    $("preview").hidden = true;
    isTyped(true);
  });
  $("add-child").addEventListener("click", addChild);
  $("drop-child").addEventListener("click", dropChild);
  chosen.addEventListener("change", () => open(chosen.value));
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelector("[data-needs-scripts]").hidden = true;
  // Where there is one policy, or somebody comes from the pages of an area, nobody has to choose it.
  const [only, ...more] = Object.keys(policies);
  const wanted = more.length ? new URLSearchParams(location.search).get("policy") : only;
  if (wanted in policies) chosen.value = wanted;
  $("policy").hidden = !more.length;
  open(chosen.value);
})();
