// Reads what somebody typed as the reference of a case, however its parts are divided: "KN-2026-0006", "kn20260006",
// "KN 2026 6", "2026/6" and "kn 6" all mean one case.
//
//   ElReferences.meant(typed, known) -> ["KN-2026-0006"]
//
// `known` has by prefix and year the runs of numbers that there are, [[first, last], ...].
"use strict";

(() => {
  function meant(typed, known) {
    const [, letters, rest] = /^\W*([a-z]*)([^a-z]*)$/.exec(typed.normalize("NFKC").toLowerCase()) ?? [];
    const numbers = (rest ?? "").match(/\d+/g) ?? [];
    const [first = "", second = ""] = numbers.length === 1 && numbers[0].length > 4
      ? [numbers[0].slice(0, 4), numbers[0].slice(4)] : numbers;
    const [year, number] = second || !letters ? [first, second] : ["", first];
    if (numbers.length > 2 || !number || number.length > 4) return [];
    const found = [];
    for (const [prefix, years] of Object.entries(known)) {
      if (letters && prefix.toLowerCase() !== letters) continue;
      for (const [each, runs] of Object.entries(years)) {
        const isThere = runs.some(([from, to]) => from <= Number(number) && Number(number) <= to);
        if ((!year || each === year) && isThere) found.push(`${prefix}-${each}-${number.padStart(4, "0")}`);
      }
    }
    return found;
  }

  globalThis.ElReferences = { meant };
})();
