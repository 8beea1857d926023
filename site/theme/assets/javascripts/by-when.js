// The form of "By when?": what is chosen stands in the address and nowhere else, and is answered at once.
"use strict";

(() => {
  const data = globalThis.escalationLogReckoning;
  const words = globalThis.escalationLogByWhen;
  const { counted, deadline, filled, shown, readings, overtaken } = globalThis.ElReckoning;
  const DAY = 86_400_000;
  const OLD = 31 * DAY;
  const KEYS = ["policy", "duty", "urgency", "calendar", "days", "counting", "cut-off", "from", "protect"];
  const COUNTING = "day-after-trigger";

  const form = document.getElementById("by-when-form");
  const answer = document.getElementById("by-when-answer");
  const field = Object.fromEntries(["policy", "duty", "urgency", "days", "calendar", "counting", "cut-off"]
    .map((name) => [name, document.getElementById(`by-when-${name}`)]));
  const inForm = (name) => form.querySelector(`[data-${name}]`);
  const inAnswer = (name) => answer.querySelector(`[data-${name}]`);

  const editionOf = ({ policy }) => (Object.hasOwn(data.editions, policy ?? "") ? data.editions[policy] : undefined);
  const dutyOf = (choices) => editionOf(choices)?.duties.find(({ id }) => id === choices.duty);
  const tierOf = (choices) => dutyOf(choices)?.tiers.find(({ urgency }) => urgency === (choices.urgency ?? ""));
  const zoneOf = (choices) => editionOf(choices)?.zone ?? data.zone;
  const capital = (said) => said.slice(0, 1).toUpperCase() + said.slice(1);

  function say(element, said) {
    if (element.textContent !== said) element.textContent = said;
  }

  function make(tag, said) {
    const element = document.createElement(tag);
    element.textContent = said;
    return element;
  }

  // A moment of the form: a date, perhaps a time, and which of the two where the clocks show it twice.
  class MomentField {
    constructor(name) {
      this.element = form.querySelector(`[data-moment="${name}"]`);
      [this.on, this.time, this.twice] = ["on", "time", "twice"].map((part) =>
        this.element.querySelector(`[data-${part}]`));
      this.which = [...this.element.querySelectorAll("[data-which]")];
    }

    get value() {
      if (!this.on.value) return "";
      if (!this.time.value) return this.on.value;
      const chosen = this.twice.hidden ? null : this.which.find((each) => each.checked);
      return `${this.on.value}T${this.time.value}${chosen?.value ?? ""}`;
    }

    write(text, zone) {
      const [, on = "", time = "", offset = ""] = /^(\d{4}-\d\d-\d\d)?(?:T(\d\d:\d\d))?([+-]\d\d:\d\d)?$/.exec(text) ?? [];
      this.on.value = on;
      this.time.value = time;
      this.ask(zone, offset);
    }

    // Ask which of two is meant, where the clocks show the time twice.
    ask(zone, offset = this.which.find((each) => each.checked)?.value) {
      const found = this.on.value && this.time.value ? readings(`${this.on.value}T${this.time.value}`, zone) : [];
      this.twice.hidden = found.length < 2;
      for (const [place, each] of this.which.entries()) {
        const reading = found.length < 2 ? { offset: "", words: "" } : found[place];
        each.value = reading.offset;
        each.checked = reading.offset !== "" && reading.offset === offset;
        say(each.nextElementSibling, reading.words);
      }
    }
  }

  const from = new MomentField("from");
  const protect = new MomentField("protect");

  // The choices, from the form or from the address, by the names that the address has.

  function chosen() {
    const choices = { from: from.value };
    if (field.policy.value) {
      Object.assign(choices, { policy: field.policy.value, duty: field.duty.value });
      if (field.urgency.options.length) choices.urgency = field.urgency.value;
      if (dutyOf(choices)?.protective && protect.value) choices.protect = protect.value;
    } else {
      Object.assign(choices, { calendar: field.calendar.value, days: field.days.value });
      if (field.counting.value !== COUNTING) choices.counting = field.counting.value;
      if (field["cut-off"].value) choices["cut-off"] = field["cut-off"].value;
    }
    return choices;
  }

  const written = (text) => encodeURIComponent(text).replace(/%(2F|3A|40)/g, decodeURIComponent);

  const fragmentOf = (choices) =>
    `#${KEYS.filter((key) => choices[key]).map((key) => `${key}=${written(choices[key])}`).join("&")}`;

  function asked() {
    const found = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    return Object.fromEntries(KEYS.filter((key) => found.has(key)).map((key) => [key, found.get(key)]));
  }

  // Whether an address asks for what there is.
  function isKnown(choices) {
    const isMoment = (text) => /^(\d{4}-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?)?$/.test(text ?? "");
    if (!isMoment(choices.from) || !isMoment(choices.protect)) return false;
    if (choices.policy) return Boolean(editionOf(choices)) && (!choices.duty || Boolean(tierOf(choices)));
    if (choices.duty || choices.urgency || choices.protect) return false;
    const has = (name) => !choices[name] || [...field[name].options].some(({ value }) => value === choices[name]);
    return has("calendar") && has("counting") && /^(\d{1,3})?$/.test(choices.days ?? "")
      && /^(\d\d:\d\d)?$/.test(choices["cut-off"] ?? "");
  }

  // The form.

  function limitOf({ tiers }) {
    const limits = tiers.map((tier) => tier.words);
    const first = limits.slice(0, -1).join(", ");
    return first ? filled(data.words.alternatives, { first, last: limits.at(-1) }) : limits[0];
  }

  function fillDuties() {
    const edition = editionOf({ policy: field.policy.value });
    const groups = new Map();
    for (const duty of edition?.duties ?? []) {
      if (!groups.has(duty.stage)) {
        groups.set(duty.stage, document.createElement("optgroup"));
        groups.get(duty.stage).label = duty.stage;
      }
      groups.get(duty.stage).append(new Option(`${duty.title} (${limitOf(duty)})`, duty.id));
    }
    field.duty.replaceChildren(...groups.values());
    const timed = edition?.duties.find(({ tiers }) => tiers.some(({ limit }) => limit));
    if (timed) field.duty.value = timed.id;
    fillUrgencies();
  }

  function fillUrgencies() {
    const duty = dutyOf({ policy: field.policy.value, duty: field.duty.value });
    const tiers = duty?.tiers.filter(({ urgency }) => urgency) ?? [];
    field.urgency.replaceChildren(...tiers.map(({ name, urgency }) => new Option(name, urgency)));
  }

  function arrange(choices) {
    const duty = dutyOf(choices);
    inForm("of-policy").hidden = !choices.policy;
    inForm("plain").hidden = Boolean(choices.policy);
    inForm("urgency").hidden = field.urgency.options.length === 0;
    inForm("protective").hidden = !duty?.protective;
    say(inForm("starts"), duty ? filled(words.starts, duty) : words.anyStart);
    for (const each of [from, protect]) each.ask(zoneOf(choices));
  }

  function writeForm(choices) {
    const area = new URLSearchParams(location.search).get("policy");
    const own = Object.keys(data.editions).find((name) =>
      data.editions[name].isCurrent && name.startsWith(`${area}@`));
    if (choices.policy) field.policy.value = choices.policy;
    else if ("days" in choices || "calendar" in choices) field.policy.value = "";
    else if (own) field.policy.value = own;
    else field.policy.selectedIndex = 0;
    fillDuties();
    if (choices.duty) field.duty.value = choices.duty;
    fillUrgencies();
    for (const name of ["urgency", "calendar", "days", "counting", "cut-off"]) {
      if (choices[name]) field[name].value = choices[name];
    }
    inForm("plain").querySelector("details").open = Boolean(choices.counting || choices["cut-off"]);
    const zone = zoneOf({ policy: field.policy.value });
    from.write(choices.from ?? "", zone);
    protect.write(choices.protect ?? "", zone);
    inForm("protective").open = Boolean(choices.protect);
    arrange(chosen());
  }

  // The answer.

  function questionOf(choices) {
    const { policy: edition, duty, urgency, protect: protectBy } = choices;
    if (edition) return { edition, duty, urgency, from: choices.from, protectBy };
    const { calendar, days, counting = COUNTING, "cut-off": cutOff = null } = choices;
    return { calendar, limit: { working_days: Number(days) }, counting, cutOff, from: choices.from };
  }

  const workingDays = ({ days }) => counted(Number(days), data.words.workingDays);

  function factsOf(choices, found) {
    const { facts } = words;
    const duty = dutyOf(choices);
    if (duty) {
      const { name, title } = editionOf(choices);
      const tier = tierOf(choices);
      return [
        [facts.policy, filled(words.edition, { name, title, version: choices.policy.split("@")[1] })],
        [facts.what, `${duty.title} (${duty.stage})`],
        [facts.who, duty.who],
        [facts.byWhen, capital(tier.words)],
        ...tier.name ? [[facts.urgency, tier.name]] : [],
        [facts.from, found.from],
      ];
    }
    return [
      [facts.limit, workingDays(choices)],
      [facts.bankHolidays, data.calendars[choices.calendar].name],
      [facts.from, found.from],
    ];
  }

  function notesOf(choices, found) {
    const edition = editionOf(choices);
    const cutOff = edition ? edition.cutOff : choices["cut-off"];
    const provisional = found.steps.find(({ kind }) => kind === "provisional");
    const isOld = Date.now() - Date.parse(data.builtOn) > OLD;
    const toMind = [
      edition && overtaken({ edition: choices.policy, on: shown(Date.now(), edition.zone).slice(0, 10) }),
      provisional && provisional.words,
      isOld && filled(data.words.old, data),
      cutOff && !choices.from.includes("T") && filled(words.cutOff, { cutOff }),
      edition && !data.countsClosures && data.words.closures,
    ];
    return [
      ...toMind.filter(Boolean).map((note) => [note, true]),
      ...(dutyOf(choices)?.notes ?? []).map((note) => [note, false]),
    ];
  }

  function show(choices, found) {
    say(inAnswer("said"), found.due ? capital(found.until) : words.noDate);
    say(inAnswer("late"), found.due ? filled(words.lateFrom, found) : "");
    inAnswer("provisional").hidden = !found.provisional;
    inAnswer("facts").replaceChildren(...factsOf(choices, found).map((fact) => {
      const row = document.createElement("div");
      row.append(make("dt", fact[0]), make("dd", fact[1]));
      return row;
    }));
    const notes = notesOf(choices, found);
    inAnswer("notes").replaceChildren(...notes.map(([said, mind]) => {
      const note = make("li", said);
      note.toggleAttribute("data-mind", mind);
      return note;
    }));
    inAnswer("notes").hidden = notes.length === 0;
    inAnswer("diary").hidden = !found.due;
    inAnswer("share").href = location.href.split(/[?#]/)[0] + fragmentOf(choices);
    inAnswer("steps").replaceChildren(...found.steps.map((each) => {
      const step = make("li", each.words);
      step.dataset.kind = each.kind;
      return step;
    }));
    say(inAnswer("known"), filled(words.known, data));
    say(inAnswer("told"), "");
  }

  let current = null;

  // What is half typed has no value, and is not taken for what was left out.
  const isHalfTyped = () => [...form.querySelectorAll("[type=date], [type=time]")].some((each) =>
    each.validity.badInput && !each.closest("[hidden]"));

  function missingWords(choices) {
    if (isHalfTyped()) return words.halfTyped;
    if (!choices.from) return words.noStart;
    return choices.policy || /^\d{1,3}$/.test(choices.days) ? "" : words.noDays;
  }

  function reply(choices) {
    const missing = missingWords(choices);
    const found = missing ? { problem: { words: missing } } : deadline(questionOf(choices));
    const answered = !found.problem;
    answer.dataset.state = answered ? "found" : missing ? "waiting" : "problem";
    inAnswer("found").hidden = !answered;
    if (answered) show(choices, found);
    else say(inAnswer("said"), found.problem.words);
    current = answered ? { choices, found } : null;
  }

  function update() {
    const choices = chosen();
    arrange(choices);
    history.replaceState(null, "", fragmentOf(choices));
    reply(chosen());
  }

  // Whether the form took all that an address asks for; what it did not is not answered with something else.
  function isShown(choices) {
    const taken = { counting: COUNTING, ...chosen() };
    return KEYS.every((key) => !choices[key] || choices[key] === taken[key]);
  }

  function readAddress() {
    const choices = asked();
    if (isKnown(choices)) {
      writeForm(choices);
      if (isShown(choices)) {
        reply(chosen());
        return;
      }
    }
    writeForm({});
    reply({ from: "" });
    answer.dataset.state = "problem";
    say(inAnswer("said"), words.unknown);
  }

  function diaryEntry({ choices, found }) {
    const duty = dutyOf(choices);
    const what = duty ? `${duty.title} (${duty.stage})` : workingDays(choices);
    return globalThis.ElDiary.file({
      ...found,
      uid: `${encodeURIComponent(fragmentOf(choices).slice(1))}@by-when.escalation-log`,
      summary: filled(words.due, { what }) + (found.provisional ? data.words.tentative : ""),
      description: found.steps.map((step) => step.words).join("\n"),
      stampedAt: Date.now(),
    });
  }

  function download(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), DAY / 1000);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target === field.policy) fillDuties();
    if (target === field.duty) fillUrgencies();
    update();
  });
  inForm("now").addEventListener("click", () => {
    const zone = zoneOf(chosen());
    from.write(shown(Date.now(), zone), zone);
    update();
  });
  inAnswer("print").addEventListener("click", () => print());
  inAnswer("diary").addEventListener("click", () => {
    download(diaryEntry(current), `due-${current.found.dueOn}.ics`);
    say(inAnswer("told"), words.saved);
  });
  // The address of a folder names whose device it is, and leads nobody else here.
  const isFolder = location.protocol === "file:";
  inAnswer("share").parentElement.hidden = isFolder;
  inAnswer("copy").hidden = isFolder || !navigator.clipboard;
  inAnswer("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(inAnswer("share").href);
      say(inAnswer("told"), data.words.copied);
    } catch {
      say(inAnswer("told"), words.notCopied);
    }
  });
  // Links to parts of this page choose nothing.
  addEventListener("hashchange", () => location.hash.includes("=") && readAddress());

  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelector("[data-needs-scripts]").hidden = true;
  readAddress();
})();
