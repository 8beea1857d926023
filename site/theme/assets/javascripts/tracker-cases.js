// Reads the cases of the tracker, and finds, orders and counts them for a moment.
"use strict";

(() => {
  const DAY = 86_400_000;
  // How a case stands, several at once.
  const STANDINGS = {
    open: 1, "due-soon": 2, overdue: 4, breach: 8, guide: 16, undated: 32, closed: 64, risk: 128, "due-now": 256,
    "no-record": 512,
  };
  // What the kind of a duty adds up, beside the place of its unit.
  const UNIT = 3;
  const GUIDE = 4;
  const PROVISIONAL = 8;
  const ADVICE = 16;
  const AT_ONCE = 32;
  const OWN = 64;

  const data = globalThis.escalationLogCases;
  const builtAt = data.built * 1000;
  const partnerships = new Map(data.partnerships.map((each) => [each.id, each]));

  const policyOf = (row) => data.editions[data.edition[row]].policy;
  const partnershipOf = (row) => partnerships.get(policyOf(row));
  const stageOf = (row) => data.editions[data.edition[row]].stages[data.stage[row]];
  const stagesLeft = (row) => data.editions[data.edition[row]].stages.length - 1 - data.stage[row];
  const agencyName = (agency) => {
    const [policy, id] = data.agencies[agency];
    return partnerships.get(policy).agencies[id] || id;
  };
  const agencyKey = (agency) => data.agencies[agency].join(".");
  const agencyOf = (key) => data.agencies.findIndex((each) => each.join(".") === key);

  // The duties to be done in a case, by all or by one agency; the most urgent first.
  function dutiesOf(row, agency) {
    return data.toDo[row]
      .map((each, place) => [data.safe[row][place], ...each])
      .filter(([, , acting]) => agency === null || acting.includes(agency))
      .map(([safe, duty, acting, kind, due, near, on]) => ({
        title: data.duties[duty],
        acting,
        isAdvice: Boolean(kind & ADVICE),
        isAtOnce: Boolean(kind & AT_ONCE),
        isGuide: Boolean(kind & GUIDE) && !(kind & OWN),
        isOwn: Boolean(kind & OWN),
        isProvisional: Boolean(kind & PROVISIONAL),
        isDated: due !== undefined,
        due: due * 1000,
        soon: (due - near) * 1000,
        dueOn: on,
        safeOn: safe || null,
        unit: data.units[kind & UNIT],
        calendar: data.editions[data.edition[row]].name,
        state: kind & AT_ONCE ? "due-now" : "running",
      }));
  }

  // What has been missed in a case, the deadlines that have passed since the page was built included.
  function missedOf(row, now) {
    const missed = [...data.missed[row]];
    let overGuide = data.overGuide[row];
    for (const [duty, , kind, due] of data.toDo[row]) {
      if (due * 1000 > builtAt && due * 1000 <= now && !(kind & OWN)) {
        if (kind & GUIDE) overGuide += 1;
        else missed.push(duty);
      }
    }
    return { missed, overGuide };
  }

  function standingOf(row, now, agency) {
    let standing = data.state[row] === 0 ? STANDINGS.open : STANDINGS.closed;
    let isDated = false;
    for (const [, acting, kind, due, near] of data.toDo[row]) {
      const hasPassed = due * 1000 <= now;
      const isOwn = kind & OWN;
      if (hasPassed && due * 1000 > builtAt && !isOwn) standing |= kind & GUIDE ? STANDINGS.guide : STANDINGS.breach;
      if (due === undefined || (agency !== null && !acting.includes(agency))) continue;
      isDated = true;
      if (hasPassed) standing |= isOwn ? 0 : STANDINGS.overdue;
      else if (kind & AT_ONCE) standing |= STANDINGS["due-now"];
      else if ((due - near) * 1000 <= now) standing |= STANDINGS["due-soon"];
    }
    if (data.isAtRisk[row]) standing |= STANDINGS.risk;
    if (data.missed[row].length) standing |= STANDINGS.breach;
    if (data.noRecord[row]) standing |= STANDINGS["no-record"];
    if (data.overGuide[row]) standing |= STANDINGS.guide;
    if (!isDated && data.state[row] === 0) standing |= STANDINGS.undated;
    return standing;
  }

  const texts = [];

  // The words of a case that a search looks through.
  function textOf(row) {
    if (texts[row] === undefined) {
      const agencies = new Set([data.raising[row], ...data.receiving[row]]);
      for (const [, acting] of data.toDo[row]) acting.forEach((each) => agencies.add(each));
      texts[row] = [
        data.reference[row], stageOf(row)[1], data.themes[data.theme[row]], partnershipOf(row).name,
        data.states[data.state[row]], ...[...agencies].map(agencyName), ...data.toDo[row].map(([duty]) => data.duties[duty]),
      ].join("\n").toLowerCase();
    }
    return texts[row];
  }

  const dayOf = (iso) => (iso ? Date.parse(`${iso}T00:00Z`) / DAY : null);
  const within = (day, from, to) => (from === null || day >= from) && (to === null || day <= to);

  // Every test that a choice puts to a case, but that of its standing.
  function testsOf(choice, agency) {
    const tests = [];
    const theme = data.themes.indexOf(choice.theme);
    const [dueFrom, dueTo] = [dayOf(choice.due_from), dayOf(choice.due_to)];
    const [openedFrom, openedTo] = [dayOf(choice.opened_from), dayOf(choice.opened_to)];
    const words = choice.find.toLowerCase().split(/\s+/).filter(Boolean);
    const isOwn = (acting) => agency === null || acting.includes(agency);
    if (choice.policy) tests.push((row) => policyOf(row) === choice.policy);
    if (agency !== null) tests.push((row) => data.toDo[row].some(([, acting]) => acting.includes(agency)));
    if (choice.stage) tests.push((row) => `${policyOf(row)}.${stageOf(row)[0]}` === choice.stage);
    if (choice.theme) tests.push((row) => data.theme[row] === theme);
    if (openedFrom !== null || openedTo !== null) tests.push((row) => within(data.opened[row], openedFrom, openedTo));
    if (dueFrom !== null || dueTo !== null) {
      tests.push((row) => data.toDo[row].some(
        ([, acting, , , , on]) => on !== undefined && isOwn(acting) && within(on, dueFrom, dueTo),
      ));
    }
    if (words.length) tests.push((row) => words.every((word) => textOf(row).includes(word)));
    return tests;
  }

  function firstDue(row, agency) {
    const first = data.toDo[row].find(
      ([, acting, , due]) => due !== undefined && (agency === null || acting.includes(agency)),
    );
    return first === undefined ? Infinity : first[3];
  }

  // What is to be done at once goes before every date, and so does an immediate risk.
  function rankOf(row, standing, isDated) {
    const isAtOnce = data.toDo[row].some(([, , kind]) => kind & AT_ONCE);
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

  // The cases that fit a choice, in its order, and how many of each standing fit the rest of it.
  function find(choice, now) {
    const agency = choice.agency ? agencyOf(choice.agency) : null;
    const tests = testsOf(choice, agency);
    const counts = { all: 0 };
    for (const name of Object.keys(STANDINGS)) counts[name] = 0;
    const standings = [];
    const rows = [];
    for (let row = 0; row < data.reference.length; row += 1) {
      if (!tests.every((test) => test(row))) continue;
      const standing = standingOf(row, now, agency);
      standings[row] = standing;
      counts.all += 1;
      for (const name in STANDINGS) if (standing & STANDINGS[name]) counts[name] += 1;
      if (!choice.state || standing & STANDINGS[choice.state]) rows.push(row);
    }
    return { rows: inOrder(rows, standings, agency, choice.sort), standings, counts, agency };
  }

  // Names what occurs at least twice by its number of cases, the most frequent first.
  function most(counts, nameOf) {
    return [...counts.keys()]
      .filter((thing) => counts[thing] > 1)
      .map((thing) => [nameOf(thing), counts[thing]])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  // In how many of some cases each theme and each missed limit occurs.
  function repeats(rows, now) {
    const themes = new Uint32Array(data.themes.length);
    const missed = new Uint32Array(data.duties.length);
    const seen = new Set();
    for (const row of rows) {
      themes[data.theme[row]] += 1;
      if (data.missed[row].length || data.toDo[row].length) {
        seen.clear();
        for (const duty of missedOf(row, now).missed) if (!seen.has(duty) && seen.add(duty)) missed[duty] += 1;
      }
    }
    return {
      themes: most(themes, (theme) => data.themes[theme]),
      missed: most(missed, (duty) => data.duties[duty]),
    };
  }

  // Whether figures may not be given for the agency chosen, by its policy and its id.
  const isWithheld = (agency) => Boolean(agency) && data.unsigned.includes(agency.split(".")[0]);

  globalThis.escalationLogTracker = {
    data,
    // How many deadlines of all cases have passed since the page was built.
    passed: (now) => data.toDo.flat().filter(([, , , due]) => due * 1000 > builtAt && due * 1000 <= now).length,
    agencyKey, agencyName, dutiesOf, find, isWithheld, missedOf, partnershipOf, policyOf, repeats, stageOf,
  };
})();
