// "What do I do now?": one question after another. What is answered stands in the address, in coded words and moments,
// and nowhere else; a draft that is changed is gone with the page.
"use strict";

(() => {
  const data = globalThis.escalationLogWhatNow;
  const { words } = data;
  const { deadline, filled, shown, readings, overtaken } = globalThis.ElReckoning;
  const { reply } = globalThis.ElWhatNow;
  const { begins } = globalThis.ElFirstLetters;
  const UNKNOWN = "unknown";
  const WHEN = "when.";
  const known = globalThis.escalationLogReckoning;
  const { zone, calendar, duties } = known.editions[data.edition];
  const OLD = 31 * 86_400_000;

  const root = document.getElementById("now");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const stageItem = (id) => [...document.querySelectorAll("[data-stage]")].find((each) => each.dataset.stage === id);
  const capital = (said) => said.slice(0, 1).toUpperCase() + said.slice(1);

  function make(tag, said = "", className = "") {
    const element = document.createElement(tag);
    element.textContent = said;
    if (className) element.className = className;
    return element;
  }

  function link(said, href) {
    const element = make("a", said);
    element.href = href;
    return element;
  }

  function button(said, className, act) {
    const element = make("button", said, `md-button ${className}`);
    element.type = "button";
    // The second of a double click would answer the question that comes next.
    element.addEventListener("click", (event) => event.detail < 2 && act());
    return element;
  }

  // The address: answers and moments in the order in which they were given.

  const written = (text) => encodeURIComponent(text).replace(/%(2F|3A)/g, decodeURIComponent);

  function entriesOf(said) {
    return said.map(({ question, answer, slot, moment }) =>
      (question ? [question, answer] : [WHEN + slot, moment || UNKNOWN]));
  }

  function fragmentOf(entries) {
    const pairs = entries.map(([key, value]) => `${written(key)}=${written(value)}`);
    return `#${pairs.join("&") || "what-now"}`;
  }

  function asked() {
    const answers = {};
    const moments = {};
    for (const [key, value] of new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"))) {
      if (key.startsWith(WHEN)) moments[key.slice(WHEN.length)] = value === UNKNOWN ? "" : value;
      else answers[key] = value;
    }
    return { answers, moments };
  }

  const replied = () => reply({ data, now: Date.now(), ...asked() });

  const isReceiving = () => asked().answers.side === "receiving";
  const inDanger = () => asked().answers.danger === "yes";
  const asks = (question) => (isReceiving() && question.toReceiving) || question.words;

  function goOn(key, value) {
    const { said } = replied();
    location.hash = fragmentOf([...entriesOf(said), [key, value]]);
  }

  // What was said, each with a way to change it.

  function momentWords(moment) {
    if (!moment) return words.notKnown;
    return deadline({ calendar, limit: null, zone, from: moment }).from;
  }

  function saidItem(each, place, said) {
    const question = data.questions[each.question];
    const about = question ? asks(question) : data.moments[each.slot];
    const answer = question
      ? question.answers.find(({ id }) => id === each.answer).words : capital(momentWords(each.moment));
    // Danger hangs on no answer, and nothing hangs on it.
    const kept = each.question === "danger" ? said.filter((other) => other !== each) : said.slice(0, place);
    const change = link(words.change, fragmentOf(entriesOf(kept)));
    change.append(make("span", `: ${about}`, "el-hidden"));
    const item = make("li");
    item.append(make("span", about, "el-quiet"), " ", make("strong", answer), " ", change);
    return item;
  }

  // A question: its answers are buttons.

  function heading(said) {
    const title = make("h2", said);
    title.tabIndex = -1;
    title.id = "now-title";
    return title;
  }

  function fieldset(asks, hints) {
    const set = make("fieldset");
    const legend = make("legend");
    legend.append(heading(asks));
    set.append(legend, ...hints.map((hint) => make("p", hint, "el-now__hint")));
    return set;
  }

  // At every question, and beside what to do, since it may be seen at any time.
  function dangerButton() {
    return inDanger() ? [] : [button(words.dangerNow, "el-now__answer el-now__answer--danger", () => goOn("danger", "yes"))];
  }

  function choice(id) {
    const question = data.questions[id];
    const { hints, answers } = question;
    const set = fieldset(asks(question), hints);
    if (id === data.first) set.append(...dangerButton());
    for (const each of answers) {
      const answer = button(each.words, "el-now__answer", () => goOn(id, each.id));
      if (each.hint) answer.append(make("span", each.hint));
      set.append(answer);
    }
    return set;
  }

  function when(slot, problem) {
    const duty = duties.find(({ id }) => id === slot);
    const set = fieldset(data.moments[slot], duty ? [`${duty.title}.`] : []);
    set.append(part("template-moment").content.cloneNode(true));
    const on = set.querySelector("#now-on");
    const time = set.querySelector("#now-time");
    const now = shown(Date.now(), zone);
    on.max = now.slice(0, 10);
    if (problem) {
      [on.value, time.value] = (asked().moments[slot] ?? "").slice(0, 16).split("T").concat("");
      set.append(make("p", problem, "el-now__problem"));
      set.lastElementChild.setAttribute("role", "alert");
      const both = time.value ? readings(`${on.value}T${time.value}`, zone) : [];
      for (const each of both.length > 1 ? both : []) {
        set.append(button(each.words, "el-now__answer", () =>
          goOn(WHEN + slot, `${on.value}T${time.value}${each.offset}`)));
      }
    }
    const yesterday = new Date(Date.parse(now.slice(0, 10)) - 86_400_000).toISOString().slice(0, 10);
    const quick = { now, today: now.slice(0, 10), yesterday, unknown: UNKNOWN };
    for (const each of set.querySelectorAll("[data-quick]")) {
      each.addEventListener("click", () => goOn(WHEN + slot, quick[each.dataset.quick]));
    }
    part("form").onsubmit = () => {
      if (on.value) goOn(WHEN + slot, time.value ? `${on.value}T${time.value}` : on.value);
      else on.focus();
    };
    return set;
  }

  // What to do.

  const tentative = ({ provisional }) => (provisional ? known.words.tentative : "");

  const lasting = (each) => (each.words === data.noTime ? words.noTime : each.words);
  const limitWords = (each) =>
    (each.isTimed ? filled(words.timed, { limit: each.words, starts: each.duty.starts }) : lasting(each));
  const byWhen = (each) => (each.date ? each.date.until + tentative(each.date) : limitWords(each));

  function receipt({ id, from }, urgency) {
    const choices = { policy: data.edition, duty: id, urgency, from };
    const fragment = Object.entries(choices).filter(([, value]) => value)
      .map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2F|3A|40)/g, decodeURIComponent)}`);
    return `${root.dataset.byWhen}#${fragment.join("&")}`;
  }

  function facts(rows) {
    const list = make("dl", "", "el-facts");
    for (const [name, ...content] of rows) {
      const row = make("div");
      const value = make("dd");
      value.append(...content);
      row.append(make("dt", name), value);
      list.append(row);
    }
    return list;
  }

  function notesOf({ id, duty, date }) {
    return [
      ...data.notes[id],
      ...duty.protective ? [words.protective] : [],
      ...date && !known.countsClosures ? [known.words.closures] : [],
      ...date && Date.now() - Date.parse(known.builtOn) > OLD ? [filled(known.words.old, known)] : [],
    ];
  }

  const toStage = (id) => link(data.stages[id].name, `${root.dataset.policy}#${data.stages[id].at}`);

  // A sentence about a stage, with a link to it in its place.
  function aboutStage(sentence, id) {
    const [before, after] = sentence.split("{stage}");
    return [before, toStage(id), filled(after, data.stages[id])];
  }

  function fold(summary, ...content) {
    const block = make("details", "", "el-now__fold");
    block.append(make("summary", summary), ...content);
    return block;
  }

  function said(lead, { urgency }, settling = null, isPast = false) {
    const block = make("div", "", "el-now__lead");
    const { date, isLate } = lead;
    block.append(make("p", lead.duty.title, "el-now__what"));
    if (date) {
      block.append(make("p", capital(date.until) + tentative(date), "el-now__date"));
      if (isLate) {
        const late = data.guides.includes(lead.id) ? words.overGuide : words.late;
        block.append(make("p", isPast ? late : filled(words.doItNow, { late }), "el-now__late"));
      }
    } else {
      block.append(make("p", capital(lasting(lead)), "el-now__date"));
    }
    if (settling) {
      block.append(make("p", `${settling.duty.title}: ${byWhen(settling)}${settling.isLate ? words.past : ""}`, "el-now__settling"));
    }
    block.append(...lead.safe.said.map((said) => make("p", said, "el-safe")), make("p", lead.duty.who, "el-quiet"));
    const names = words.facts;
    block.append(fold(words.how, facts([
      ...lead.isTimed ? [[names.byWhen, capital(limitWords(lead))]] : [],
      [names.clause, link(lead.clause, `${root.dataset.policy}#${lead.at}`)],
      ...date ? [[names.from, `${date.from}. `, link(words.why, receipt(lead, urgency))]] : [],
    ]), ...[...notesOf(lead), ...ours(lead)].map((note) => make("p", note, "el-small"))));
    return block;
  }

  const ours = ({ id }) => (data.ours[id] ? [filled(words.ours, { words: data.ours[id] })] : []);

  // What the policy names ahead of the first thing with a date, or before the case goes on.
  function firstOf(duties) {
    const own = duties.filter((each) => !isTheirs(each));
    if (!own.length) return [];
    const list = make("ul", "", "el-now__first");
    list.append(...own.map(({ id, duty, clause }) => {
      const item = make("li", `${duty.title}. `);
      item.append(make("span", [`${duty.who}. ${clause}.`, ...data.notes[id]].join(" "), "el-quiet"));
      return item;
    }));
    return [make("h3", words.first), list];
  }

  // Whose it is, as the reader sees it.
  const isTheirs = ({ side }) => side === (isReceiving() ? "raising" : "receiving");

  function turn(lead) {
    if (lead.isAhead) return words.ahead;
    if (lead.side === "partnership") return words.theyDo.partnership;
    return isTheirs(lead) ? words.theyDo[lead.side] : words.doThis;
  }

  function withoutDuty({ result }) {
    const block = make("div", "", "el-now__lead");
    const going = result.goesTo !== result.stage;
    const what = going ? words.takeOn : result.ends ? words.ended : words.goOn;
    const stage = data.stages[going ? result.goesTo : result.stage].name;
    block.append(make("p", filled(what, { stage }), "el-now__what"));
    if (!result.ends) block.append(make("p", capital(words.noTime), "el-now__date"));
    return block;
  }

  // The agency that was chosen stays, whatever else is answered; it is kept nowhere.
  let agency = "";

  function agencyPart(teams) {
    const field = make("input");
    field.id = "now-agency";
    field.value = agency;
    field.autocomplete = "off";
    const label = make("label", isReceiving() ? words.agency.receiving : words.agency.raising);
    label.htmlFor = field.id;
    label.append(" ", make("span", words.agency.letters, "el-quiet"));
    const found = make("div");
    found.setAttribute("role", "status");
    const choose = (name) => {
      agency = name;
      field.value = name;
      field.focus();
      tell();
    };
    function tell() {
      const chosen = teams.find(({ dataset }) => dataset.agency === field.value);
      const typed = field.value.trim();
      const fitting = typed && !chosen ? teams.filter(({ dataset }) => begins(dataset.agency, typed)) : [];
      agency = chosen ? field.value : "";
      found.replaceChildren(...chosen ? [chosen.querySelector("ul").cloneNode(true)]
        : fitting.map(({ dataset }) => button(dataset.agency, "el-now__agency", () => choose(dataset.agency))));
      if (typed && !chosen && !fitting.length) found.append(make("p", words.agency.none, "el-small"));
    }
    field.addEventListener("input", tell);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") found.querySelector("button")?.click();
    });
    tell();
    return [label, field, found];
  }

  function contacts(stage) {
    const listed = stageItem(stage).querySelector("[data-contacts]");
    const line = make("p");
    line.append(toStage(stage), `. ${data.stages[stage].who}`);
    const teams = [...listed?.querySelectorAll("[data-agency]") ?? []];
    const own = listed?.querySelector("[data-own]");
    return [
      make("h3", words.whom), line,
      ...teams.length ? agencyPart(teams) : [],
      ...own ? [own.cloneNode(true)] : [],
      ...listed ? [] : [make("p", words.noContact)],
    ];
  }

  function dutyList(title, duties, urgency) {
    if (duties.length === 0) return [];
    const list = make("ul");
    for (const each of duties) {
      const item = make("li", `${each.duty.title}: `);
      item.append(make("strong", byWhen(each)), each.isLate ? words.past : "", ". ",
        make("span", [`${each.duty.who}. ${each.clause}.`, ...each.safe.said, ...data.notes[each.id], ...ours(each)].join(" "), "el-quiet"));
      if (each.date) item.append(" ", link(words.why, receipt(each, urgency)));
      list.append(item);
    }
    return [make("h3", title), list];
  }

  // Either what follows in the policy, or what already does because the time is up.
  function next({ result, lead, then }, isOver) {
    if (result.ends || isOver) return [];
    const title = make("h3", lead?.date && then ? words.notInTime : words.notSettled);
    if (then) {
      const going = make("p", `${then.duty.title}: `);
      going.append(make("strong", byWhen(then)), ". ",
        make("span", [`${then.clause}.`, ...then.safe.said].join(" "), "el-quiet"));
      return [title, going];
    }
    const order = Object.keys(data.stages);
    const following = order[order.indexOf(result.goesTo) + 1];
    if (!following) return [];
    const going = make("p");
    going.append(...aboutStage(words.next, following));
    return [title, going];
  }

  function messageOf(draft, duties, dates) {
    const found = duties.find((each) => each?.id === draft.duty);
    const today = draft.fromToday ? dates.today(draft.duty) : null;
    const by = today ? filled(words.today, { until: today.until + tentative(today) }) : found && byWhen(found);
    const asks = found
      ? data.asks.replace("{title}", found.duty.title).replace("{who}", found.duty.who).replace("{by}", by) : "";
    return data.message.replace("{where}", draft.where).replace("{stage}", draft.stage).replace("{asks}", asks)
      .replace("{gaps}", data.gaps[draft.kind]);
  }

  function draftPart(draft, message) {
    const subject = make("input");
    subject.id = "now-subject";
    subject.value = `${data.subject}: ${draft.stage}`;
    subject.autocomplete = "off";
    const text = make("textarea");
    text.id = "now-text";
    text.rows = 23;
    text.autocomplete = "off";
    text.value = message;
    const told = make("p", "", "el-small");
    told.setAttribute("role", "status");
    const label = (name, field) => {
      const element = make("label", name);
      element.htmlFor = field.id;
      return element;
    };
    const copy = button(words.copy, "", async () => {
      try {
        await navigator.clipboard.writeText(`${subject.value}\n\n${text.value}`);
        told.textContent = known.words.copied;
      } catch {
        text.select();
        told.textContent = words.notCopied;
      }
    });
    const mind = make("p", "", "el-note");
    mind.append(make("strong", words.noNames), " ", words.gaps);
    const block = make("div", "", "el-now__draft");
    block.append(make("h3", words.draft), mind, label(words.subject, subject), subject,
      label(words.message, text), text, copy, told);
    return block;
  }

  // Where a safe day hangs on a moment that was not asked for.
  function safeAsks(left) {
    if (!left.length) return [];
    return [make("p", words.safeAsk, "el-small"),
      ...left.map((slot) => button(data.moments[slot], "", () => goOn("ask", slot)))];
  }

  // Whoever received the challenge answers it, unless it has ended. What is theirs to take on, they are asked to take
  // on; what is the reader's own is put to the next stage with the answer, to the last stage as a referral.
  function draftOf(draft, lead, { stage, moved }) {
    if (!isReceiving() || ["outcome", "conclusion"].includes(draft.kind)) return draft;
    const isOwn = !lead || (lead.side !== "partnership" && !isTheirs(lead));
    if (isOwn && draft.kind === "referral") return draft;
    const asks = isOwn && moved ? {} : { duty: lead?.id ?? "", fromToday: false };
    const where = moved && !isOwn ? { where: filled(words.notSettledAt, { stage: data.stages[stage].name }) } : {};
    return { ...draft, kind: "reply", ...asks, ...where };
  }

  function resultParts(found) {
    const { result, lead, then, before, others, arrival, reply: answer, danger, dates } = found;
    const { urgency } = dates;
    const isOver = Boolean(lead?.isLate && then);
    const order = Object.keys(data.stages);
    const following = order[order.indexOf(result.stage) + 1];
    const goesTo = isOver ? following : result.goesTo;
    const moved = goesTo !== result.stage;
    const draft = draftOf(isOver ? result.thenDraft : result.draft, isOver ? then : lead, { stage: result.stage, moved });
    const isFirst = ({ id }) => moved && (result.beforeMoving ?? []).includes(id);
    const first = [...before, ...others.filter(isFirst)];
    const where = make("p");
    where.append(...aboutStage(words.isAt, result.stage));
    const newer = overtaken({ edition: data.edition, on: shown(Date.now(), zone).slice(0, 10) });
    const settling = lead && !lead.date ? others.find(({ date }) => date) : null;
    const rest = others.filter((each) => each !== settling && !isFirst(each));
    const more = [
      ...answer ? dutyList(words.afterwards, [answer], urgency) : [],
      ...moved ? dutyList(filled(words.onceAt, { stage: data.stages[goesTo].name }), arrival, urgency) : [],
      ...next(found, isOver),
      ...dutyList(words.also, rest.filter((each) => !isTheirs(each)), urgency),
      ...dutyList(words.theirs, [...first, ...rest].filter(isTheirs), urgency),
    ];
    return [
      heading(isOver ? words.timeIsUp : result.ends ? words.left : lead ? turn(lead) : words.doThis),
      where,
      ...newer ? [make("p", filled(words.openAnew, { newer }), "el-note")] : [],
      ...firstOf(first),
      ...isOver ? [said(then, dates), make("h3", words.wasDue), said(lead, dates, null, true)]
        : [lead ? said(lead, dates, settling) : withoutDuty(found)],
      ...safeAsks(found.left),
      ...danger.some(({ date }) => date) ? dutyList(words.danger, danger, urgency) : [],
      ...contacts(goesTo),
      ...shortcuts(result),
      draftPart(draft, messageOf(draft, [lead, then, answer, ...others, ...arrival], dates)),
      ...more.length ? [fold(words.more, ...more)] : [],
      ...dangerButton(),
      ...ways(),
    ];
  }

  function shortcuts({ stage, ends }) {
    const listed = stageItem(stage).querySelector("[data-shortcuts]");
    return listed && !ends ? [make("h3", words.shortcuts), listed.cloneNode(true)] : [];
  }

  function ways() {
    const row = make("p", "", "el-now__ways");
    const again = link(words.again, "#what-now");
    again.className = "md-button";
    row.append(button(words.print, "", () => print()), again);
    return [row, make("p", words.address, "el-small")];
  }

  let wasDanger = inDanger();

  function show(moves) {
    const found = replied();
    const isResult = Boolean(found.found);
    part("danger").hidden = !inDanger();
    part("said").replaceChildren(...found.said.map(saidItem));
    part("said").hidden = found.said.length === 0;
    // What to do comes first, once it is known.
    (isResult ? part("result") : part("danger")).after(part("said"));
    part("form").hidden = isResult;
    part("result").hidden = !isResult;
    part("form").onsubmit = null;
    part("form").replaceChildren(...isResult ? []
      : [found.asks ? choice(found.asks) : when(found.when, found.problem)]);
    part("result").replaceChildren(...isResult ? resultParts(found.found) : []);
    root.dataset.state = isResult ? "found" : "asking";
    const isDanger = inDanger() && !wasDanger;
    wasDanger = inDanger();
    if (moves) (isDanger ? part("danger").querySelector("h2") : document.getElementById("now-title")).focus();
  }

  part("form").addEventListener("submit", (event) => event.preventDefault());
  // Links to parts of this page answer nothing.
  addEventListener("hashchange", () => {
    if (location.hash.includes("=") || ["", "#what-now"].includes(location.hash)) show(true);
  });
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  document.querySelector("[data-needs-scripts]").hidden = true;
  document.querySelector("[data-list]").open = false;
  show(false);
})();
