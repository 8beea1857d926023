// Looks for words and references in the cases of the tracker, and says what of a case fits.
"use strict";

(() => {
  const { data, partnershipOf, stageOf } = globalThis.escalationLogTracker;
  const { words } = data;
  const AS_IT_IS = "{name}";

  const plain = (said) => said.normalize("NFKC").toLowerCase();
  const wordsIn = (find) => plain(find).split(/\s+/).filter(Boolean);
  const squeezed = (said) => plain(said).replace(/[^a-z0-9]/g, "");
  const references = data.reference.map(squeezed);
  const rows = new Map(data.reference.map((reference, row) => [reference, row]));

  // The numbers that there are, by prefix and year, each a run of its own.
  const numbers = {};
  for (const reference of data.reference) {
    const [prefix, year, number] = reference.split("-");
    ((numbers[prefix] ??= {})[year] ??= []).push([Number(number), Number(number)]);
  }

  let last = { find: "", cases: [] };

  // The cases that somebody named by their references; those that there are.
  function named(find) {
    if (find !== last.find) {
      const cases = globalThis.ElReferences.meant(find, numbers).map((reference) => rows.get(reference));
      last = { find, cases };
    }
    return last.cases;
  }

  const agencyName = (agency) => data.agencies[agency][2];

  // What a search looks through in a case, part by part, beside its reference.
  function partsOf(row) {
    return [
      [AS_IT_IS, stageOf(row)[1]],
      [AS_IT_IS, data.themes[data.theme[row]][1]],
      [AS_IT_IS, partnershipOf(row).name],
      [AS_IT_IS, data.states[data.state[row]][1]],
      [words.parts.raising, agencyName(data.raising[row])],
      ...data.receiving[row].map((agency) => [words.parts.receiving, agencyName(agency)]),
      ...data.toDo[row].map(([duty]) => [words.parts.duty, data.duties[duty][1]]),
      ...data.toDo[row].flatMap(([, acting]) => acting.map((agency) => [words.parts.acting, agencyName(agency)])),
    ];
  }

  const texts = [];

  function textOf(row) {
    if (texts[row] === undefined) {
      const agencies = new Set([data.raising[row], ...data.receiving[row]]);
      for (const [, acting] of data.toDo[row]) acting.forEach((each) => agencies.add(each));
      texts[row] = [
        data.reference[row], stageOf(row)[1], data.themes[data.theme[row]][1], partnershipOf(row).name,
        data.states[data.state[row]][1], ...[...agencies].map(agencyName), ...data.toDo[row].map(([duty]) => data.duties[duty][1]),
      ].join("\n").toLowerCase();
    }
    return texts[row];
  }

  // A word stands in a case, or is the beginning, middle or end of its reference as somebody types it.
  function isIn(row, word) {
    if (textOf(row).includes(word)) return true;
    const typed = squeezed(word);
    return /\d/.test(word) && typed.length > 2 && references[row].includes(typed);
  }

  // The test of a search, or null where nothing is searched for.
  function testOf(find) {
    const searched = wordsIn(find);
    if (!searched.length) return null;
    const cases = new Set(named(find));
    return cases.size ? (row) => cases.has(row) : (row) => searched.every((word) => isIn(row, word));
  }

  const howMany = (said, searched) => searched.filter((word) => plain(said).includes(word)).length;

  // The duty of a case that a row shows: of those that the choice asks for, the first in which most of the words
  // that are searched for stand.
  function dutyShown(row, found) {
    const asked = globalThis.escalationLogTracker.dutiesAsked(row, found);
    const searched = wordsIn(found.choice.find);
    const fits = asked.map(({ title, acting }) => howMany([title, ...acting.map(([, , name]) => name)].join("\n"), searched));
    return asked[fits.indexOf(Math.max(...fits))] || null;
  }

  // The parts of a case that fit a search and do not stand in its row otherwise.
  function matchedIn(row, duty, find) {
    if (!find || named(find).length) return [];
    const shown = [data.reference[row], ...(duty ? [duty.title, ...duty.acting.map(([, , name]) => name)] : [])].join("\n");
    const missing = wordsIn(find).filter((word) => !plain(shown).includes(word));
    const matched = partsOf(row).filter(([, said]) => howMany(said, missing));
    return [...new Set(matched.map(([part, said]) => part.replace("{name}", () => said)))];
  }

  globalThis.escalationLogSearch = { dutyShown, matchedIn, namesCase: (find) => named(find).length > 0, testOf };
})();
