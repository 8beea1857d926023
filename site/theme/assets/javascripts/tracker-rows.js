// Makes a row of the tracker: as data, under the headings of its spreadsheet, and by the page's markup.
"use strict";

(() => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const { data } = globalThis.escalationLogTracker;
  const { words } = data;
  // The clock may come after this script.
  const filled = (said, places) => globalThis.escalationLogClock.filled(said, places);
  const counted = (number, forms) => globalThis.escalationLogClock.counted(number, forms);

  function listed(names) {
    if (names.length < 2) return names.join("");
    return filled(words.list, { first: names.slice(0, -1).join(", "), last: names.at(-1) });
  }

  const isoDay = (day) => (day === null ? null : new Date(day * DAY).toISOString().slice(0, 10));

  // A moment as the clocks of its calendar show it, and how far these are from UTC.
  function localIso(moment, calendar) {
    const clock = globalThis.escalationLogClock;
    const { day, time, seconds } = clock.localTime(moment, clock.calendarOf(calendar).zone);
    const local = `${isoDay(day)}T${time}:${seconds}`;
    const minutes = Math.round((Date.parse(`${local}Z`) - moment) / 60_000);
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const away = Math.abs(minutes);
    return `${local}${minutes < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
  }

  // A duty as the clock wants it.
  const clocked = (duty) => ({
    due: duty.due, soon: duty.soon, dueOn: duty.dueOn, calendar: duty.calendar, unit: duty.counted_in,
    isGuide: duty.force === "guide" && !duty.own, isOwn: duty.own, state: duty.at_once ? "due-now" : "running",
  });

  const stateOf = (duty, now) => (duty.isDated ? globalThis.escalationLogClock.tell(clocked(duty), now).state : "outstanding");

  const dutyFacts = (duty, now) => ({
    id: duty.id,
    title: duty.title,
    must_act: duty.acting.map(([, id]) => id),
    state: stateOf(duty, now),
    due: duty.isDated ? localIso(duty.due, duty.calendar) : null,
    due_on: isoDay(duty.dueOn),
    force: duty.force,
    provisional: duty.provisional,
    own: duty.own,
    safe_due_on: isoDay(duty.safeOn),
  });

  const dutyShown = (row, found) => globalThis.escalationLogSearch.dutyShown(row, found);
  const dutiesOf = (row, { agency }) => globalThis.escalationLogTracker.dutiesOf(row, agency);

  // A case as it stands, with nothing about a child; its duty is the one that the page shows.
  function factsOf(row, found, shown = dutyShown(row, found)) {
    const tracker = globalThis.escalationLogTracker;
    const { now } = found;
    const edition = tracker.editionOf(row);
    const duty = shown && dutyFacts(shown, now);
    const { missed, overGuide } = tracker.missedOf(row, now);
    const raising = data.agencies[data.raising[row]];
    const receiving = data.receiving[row].map((each) => data.agencies[each]);
    return {
      reference: data.reference[row],
      partnership: tracker.partnershipOf(row).name,
      policy: edition.name,
      stage: tracker.stageOf(row)[0],
      stage_title: tracker.stageOf(row)[1],
      theme: data.themes[data.theme[row]][0],
      theme_title: data.themes[data.theme[row]][1],
      state: data.states[data.state[row]][0],
      immediate_risk: tracker.is("risk", row),
      safeguards_recorded: tracker.is("safeguards", row),
      opened_on: isoDay(data.opened[row]),
      raising_agency: raising[1],
      raising_agency_name: raising[2],
      receiving_agencies: receiving.map(([, id]) => id),
      receiving_agency_names: receiving.map(([, , name]) => name),
      duty: duty && duty.id,
      duty_title: duty && duty.title,
      duty_state: duty && duty.state,
      due: duty && duty.due,
      due_on: duty && duty.due_on,
      safe_due_on: duty && duty.safe_due_on,
      must_act: duty && duty.must_act,
      must_act_names: duty && shown.acting.map(([, , name]) => name),
      overdue: dutiesOf(row, found).filter((each) => each.isDated && !each.own && each.due <= now).length,
      breaches: missed.length,
      over_guide: overGuide,
      without_record: data.noRecord[row],
      departures: data.departures[row],
      as_of_commit: data.earlier[row] ? data.earlier[row][0] : null,
    };
  }

  const toDoOf = (row, found) => dutiesOf(row, found).map((duty) => dutyFacts(duty, found.now));

  function dayWords(day) {
    const on = new Date(day * DAY);
    return `${words.weekdays[(day + 3) % 7]} ${on.getUTCDate()} ${words.months[on.getUTCMonth()]} ${on.getUTCFullYear()}`;
  }

  // The last day in time, with the time where the deadline falls within it, as the build writes it.
  function dueWords(duty) {
    const clock = globalThis.escalationLogClock;
    const { zone } = clock.calendarOf(duty.calendar);
    const falls = clock.localTime(duty.due, zone);
    if (falls.day !== duty.dueOn) return dayWords(duty.dueOn);
    const isRepeated = [-HOUR, HOUR].some((hour) => clock.localTime(duty.due + hour, zone).time === falls.time);
    const seconds = falls.seconds === "00" ? "" : `:${falls.seconds}`;
    const places = { day: dayWords(duty.dueOn), time: falls.time + seconds, zone: falls.zoneName };
    return filled(isRepeated ? words.momentShownTwice : words.moment, places);
  }

  function fillDue(element, duty, now) {
    const time = element.querySelector("time");
    const { isOwn, isGuide, state } = clocked(duty);
    Object.assign(element.dataset, {
      due: new Date(duty.due).toISOString(), soon: new Date(duty.soon).toISOString(), calendar: duty.calendar,
      dueOn: isoDay(duty.dueOn), unit: duty.counted_in, force: isOwn ? "own" : isGuide ? "guide" : "required", state,
    });
    time.dateTime = element.dataset.due;
    time.textContent = dueWords(duty);
    if (!duty.provisional) time.nextSibling.remove();
    globalThis.escalationLogClock.show(element, now);
  }

  // How much else is late than what is shown.
  function moreWords({ overdue, duty_state: state }, isOwn) {
    if (state !== "overdue" || isOwn) return overdue && filled(words.late, { number: overdue });
    return overdue > 1 && filled(words.moreLate, { number: overdue - 1 });
  }

  // What of a case fits and does not stand in its row otherwise.
  function matchedWords(row, duty, { choice, now }) {
    const matched = globalThis.escalationLogSearch.matchedIn(row, duty, choice.find);
    const say = (part, name) => matched.push(filled(words.parts[part], { name }));
    if (choice.state === "breach") {
      for (const missed of globalThis.escalationLogTracker.missedOf(row, now).missed) say("missed", data.duties[missed][1]);
    }
    if (choice.opened_from || choice.opened_to || ["newest", "oldest"].includes(choice.sort)) say("opened", dayWords(data.opened[row]));
    return matched.join(". ");
  }

  // Make a row by the markup that the build gives for one, leaving out what a case has not.
  function rowOf(row, found) {
    const { now } = found;
    const duty = dutyShown(row, found);
    const facts = factsOf(row, found, duty);
    const made = document.getElementById("tracker-row").content.firstElementChild.cloneNode(true);
    const slots = {};
    for (const slot of made.querySelectorAll("[data-slot]")) slots[slot.dataset.slot] = slot;
    const fill = (name, said) => (said ? slots[name].replaceChildren(said) : slots[name].remove());
    // What is the same for every case stands in the markup.
    const keep = (name, isSaid) => isSaid || slots[name].remove();
    const tracker = globalThis.escalationLogTracker;
    const { reference } = facts;
    slots.reference.textContent = reference;
    slots.reference.href = `cases/${reference.split("-")[1]}/${reference}.html`;
    if (slots.area) {
      slots.area.textContent = tracker.partnershipOf(row).area;
      slots.area.href = tracker.editionOf(row).address;
    }
    fill("earlier", data.earlier[row] && data.earlier[row][1]);
    if (slots.change) {
      const [said, href] = data.changes[row] || [];
      fill("change", said);
      if (href) slots.change.href = href;
    }
    fill("stage", facts.stage_title);
    fill("theme", facts.theme_title);
    fill("duty", facts.duty_title);
    keep("at-once", duty && duty.at_once && !duty.isDated);
    keep("undated", duty && !duty.isDated && !duty.at_once);
    keep("nothing", !duty);
    fill("safe", duty && duty.safeOn !== null && filled(words.safe, { day: dayWords(duty.safeOn) }));
    fill("more", moreWords(facts, duty && duty.own));
    fill("matched", matchedWords(row, duty, found));
    keep("risk", facts.immediate_risk);
    if (duty) fill("acting", listed(facts.must_act_names));
    fill("closed", !tracker.isOpen(row) && data.states[data.state[row]][1]);
    fill("breaches", facts.breaches && counted(facts.breaches, words.breaches));
    fill("guide", facts.over_guide && filled(words.overGuide, { number: facts.over_guide }));
    fill("no-record", facts.without_record && counted(facts.without_record, words.noRecord));
    keep("ageing", tracker.is("ageing", row) && !(duty && duty.own && facts.duty_state === "overdue"));
    made.toggleAttribute("data-nothing", !duty);
    if (duty && duty.isDated) fillDue(made.querySelector(".el-when"), duty, now);
    else {
      made.querySelector(".el-when").remove();
      delete made.dataset.state;
      if (duty && duty.at_once) made.dataset.look = "at-once";
      else delete made.dataset.look;
    }
    return made;
  }

  globalThis.escalationLogRow = { dayWords, factsOf, rowOf, toDoOf };
})();
