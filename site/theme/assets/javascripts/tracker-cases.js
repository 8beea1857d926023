// Reads the cases of the tracker, and finds, orders and counts them for a moment.
"use strict";

(() => {
  const DAY = 86_400_000;
  const FRIDAY = 4;
  // How a case stands, several at once. The last four are what somebody looks for from day to day.
  const STANDINGS = {
    open: 1, "due-soon": 2, overdue: 4, breach: 8, guide: 16, undated: 32, closed: 64, risk: 128, "due-now": 256,
    "no-record": 512, current: 1024, "since-friday": 2048, chase: 4096, "this-week": 8192,
  };

  const data = globalThis.escalationLogCases;
  const builtAt = data.built * 1000;
  // The places of the cases of which something is so.
  const so = Object.fromEntries(["risk", "safeguards", "ageing"].map((name) => [name, new Set(data[name])]));
  const is = (name, row) => so[name].has(row);
  const partnerships = new Map(data.partnerships.map((each) => [each.id, each]));

  const editionOf = (row) => data.editions[data.edition[row]];
  const policyOf = (row) => editionOf(row).policy;
  const partnershipOf = (row) => partnerships.get(policyOf(row));
  const stageOf = (row) => editionOf(row).stages[data.stage[row]];
  const stagesLeft = (row) => editionOf(row).stages.length - 1 - data.stage[row];
  const isOpen = (row) => data.state[row] === 0;
  const keyOf = ([policy, id]) => `${policy}.${id}`;

  // The duties to be done in a case, by all or by one agency; the most urgent first.
  function dutiesOf(row, agency) {
    return data.toDo[row]
      .filter(([, acting]) => agency === null || acting.includes(agency))
      .map(([duty, acting, kind, due, near, on, safe]) => ({
        ...data.kinds[kind],
        id: data.duties[duty][0],
        title: data.duties[duty][1],
        acting: acting.map((each) => data.agencies[each]),
        isDated: due != null,
        due: due * 1000,
        soon: (due - near) * 1000,
        dueOn: on ?? null,
        safeOn: safe ?? null,
        calendar: editionOf(row).name,
      }));
  }

  // What has been missed in a case, the deadlines that have passed since the page was built included.
  function missedOf(row, now) {
    const missed = [...data.missed[row]];
    let overGuide = data.overGuide[row];
    for (const [duty, , kind, due] of data.toDo[row]) {
      if (due * 1000 > builtAt && due * 1000 <= now && !data.kinds[kind].own) {
        if (data.kinds[kind].force === "guide") overGuide += 1;
        else missed.push(duty);
      }
    }
    return { missed, overGuide };
  }

  // Today by a calendar's clocks, when the last Friday before it began, and on which day this week ends: from
  // Saturday on, the next one.
  function periodOf(edition, now) {
    const { calendarOf, localTime } = globalThis.escalationLogClock;
    const { zone } = calendarOf(edition);
    const { day: today } = localTime(now, zone);
    const weekday = (today + 3) % 7;
    const friday = today - ((weekday - FRIDAY + 6) % 7) - 1;
    let since = friday * DAY;
    for (let time = 0; time < 2; time += 1) {
      const shown = localTime(since, zone);
      since += (friday - shown.day) * DAY - Date.parse(`1970-01-01T${shown.time}Z`);
    }
    return { today, friday, since, sunday: today + 6 - weekday + (weekday > FRIDAY ? 7 : 0) };
  }

  // The same for every edition, by its place.
  const periodsAt = (now) => data.editions.map(({ name }) => periodOf(name, now));

  // How a duty stands at a moment.
  function dutyStanding([, , kind, due, near, on, safe], now, { today, since, sunday }) {
    const { own, at_once: isAtOnce } = data.kinds[kind];
    const by = safe ?? on;
    let standing = by != null && by <= today ? STANDINGS.chase : 0;
    if (isAtOnce) standing |= STANDINGS.chase;
    if (due == null) return standing;
    if (due * 1000 <= now) {
      standing |= STANDINGS.chase;
      if (!own) standing |= STANDINGS.overdue | (due * 1000 >= since ? STANDINGS["since-friday"] : 0);
    } else {
      if (isAtOnce) standing |= STANDINGS["due-now"];
      else if ((due - near) * 1000 <= now) standing |= STANDINGS["due-soon"];
      if (by >= today && by <= sunday) standing |= STANDINGS["this-week"];
    }
    return standing;
  }

  function standingOf(row, now, agency, period) {
    let standing = isOpen(row) ? STANDINGS.open : STANDINGS.closed;
    let isDated = false;
    for (const duty of data.toDo[row]) {
      const [, acting, kind, due] = duty;
      if (due * 1000 <= now && due * 1000 > builtAt && !data.kinds[kind].own) {
        standing |= data.kinds[kind].force === "guide" ? STANDINGS.guide : STANDINGS.breach;
      }
      if (agency !== null && !acting.includes(agency)) continue;
      isDated ||= due != null;
      standing |= dutyStanding(duty, now, period);
    }
    if (is("risk", row)) standing |= STANDINGS.risk | STANDINGS.chase;
    if (data.missed[row].length) standing |= STANDINGS.breach;
    if (data.noRecord[row]) standing |= STANDINGS["no-record"];
    if (data.overGuide[row]) standing |= STANDINGS.guide;
    if (!isDated && isOpen(row)) standing |= STANDINGS.undated;
    if (isOpen(row) || data.toDo[row].length) standing |= STANDINGS.current;
    return standing;
  }

  const dayOf = (iso) => (iso ? Date.parse(`${iso}T00:00Z`) / DAY : null);
  const within = (day, from, to) => (from === null || day >= from) && (to === null || day <= to);

  // The test of a duty by its date, or null where no date is chosen.
  function dueTest(choice) {
    const [from, to] = [dayOf(choice.due_from), dayOf(choice.due_to)];
    return from === null && to === null ? null : ([, , , , , on]) => on != null && within(on, from, to);
  }

  // Every test that a choice puts to a case, but that of its standing.
  function testsOf(choice, agency) {
    const tests = [];
    const isDue = dueTest(choice);
    const [openedFrom, openedTo] = [dayOf(choice.opened_from), dayOf(choice.opened_to)];
    const isOwn = (acting) => agency === null || acting.includes(agency);
    if (choice.policy) tests.push((row) => policyOf(row) === choice.policy);
    if (agency !== null) tests.push((row) => data.toDo[row].some(([, acting]) => acting.includes(agency)));
    if (choice.stage) tests.push((row) => `${policyOf(row)}.${stageOf(row)[0]}` === choice.stage);
    if (choice.theme) tests.push((row) => data.themes[data.theme[row]][1] === choice.theme);
    if (openedFrom !== null || openedTo !== null) tests.push((row) => within(data.opened[row], openedFrom, openedTo));
    if (isDue) tests.push((row) => data.toDo[row].some((duty) => isOwn(duty[1]) && isDue(duty)));
    const isFound = globalThis.escalationLogSearch.testOf(choice.find);
    if (isFound) tests.push(isFound);
    return tests;
  }

  function firstDue(row, agency) {
    const first = data.toDo[row].find(([, acting, , due]) => due != null && (agency === null || acting.includes(agency)));
    return first === undefined ? Infinity : first[3];
  }

  // What is to be done at once goes before every date, and so does an immediate risk.
  function rankOf(row, standing, isDated) {
    const isAtOnce = data.toDo[row].some(([, , kind]) => data.kinds[kind].at_once);
    const first = isAtOnce ? 0 : standing & STANDINGS.risk ? 10 : 20;
    if (standing & (STANDINGS.overdue | STANDINGS["due-now"])) return first;
    if (standing & STANDINGS["due-soon"]) return first + 1;
    if (isDated) return first + 2;
    return first + (standing & STANDINGS.open ? 3 : 4);
  }

  // What cases are ordered by, two numbers each; then by reference.
  const ORDERS = {
    urgent: (row, standing, due) => [rankOf(row, standing, due < Infinity), due],
    due: (row, standing, due) => [due, 0],
    newest: (row) => [-data.opened[row], 0],
    oldest: (row) => [data.opened[row], 0],
    stage: (row, standing, due) => [(standing & STANDINGS.closed ? 1000 : 0) + stagesLeft(row), due],
    reference: () => [0, 0],
  };
  const alphabetical = new Int32Array(data.reference.length);
  [...data.reference.keys()]
    .sort((a, b) => (data.reference[a] < data.reference[b] ? -1 : 1))
    .forEach((row, place) => { alphabetical[row] = place; });

  function inOrder(rows, standings, agency, sort) {
    const keysOf = ORDERS[sort] || ORDERS.urgent;
    const first = new Float64Array(data.reference.length);
    const second = new Float64Array(data.reference.length);
    for (const row of rows) [first[row], second[row]] = keysOf(row, standings[row], firstDue(row, agency));
    // Two that are never due differ by NaN, and so by what comes next.
    return rows.sort((a, b) => first[a] - first[b] || second[a] - second[b] || alphabetical[a] - alphabetical[b]);
  }

  // The cases that fit a choice, in its order; those that fit but for their standing; and how many of these have
  // each standing. A whole reference finds its case however it stands.
  function find(choice, now) {
    const agency = choice.agency ? data.agencies.findIndex((each) => keyOf(each) === choice.agency) : null;
    const tests = testsOf(choice, agency);
    const periods = periodsAt(now);
    const isNamed = globalThis.escalationLogSearch.namesCase(choice.find);
    const wanted = choice.state === "all" || isNamed ? 0 : STANDINGS[choice.state || "current"];
    const counts = { all: 0 };
    for (const name of Object.keys(STANDINGS)) counts[name] = 0;
    const standings = [];
    const fitting = [];
    for (let row = 0; row < data.reference.length; row += 1) {
      if (!tests.every((test) => test(row))) continue;
      const standing = standingOf(row, now, agency, periods[data.edition[row]]);
      standings[row] = standing;
      counts.all += 1;
      for (const name in STANDINGS) if (standing & STANDINGS[name]) counts[name] += 1;
      fitting.push(row);
    }
    const rows = inOrder(fitting.filter((row) => !wanted || standings[row] & wanted), standings, agency, choice.sort);
    return { rows, fitting, standings, counts, agency, choice, periods, now };
  }

  // The duties of a case that a choice asks for, of one agency if it chooses one; all where none is meant.
  function dutiesAsked(row, { agency, choice, periods, now }) {
    const isDue = dueTest(choice);
    const state = STANDINGS[choice.state] || 0;
    const period = periods[data.edition[row]];
    const own = data.toDo[row].filter(([, acting]) => agency === null || acting.includes(agency));
    const asked = [...own.keys()].filter((place) => !isDue || isDue(own[place]));
    const standing = asked.filter((place) => dutyStanding(own[place], now, period) & state);
    const fitting = standing.length ? standing : asked;
    const duties = dutiesOf(row, agency);
    return fitting.length ? fitting.map((place) => duties[place]) : duties;
  }

  // Names what occurs at least twice by its number of cases, the most frequent first.
  const most = (counts) =>
    [...counts].filter(([, number]) => number > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

  // In how many of some cases each theme and each missed limit occurs.
  function repeats(rows, now) {
    const themes = new Map();
    const missed = new Map();
    const count = (counts, title) => counts.set(title, (counts.get(title) || 0) + 1);
    for (const row of rows) {
      count(themes, data.themes[data.theme[row]][1]);
      if (!data.missed[row].length && !data.toDo[row].length) continue;
      const titles = missedOf(row, now).missed.map((duty) => data.duties[duty][1]);
      for (const title of new Set(titles)) count(missed, title);
    }
    return { themes: most(themes), missed: most(missed) };
  }

  // Whether figures may not be given for the agency chosen, by its policy and its id.
  const isWithheld = (agency) => Boolean(agency) && data.unsigned.includes(agency.split(".")[0]);

  globalThis.escalationLogTracker = {
    data,
    // How many deadlines of all cases have passed since the page was built.
    passed: (now) => data.toDo.flat().filter(([, , , due]) => due * 1000 > builtAt && due * 1000 <= now).length,
    dutiesAsked, dutiesOf, editionOf, find, is, isOpen, isWithheld, missedOf, partnershipOf, periodOf, repeats, stageOf,
  };
})();
