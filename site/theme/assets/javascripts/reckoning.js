// Counts a deadline as the log does, and says why in the same words. It knows nothing of the page, the clock or the
// network: what it needs is given, or stands in the data that the site's build made.
//
//   ElReckoning.deadline({ edition, duty, urgency, from, protectBy })
//   ElReckoning.deadline({ calendar, limit, from, counting, cutOff, dayEnds, protectBy })
//   ElReckoning.overtaken({ edition, on })
//
// `from` and `protectBy` are "2026-03-02", "2026-03-02 10:15" or "2026-10-25 01:30+01:00", by the clocks of the
// policy's zone where no offset is given. `limit` is so many of a unit: { working_days: 5 }, { calendar_days: 2 },
// { months: 1 }, { hours: 48 }; no working days mean the same one. A date of calendar days or months goes where `rolls`
// says, if it is no working day. { at_once: true } is the day itself, and of { sooner_of: [LIMIT, ...] }, each with its
// `words`, the earliest governs. Days off are as known on `knownOn`, by default the day of the build.
//
// It gives { due, dueOn, originalDueOn, provisional, governedBy, byTheHour, fallsOnTheDay, mornings, until, lateFrom,
// from, steps }. `due` is the first moment that is late, `dueOn` the last day in time; both are null where the policy
// sets no time. `byTheHour` says that the limit which governs is in clock hours.
// `mornings` are nine o'clock of the working day before that day, and of the day itself. Each of the steps is
// { kind, words }, a line of the receipt; `from` and `lateFrom` are moments in words, and `until` says the last one that
// is in time. All words stand in the data, with places in braces that are filled here.
// Where there is no answer it gives { problem: { field, code, words } }, whose code is "unreadable", "skipped" or
// "repeated" (a time that the clocks never show, or twice), "too-early", "too-late", "before-start" or "unknown".
"use strict";

(() => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const MORNING = 9; // o'clock
  const { words } = globalThis.escalationLogReckoning;
  const STAMP = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?: ?(Z|[+-]\d\d:\d\d))?)?$/;

  class NoAnswer extends Error {
    constructor(code, said, field = "from") {
      super(said);
      this.problem = { field, code, words: said };
    }
  }

  // Put numbers and dates at the places in braces.
  const filled = (said, places) => said.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  const counted = (number, [one, several]) => filled(number === 1 ? one : several, { number });
  const two = (number) => String(number).padStart(2, "0");

  // Days are numbered from Thursday, 1 January 1970, whatever the zone.
  const dayOf = (iso) => Date.parse(`${iso}T00:00Z`) / DAY;
  const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const weekday = (day) => (((day + 3) % 7) + 7) % 7;
  const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

  function dayWords(day) {
    const date = new Date(day * DAY);
    return `${words.weekdays[weekday(day)]} ${date.getUTCDate()} ${words.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  // Clocks: moments are instants in milliseconds; `wall` is what the clocks of a zone show, numbered as if it were UTC.

  const clocks = new Map();

  function clockOf(zone) {
    if (!clocks.has(zone)) {
      clocks.set(zone, new Intl.DateTimeFormat("en-GB-u-ca-iso8601", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
        minute: "2-digit", second: "2-digit", timeZoneName: "short",
      }));
    }
    return clocks.get(zone);
  }

  function shownAt(at, zone) {
    const parts = {};
    for (const { type, value } of clockOf(zone).formatToParts(at)) parts[type] = value;
    const { year, month, day, hour, minute, second, timeZoneName } = parts;
    return { wall: Date.UTC(year, month - 1, day, hour, minute, second), zoneName: timeZoneName };
  }

  // The instants at which the clocks show a time: one, two where they go back, none where they go forward; and the one
  // that counts: the first of two, or for none the time moved forward by as much as they skip.
  function placed(wall, zone) {
    const offsets = [-DAY, DAY].map((far) => shownAt(wall + far, zone).wall - (wall + far));
    const found = [...new Set(offsets)].map((offset) => wall - offset);
    const shown = found.filter((at) => shownAt(at, zone).wall === wall);
    return { shown, at: shown.length ? Math.min(...shown) : wall - offsets[0] };
  }

  function momentAt(at, zone) {
    const { wall, zoneName } = shownAt(at, zone);
    return { at, wall, zone, zoneName, day: Math.floor(wall / DAY), isDateAlone: false };
  }

  const localMoment = (wall, zone) => momentAt(placed(wall, zone).at, zone);

  function momentWords(moment) {
    const day = dayWords(moment.day);
    if (moment.isDateAlone) return day;
    const [hours, minutes, seconds] = new Date(moment.wall).toISOString().slice(11, 19).split(":");
    const time = `${hours}:${minutes}${seconds === "00" ? "" : ":" + seconds}`;
    const isShownTwice = placed(moment.wall, moment.zone).shown.length > 1;
    return filled(isShownTwice ? words.momentShownTwice : words.moment, { day, time, zone: moment.zoneName });
  }

  function isoMoment({ at, wall }) {
    const minutes = Math.abs(wall - at) / MINUTE;
    const offset = `${wall < at ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    return new Date(wall).toISOString().slice(0, 19) + offset;
  }

  const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

  // Read a date, or a date and a time; a time that the clocks skip, or show twice, is refused and not guessed.
  function momentOf(text, zone, field) {
    const [, date, hours, minutes, seconds = "00", offset] = STAMP.exec(text ?? "") ?? [];
    const day = date ? dayOf(date) : NaN;
    if (Number.isNaN(day) || isoOf(day) !== date || hours > 23 || minutes > 59 || seconds > 59) {
      throw new NoAnswer("unreadable", words.unreadable, field);
    }
    if (hours === undefined) return { ...localMoment(day * DAY, zone), day, isDateAlone: true };
    const wall = day * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;
    if (offset) {
      const ahead = offset === "Z" ? 0 : minutesOf(offset.slice(1)) * MINUTE;
      return momentAt(offset[0] === "-" ? wall + ahead : wall - ahead, zone);
    }
    const { shown, at } = placed(wall, zone);
    if (shown.length === 0) throw new NoAnswer("skipped", words.skipped, field);
    if (shown.length > 1) throw new NoAnswer("repeated", words.repeated, field);
    return momentAt(at, zone);
  }

  const lastDayBefore = (moment) => momentAt(moment.at - 1, moment.zone).day;

  // Calendars: the days off as known after so many announcements and withdrawals.

  class Known {
    constructor({ first, published, last, id, off, foreseen, late, closures }, changes) {
      Object.assign(this, { first, published, last, id, names: new Map(), worked: new Set(), foreseen: new Map() });
      const announced = new Set(changes.filter((each) => !each.isWithdrawal).map(({ entry }) => entry));
      const withdrawn = new Set(changes.filter((each) => each.isWithdrawal).map(({ entry }) => entry));
      for (const closure of closures) {
        if (closure.announced !== null && !announced.has(closure)) continue;
        for (let { day } = closure; day <= closure.end; day += 1) this.names.set(day, closure.name);
      }
      for (const { day, name } of off) this.names.set(day, name);
      for (const entry of late) {
        if (withdrawn.has(entry)) this.worked.add(entry.day);
        else if (entry.announced === null || announced.has(entry)) this.names.set(entry.day, entry.name);
      }
      for (const { day, name } of foreseen) this.foreseen.set(day, name);
    }

    require(day) {
      if (day < this.first) {
        throw new NoAnswer("too-early", filled(words.early, { calendar: this.id, year: yearOf(this.first) }));
      }
      if (day > this.last) {
        throw new NoAnswer("too-late", filled(words.tooLate, { year: yearOf(this.last) }));
      }
    }

    // What keeps a day from being worked; null for a working day.
    because(day) {
      this.require(day);
      if (weekday(day) > 4) return words.weekdays[weekday(day)];
      if (this.names.has(day)) return this.names.get(day);
      return this.worked.has(day) ? null : this.foreseen.get(day) ?? null;
    }

    isForeseen(day) {
      return day > this.published && weekday(day) <= 4;
    }
  }

  const spread = (groups) =>
    groups.flatMap(([name, days]) => days.split(" ").map((iso) => ({ day: dayOf(iso), name })));
  const dayOrNull = (iso) => (iso === null ? null : dayOf(iso));

  function historyOf(raw, id, closures) {
    const calendar = {
      id,
      first: dayOf(`${raw.first}-01-01`),
      published: dayOf(`${raw.published}-12-31`),
      last: dayOf(`${raw.last}-12-31`),
      off: spread(raw.off),
      foreseen: spread(raw.foreseen),
      late: raw.late.map(([on, name, announced, withdrawn]) => ({
        day: dayOf(on), end: dayOf(on), name, announced: dayOrNull(announced), withdrawn: dayOrNull(withdrawn),
      })),
      closures: closures.map(([first, last, name, announced]) => ({
        day: dayOf(first), end: dayOf(last), name, announced: dayOrNull(announced), withdrawn: null,
      })),
    };
    const entries = [...calendar.late, ...calendar.closures];
    const changes = [
      ...entries.filter((entry) => entry.announced !== null)
        .map((entry) => ({ on: entry.announced, entry, isWithdrawal: false })),
      ...entries.filter((entry) => entry.withdrawn !== null)
        .map((entry) => ({ on: entry.withdrawn, entry, isWithdrawal: true })),
    ];
    // Of one date withdrawals come first, so that a moved holiday nets out.
    changes.sort((one, other) =>
      one.on - other.on || other.isWithdrawal - one.isWithdrawal || one.entry.day - other.entry.day);
    const states = new Map();
    const after = (number) => {
      if (!states.has(number)) states.set(number, new Known(calendar, changes.slice(0, number)));
      return states.get(number);
    };
    const numberOn = (day) => changes.filter((change) => change.on <= day).length;
    return { changes, after, numberOn, knownOn: (day) => after(numberOn(day)) };
  }

  const histories = new WeakMap();

  function historyFor(raw, id, closures) {
    const byClosures = histories.get(raw) ?? new Map();
    histories.set(raw, byClosures);
    const key = JSON.stringify(closures);
    if (!byClosures.has(key)) byClosures.set(key, historyOf(raw, id, closures));
    return byClosures.get(key);
  }

  // Counting: each day from the trigger, with its part in the count.

  const dayStep = (known, day, kind, more) => ({ day, kind, isForeseen: known.isForeseen(day), ...more });

  function passedOver(known, from) {
    const days = [];
    let day = from;
    for (let name = known.because(day); name !== null; name = known.because(day)) {
      days.push(dayStep(known, day, "skipped", { name }));
      day += 1;
    }
    return { days, day };
  }

  // What makes a trigger too late on its own day, if that is worked: an hour at or before it.
  function tooLate({ minutes, cutOff }, dayEnds = null) {
    const isPast = (hour) => hour !== null && minutes !== null && minutes >= minutesOf(hour);
    if (isPast(cutOff)) return filled(words.cutOff, { cutOff });
    return isPast(dayEnds) ? filled(words.dayIsOver, { dayEnds }) : null;
  }

  function moved(known, { day }, rolls, late) {
    const name = known.because(day);
    const because = name === null ? late : rolls ? name : null;
    if (because === null) return { days: [], day };
    const passed = passedOver(known, day + 1);
    return { days: [dayStep(known, day, "moved", { name: because }), ...passed.days], day: passed.day };
  }

  function fromTrigger(known, start, { counting, dayEnds }) {
    const rolls = counting !== "day-after-trigger";
    const isFirst = counting === "trigger-day-counts";
    const { days, day } = moved(known, start, rolls, tooLate(start, isFirst ? dayEnds : null));
    // Where nothing could move the trigger, it makes no difference whether its day is a holiday.
    const matters = rolls || (start.cutOff !== null && start.minutes !== null);
    const isForeseen = matters && known.isForeseen(day);
    const step = isFirst
      ? { day, kind: "counted", number: 1, isForeseen }
      : { day, kind: "day-zero", name: known.because(day), isForeseen };
    return { days: [...days, step], number: isFirst ? 1 : 0 };
  }

  function sameWorkingDay(known, start, dayEnds) {
    const { days, day } = moved(known, start, true, tooLate(start, dayEnds));
    return [...days, dayStep(known, day, "day-zero", { name: known.because(day) })];
  }

  // The same day of a later month, or that month's last day.
  function monthsLater(day, months) {
    const date = new Date(day * DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY;
  }

  // Calendar days and months take every day, and then roll off one that is not a working day, if they are to.
  function everyDay(known, { calendar_days: amount = 0, months, rolls }, { day: start }) {
    known.require(start);
    const days = [{ day: start, kind: "day-zero", name: null, isForeseen: false }];
    for (let number = 1; number <= amount; number += 1) {
      known.require(start + number);
      days.push({ day: start + number, kind: "counted", number, isForeseen: false });
    }
    if (months) {
      const day = monthsLater(start, months);
      known.require(day);
      days.push({ day, kind: "later", number: months, isForeseen: false });
    }
    return rolls ? [...days, ...rolled(known, days.at(-1).day, rolls)] : days;
  }

  function rolled(known, from, rolls) {
    const step = rolls === "next-working-day" ? 1 : -1;
    const days = [];
    let day = from;
    for (let name = known.because(day); name !== null; name = known.because(day)) {
      days.push(dayStep(known, day, "rolled", { name }));
      day += step;
    }
    return [...days, dayStep(known, day, "rolled-to")];
  }

  function countedDays(known, limit, start, rules) {
    if (limit.working_days === undefined) return everyDay(known, limit, start);
    if (limit.working_days === 0) return sameWorkingDay(known, start, rules.dayEnds);
    const { days, number: from } = fromTrigger(known, start, rules);
    let { day } = days.at(-1);
    let number = from;
    while (number < limit.working_days) {
      day += 1;
      const name = known.because(day);
      if (name === null) number += 1;
      days.push(dayStep(known, day, name === null ? "counted" : "skipped", name === null ? { number } : { name }));
    }
    return days;
  }

  // Count with what was known on the day of the start, then with each later state of knowledge: the latest deadline
  // governs, for what was announced too late never makes it sooner. A change concerns the days that a count went over.
  function governingCount(history, knownOn, start, count) {
    const atFirst = Math.min(start.day, knownOn);
    const endOf = (days) => days.at(-1).day;
    let days = count(history.knownOn(atFirst));
    const governing = { days, knownOn: atFirst, originalDueOn: endOf(days), moves: [] };
    const later = history.changes.slice(history.numberOn(atFirst), history.numberOn(knownOn));
    for (const on of new Set(later.map((change) => change.on))) {
      const changes = later.filter((change) => change.on === on);
      let dueOn = endOf(governing.days);
      const over = governing.days.map(({ day }) => day);
      const [first, last] = [Math.min(...over), Math.max(...over)];
      if (!changes.some(({ entry }) => entry.day <= last && first <= entry.end)) continue;
      days = count(history.knownOn(on));
      if (endOf(days) <= dueOn) continue;
      for (const change of changes) {
        const next = endOf(count(history.after(history.changes.indexOf(change) + 1)));
        if (next <= dueOn) continue;
        governing.moves.push({ change, from: dueOn, to: next });
        dueOn = next;
      }
      Object.assign(governing, { days, knownOn: on });
    }
    return governing;
  }

  // Words: those of the log's receipts.

  function countedDayWords({ day, kind, number, name, isForeseen }) {
    if (kind === "later") return filled(words.monthsLater[number === 1 ? 0 : 1], { on: dayWords(day), number });
    const [published, foreseen] = words.days[kind === "day-zero" && name ? "day-zero-named" : kind];
    return filled(isForeseen ? foreseen : published, { on: dayWords(day), number, name });
  }

  function countingWords(limit, rules, knownOn) {
    return limit.working_days === undefined ? everyDayWords(rules, knownOn) : workingDaysWords(rules, knownOn);
  }

  function everyDayWords({ dayEnds, calendarId }, knownOn) {
    return filled(words.everyDay, { dayEnds, calendar: calendarId, known_on: dayWords(knownOn) });
  }

  function workingDaysWords({ counting, cutOff, dayEnds, calendarId }, knownOn) {
    const [withoutCutOff, withCutOff] = words.counting;
    return filled(cutOff === null ? withoutCutOff : withCutOff, {
      counting, meaning: words.countings[counting], cutOff, dayEnds, calendar: calendarId, known_on: dayWords(knownOn),
    });
  }

  function moveWords({ change: { on, entry, isWithdrawal }, from, to }) {
    return filled(isWithdrawal ? words.withdrawn : words.announced, {
      original_due_on: dayWords(from), name: entry.name, day: dayWords(entry.day), announced: dayWords(on), due_on: dayWords(to),
    });
  }

  function byDays(limit, trigger, rules) {
    const minutes = trigger.isDateAlone ? null : Math.floor((trigger.wall - trigger.day * DAY) / MINUTE);
    const start = { day: trigger.day, minutes, cutOff: rules.cutOff };
    const count = (known) => countedDays(known, limit, start, rules);
    const { days, knownOn, originalDueOn, moves } = governingCount(rules.history, rules.knownOn, start, count);
    const isProvisional = days.some((day) => day.isForeseen);
    const steps = [
      { kind: "counting", words: countingWords(limit, rules, knownOn) },
      ...days.map((day) => ({ kind: day.kind, words: countedDayWords(day) })),
      ...moves.map((move) => ({ kind: "announcement", words: moveWords(move) })),
    ];
    if (isProvisional) {
      steps.push({ kind: "provisional", words: filled(words.provisional, { year: rules.published }) });
    }
    const dueOn = days.at(-1).day;
    return { due: endOfDay(dueOn, rules), dueOn, originalDueOn, isProvisional, moves, steps };
  }

  function endOfDay(day, { dayEnds, zone }) {
    return localMoment(day * DAY + minutesOf(dayEnds) * MINUTE, zone);
  }

  // Clock hours run on through the change of the clocks, which neither adds nor takes any.
  function byHours(hours, trigger, { zone }) {
    const start = trigger.isDateAlone ? localMoment((trigger.day + 1) * DAY, zone) : trigger;
    const due = momentAt(start.at + hours * HOUR, zone);
    const change = (due.wall - due.at - (start.wall - start.at)) / MINUTE;
    const said = change > 0 ? words.hoursForward : change < 0 ? words.hoursBack : words.hours;
    const step = filled(said, {
      hours: counted(hours, words.hourCounts), start: momentWords(start), due: momentWords(due),
      minutes: counted(Math.abs(change), words.minuteCounts),
    });
    const dueOn = lastDayBefore(due);
    return {
      due, dueOn, originalDueOn: dueOn, isProvisional: false, byTheHour: true, steps: [{ kind: "hours", words: step }],
    };
  }

  // At once is the day itself, to its midnight.
  function onTheDay({ day }, { zone }) {
    const step = { kind: "on-the-day", words: filled(words.onTheDay, { on: dayWords(day) }) };
    const due = localMoment((day + 1) * DAY, zone);
    return { due, dueOn: day, originalDueOn: day, isProvisional: false, steps: [step] };
  }

  // The earliest of several limits governs; the others are told after it, and what moved the one that was first, as far
  // as it moved the earliest.
  function soonestOf(limits, trigger, rules) {
    const terms = limits.map((limit) => ({ ...termOf(limit, trigger, rules), words: limit.words }));
    const term = terms.reduce((first, each) => (each.due.at < first.due.at ? each : first));
    const atFirst = terms.reduce((first, each) => (each.originalDueOn < first.originalDueOn ? each : first));
    const moved = atFirst.originalDueOn < term.originalDueOn ? atFirst.moves ?? [] : [];
    const moves = moved.filter(({ from }) => from < term.dueOn).map((move) => ({
      kind: "announcement",
      words: moveWords({ ...move, to: Math.min(move.to, term.dueOn) }),
    }));
    const others = terms.filter((each) => each !== term).map((each) => ({
      kind: "also-allowed",
      words: filled(words.alsoAllowed, { limit: each.words, due_on: dayWords(each.dueOn) }),
    }));
    return { ...term, originalDueOn: atFirst.originalDueOn, steps: [...term.steps, ...moves, ...others] };
  }

  function termOf(limit, trigger, rules) {
    if (limit.sooner_of) return soonestOf(limit.sooner_of, trigger, rules);
    if (limit.at_once) return onTheDay(trigger, rules);
    return limit.hours === undefined ? byDays(limit, trigger, rules) : byHours(limit.hours, trigger, rules);
  }

  // The earlier of the limit and the protective timescale governs.
  function shortened(protectBy, byLimit, trigger, rules) {
    const by = momentOf(protectBy, rules.zone, "protectBy");
    const due = by.isDateAlone ? endOfDay(by.day, rules) : by;
    const dueOn = by.isDateAlone ? by.day : lastDayBefore(due);
    if (trigger.isDateAlone ? trigger.day > dueOn : trigger.at >= due.at) {
      throw new NoAnswer("before-start", words.beforeStart, "protectBy");
    }
    const governs = byLimit === null || due.at < byLimit.due.at;
    const said = governs ? words.protectiveGoverns : words.limitGoverns;
    const step = { kind: "protective", words: filled(said, { protect_by: momentWords(by) }) };
    return {
      due: governs ? due : byLimit.due,
      dueOn: governs ? dueOn : byLimit.dueOn,
      originalDueOn: byLimit?.originalDueOn ?? dueOn,
      isProvisional: byLimit?.isProvisional ?? false,
      byTheHour: byLimit?.byTheHour,
      governedBy: governs ? "protective-timescale" : "limit",
      steps: [...byLimit?.steps ?? [], step],
    };
  }

  // The working day before a day, or the day before where the calendar does not tell.
  function workingDayBefore(day, { history, knownOn }) {
    const known = history.knownOn(knownOn);
    let before = day - 1;
    try {
      while (known.because(before) !== null) before -= 1;
    } catch {
      return day - 1;
    }
    return before;
  }

  function morningsOf(day, rules) {
    return [workingDayBefore(day, rules), day].map((each) =>
      isoMoment(localMoment(each * DAY + MORNING * HOUR, rules.zone)));
  }

  function leadOf({ rule, starts }, from) {
    const [said, withStart] = words.countedFrom;
    const lead = [{ kind: "counted-from", words: filled(starts ? withStart : said, { from, starts }) }];
    return rule ? [...lead, { kind: "rule", words: rule }] : lead;
  }

  function answerOf(term, lead, from, rules) {
    const { due, dueOn, originalDueOn, isProvisional, governedBy = "limit", byTheHour = false, steps } = term;
    const fallsOnTheDay = due.day === dueOn;
    const until = fallsOnTheDay
      ? filled(words.before, { moment: momentWords(due) })
      : filled(words.byTheEnd, { day: dayWords(dueOn) });
    const said = filled(words.due, {
      due_on: dayWords(dueOn), due: momentWords(due), governs: words.governs[governedBy],
    });
    return {
      due: isoMoment(due),
      dueOn: isoOf(dueOn),
      originalDueOn: isoOf(originalDueOn),
      provisional: isProvisional,
      governedBy,
      byTheHour,
      fallsOnTheDay,
      mornings: morningsOf(dueOn, rules),
      until,
      lateFrom: momentWords(due),
      from,
      steps: [...lead, ...steps, { kind: "due", words: said }],
    };
  }

  // A duty's rules, from the data of the build; of one with tiers of urgency, those of the one given.
  function rulesOfDuty({ edition: name, duty: id, urgency = "" }, data) {
    const edition = data.editions[name];
    const duty = edition?.duties.find((each) => each.id === id);
    const tier = duty?.tiers.find((each) => each.urgency === urgency);
    if (!tier) throw new NoAnswer("unknown", words.unknownDuty, "duty");
    return { ...edition, limit: tier.limit, rule: tier.rule, without: tier.without, starts: duty.starts };
  }

  function rulesOf(question, data) {
    const given = question.edition ? rulesOfDuty(question, data) : question;
    const raw = data.calendars[given.calendar];
    if (!raw) throw new NoAnswer("unknown", words.unknownCalendar, "calendar");
    const { counting = "day-after-trigger", cutOff = null, dayEnds = "24:00", zone = data.zone } = given;
    const { limit = null, rule, without, starts = "", closures = [] } = given;
    return {
      limit, rule, without, starts, counting, cutOff, dayEnds, zone,
      calendarId: given.calendar,
      published: raw.published,
      history: historyFor(raw, given.calendar, closures),
      knownOn: dayOf(question.knownOn ?? data.builtOn),
    };
  }

  function deadline(question) {
    const data = question.data ?? globalThis.escalationLogReckoning;
    try {
      const rules = rulesOf(question, data);
      const trigger = momentOf(question.from, rules.zone, "from");
      const from = momentWords(trigger);
      const lead = leadOf(rules, from);
      const { limit } = rules;
      const byLimit = limit && termOf(limit, trigger, rules);
      if (question.protectBy) return answerOf(shortened(question.protectBy, byLimit, trigger, rules), lead, from, rules);
      if (byLimit) return answerOf(byLimit, lead, from, rules);
      const steps = [...lead, { kind: "no-number", words: rules.without }];
      return { due: null, dueOn: null, originalDueOn: null, provisional: false, governedBy: null, from, steps };
    } catch (error) {
      if (error instanceof NoAnswer) return { problem: error.problem };
      throw error;
    }
  }

  // What the clocks of a zone show at an instant, as `from` is written, with its offset in an hour that comes twice.
  function shown(at, zone) {
    const moment = momentAt(Math.floor(at / MINUTE) * MINUTE, zone);
    const iso = isoMoment(moment);
    return placed(moment.wall, zone).shown.length > 1 ? iso.slice(0, 16) + iso.slice(19) : iso.slice(0, 16);
  }

  // The two instants of a time that the clocks show twice, each as an offset and in words.
  function readings(text, zone) {
    const wall = Date.parse(`${text.replace(" ", "T")}Z`);
    return placed(wall, zone).shown.sort((one, other) => one - other).map((at) => {
      const moment = momentAt(at, zone);
      return { offset: isoMoment(moment).slice(19), words: momentWords(moment) };
    });
  }

  // Why an edition is not the one to count by on a day, where it is not; `on` is a date.
  function overtaken({ edition: name, on }, { editions } = globalThis.escalationLogReckoning) {
    const { inForceFrom } = editions[name];
    if (on < inForceFrom) return filled(words.notYet, { day: dayWords(dayOf(inForceFrom)) });
    const [policy] = name.split("@");
    const newer = Object.keys(editions)
      .filter((each) => each.startsWith(`${policy}@`))
      .map((each) => editions[each].inForceFrom)
      .filter((from) => inForceFrom < from && from <= on);
    return newer.length ? filled(words.newer, { day: dayWords(dayOf(newer.sort().at(-1))) }) : "";
  }

  globalThis.ElReckoning = { counted, deadline, filled, shown, readings, overtaken };
})();
