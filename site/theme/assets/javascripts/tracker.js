// Shows the tracker: what the form chooses, kept in the address, as it stands at the moment of reading.
"use strict";

(() => {
  const MORE = 100;
  const DEFAULTS = { sort: "urgent" };
  const names = [
    "find", "policy", "agency", "stage", "theme", "state", "due_from", "due_to", "opened_from", "opened_to", "sort",
  ];

  const byId = (id) => document.getElementById(id);
  // The states of which the number would be one of an agency's breaches and marks.
  const OF_AGENCIES = new Set(["overdue", "breach", "no-record", "chase", "since-friday"]);
  let form, body, clock, tracker, found, now;
  let shown = MORE;
  let waiting = 0;
  let repeating = 0;
  let drawn = "";

  const choice = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));

  // What a choice says beyond what stands in an untouched form.
  const chosenIn = (all) =>
    Object.fromEntries(Object.entries(all).filter(([name, value]) => value && value !== DEFAULTS[name]));

  function option(value, words) {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = words;
    return made;
  }

  // Fill a list with groups of options, one a partnership; those of the area chosen alone if one is.
  function fillGroups(select, optionsOf) {
    const { value } = select;
    const policy = form.elements.policy.value;
    const groups = tracker.data.partnerships.filter(({ id }) => !policy || id === policy).map((partnership) => {
      const group = document.createElement("optgroup");
      group.label = partnership.name;
      group.append(...optionsOf(partnership));
      return group;
    });
    select.replaceChildren(select.options[0], ...groups);
    select.value = value;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  function stagesOf({ id }) {
    const stages = new Map();
    for (const { policy, stages: each } of tracker.data.editions) {
      if (policy === id) each.forEach(([stage, words]) => stages.set(`${id}.${stage}`, words));
    }
    return [...stages].map(([value, words]) => option(value, words));
  }

  function agenciesOf({ id, agencies }) {
    return Object.entries(agencies).sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([agency, name]) => option(`${id}.${agency}`, name));
  }

  function fillAreas() {
    fillGroups(form.elements.stage, stagesOf);
    fillGroups(form.elements.agency, agenciesOf);
  }

  function fillForm() {
    const { policy, theme } = form.elements;
    policy.append(...tracker.data.partnerships.map(({ id, name }) => option(id, name)));
    const themes = new Set(tracker.data.themes.map(([, words]) => words));
    theme.append(...[...themes].sort().map((words) => option(words, words)));
    policy.closest("[data-field]").hidden = tracker.data.partnerships.length < 2;
    fillAreas();
  }

  // Take the choice from the address; what the form does not offer is left out, and that is said.
  function readAddress() {
    const given = new URLSearchParams(location.search);
    form.reset();
    form.elements.policy.value = given.get("policy") || "";
    fillAreas();
    for (const name of names) {
      const field = form.elements[name];
      field.value = given.get(name) || DEFAULTS[name] || "";
      if (field.selectedIndex < 0) field.value = DEFAULTS[name] || "";
    }
    byId("tracker-unknown").hidden = names.every((name) => !given.get(name) || form.elements[name].value === given.get(name));
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  // Keep the choice in the address; `isStep` makes it one that the way back undoes.
  function writeAddress(chosen, isStep) {
    const kept = new URLSearchParams(chosenIn(chosen)).toString();
    const query = kept ? `?${kept}` : "";
    if (query === location.search) return;
    history[isStep ? "pushState" : "replaceState"](null, "", `${location.pathname}${query}${location.hash}`);
  }

  function draw() {
    const rows = found.rows.slice(0, shown);
    const looks = rows.map((row) => `${row}:${found.standings[row]}`).join() + JSON.stringify(found.choice);
    if (looks !== drawn) {
      const held = document.activeElement && body.contains(document.activeElement) && document.activeElement.getAttribute("href");
      body.replaceChildren(...rows.map((row) => globalThis.escalationLogRow.rowOf(row, found)));
      if (held) body.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
      drawn = looks;
    }
    const rest = found.rows.length - rows.length;
    byId("tracker-table").hidden = rows.length === 0;
    byId("tracker-none").hidden = rows.length > 0;
    byId("tracker-more").hidden = rest === 0;
    byId("tracker-more").textContent = clock.filled(tracker.data.words.show, { number: Math.min(MORE, rest) });
  }

  // Say how many cases fit, by which days, and how many closed ones are left out where none are asked for.
  function drawCounts(chosen) {
    const { words } = tracker.data;
    const total = tracker.data.reference.length;
    const chosenNumber = Object.keys(chosenIn(chosen)).filter((name) => name !== "find").length;
    byId("tracker-chosen").textContent = chosenNumber ? clock.filled(words.chosen, { number: chosenNumber }) : "";
    byId("tracker-undo").hidden = Object.keys(chosenIn(chosen)).length === 0;
    const number = found.rows.length;
    const cases = clock.counted(total, words.cases);
    say(byId("tracker-count"), number === total ? cases : clock.filled(words.part, { number, cases }));
    const { friday, sunday } = found.periods[0];
    const { dayWords } = globalThis.escalationLogRow;
    const days = { friday: dayWords(friday), sunday: dayWords(sunday) };
    say(byId("tracker-meant"), clock.filled(words.meant[chosen.state] ?? "", days));
    const leftOut = chosen.state ? 0 : found.counts.all - number;
    byId("tracker-closed").parentElement.hidden = leftOut === 0;
    say(byId("tracker-closed"), clock.filled(words.showClosed, { number: leftOut }));
    const isWithheld = tracker.isWithheld(chosen.agency);
    byId("tracker-withheld").hidden = !isWithheld;
    for (const card of document.querySelectorAll("[data-chooses]")) {
      const state = card.dataset.chooses;
      say(card.querySelector("[data-number]"), isWithheld && OF_AGENCIES.has(state) ? "–" : String(found.counts[state]));
      card.querySelector("button").setAttribute("aria-pressed", String(chosen.state === state));
    }
  }

  function drawRepeats() {
    // Also among closed ones, unless somebody asks for others.
    const counts = tracker.repeats(found.choice.state ? found.rows : found.fitting, now);
    for (const list of document.querySelectorAll("[data-repeats]")) {
      const all = counts[list.dataset.repeats];
      list.parentElement.hidden = list.dataset.repeats === "missed" && tracker.isWithheld(choice().agency);
      const items = all.slice(0, 5).map(([words, cases]) => {
        const item = byId("tracker-repeated").content.firstElementChild.cloneNode(true);
        item.querySelector("[data-words]").textContent = words;
        item.querySelector("[data-cases]").textContent = clock.counted(cases, tracker.data.words.cases);
        item.querySelector("[data-share]").style.inlineSize = `${Math.round((100 * cases) / all[0][1])}%`;
        return item;
      });
      list.replaceChildren(...items);
      list.nextElementSibling.hidden = items.length > 0;
    }
  }

  function update(isStep = false) {
    const chosen = choice();
    found = tracker.find(chosen, now);
    writeAddress(chosen, isStep);
    draw();
    drawCounts(chosen);
    // What repeats stands far below; it does not keep the table waiting.
    clearTimeout(repeating);
    repeating = setTimeout(drawRepeats, 50);
  }

  function choose(isStep) {
    clearTimeout(waiting);
    if (isStep) byId("tracker-unknown").hidden = true;
    shown = MORE;
    now = clock.now();
    update(isStep);
  }

  // Make buttons of the cards, which without scripts only count.
  function armCards() {
    for (const card of document.querySelectorAll("[data-chooses]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...card.childNodes);
      button.addEventListener("click", () => {
        const { state } = form.elements;
        state.value = state.value === card.dataset.chooses ? "" : card.dataset.chooses;
        choose(true);
      });
      card.append(button);
      if (card.classList.contains("el-card")) card.classList.add("el-card--armed");
      else button.className = "md-button";
    }
  }

  // On a phone a row has two lines, until somebody asks for more.
  function armRows() {
    const table = byId("tracker-table");
    const whole = byId("tracker-whole");
    table.setAttribute("data-short", "");
    whole.addEventListener("click", () => {
      table.toggleAttribute("data-short");
      whole.setAttribute("aria-pressed", String(!table.hasAttribute("data-short")));
    });
  }

  function listen() {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      choose(false);
    });
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      const { name, localName } = event.target;
      if (name === "policy") fillAreas();
      if (name === "find") waiting = setTimeout(choose, 120, false);
      else choose(localName === "select");
    });
    for (const reset of document.querySelectorAll("[data-reset]")) {
      reset.addEventListener("click", () => {
        form.reset();
        fillAreas();
        choose(true);
        form.elements.find.focus();
      });
    }
    byId("tracker-closed").addEventListener("click", () => {
      form.elements.state.value = "all";
      choose(true);
      byId("tracker-results").focus();
    });
    byId("tracker-more").addEventListener("click", () => {
      const next = shown;
      shown += MORE;
      draw();
      body.rows[next]?.querySelector("a").focus();
    });
    for (const kind of ["csv", "json"]) {
      byId(`tracker-${kind}`).addEventListener("click", () => {
        // What was typed a moment ago counts as well.
        clearTimeout(waiting);
        now = clock.now();
        update();
        globalThis.escalationLogDownload[kind](found);
      });
    }
    addEventListener("popstate", () => {
      readAddress();
      choose(false);
    });
  }

  function start() {
    clock = globalThis.escalationLogClock;
    tracker = globalThis.escalationLogTracker;
    clock.passed = tracker.passed;
    form = byId("tracker-form");
    body = byId("tracker-table").tBodies[0];
    fillForm();
    readAddress();
    byId("tracker-choices").open = ["agency", "stage", "theme", "due_from", "due_to", "opened_from", "opened_to"]
      .some((name) => form.elements[name].value);
    armCards();
    armRows();
    listen();
    for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
    // Who comes with a case's number begins to type it.
    if (location.hash === "#tracker-find") form.elements.find.focus();
  }

  document.addEventListener("escalation-log:minute", (event) => {
    now = event.detail;
    if (!form) start();
    update();
  });
})();
