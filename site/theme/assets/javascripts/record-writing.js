// Writes the file of an event where no engine runs. Nothing is judged here.
"use strict";

(() => {
  const WORDS = new Set(["note", "reason", "action", "why", "rationale"]);
  // In these kinds a reason, or a why, is a word of a list.
  const CODED = { escalated: ["reason"], disputed: ["reason"], withdrawn: ["why"] };
  const LAST = ["recorded"];
  const PLAIN = /^[A-Za-z0-9][A-Za-z0-9/:+ -]*$/;

  function written(value) {
    if (Array.isArray(value)) return `[${value.join(", ")}]`;
    return PLAIN.test(value) ? value : JSON.stringify(value);
  }

  // The name of the file of an event, and its text in two parts: the coded values, and people's own words.
  function file(reference, answers, recorded, signs) {
    const all = { ...answers, recorded };
    const isWords = (name) => WORDS.has(name) && !(CODED[answers.kind] ?? []).includes(name);
    const names = ["at", "kind", ...Object.keys(all).filter((name) => !["at", "kind", ...LAST].includes(name)), ...LAST];
    const line = (name) => `  ${name}: ${isWords(name) ? JSON.stringify(all[name]) : written(all[name])}\n`;
    const stamp = recorded.replace(/[-:]/g, "").replace(" ", "T").padEnd(13, "0").replace(/^(\d{8})0/, "$1T");
    return {
      file: `cases/${reference.split("-")[1]}/${reference}/${stamp}-${answers.kind}-${signs}.yaml`,
      coded: `reference: ${reference}\nevent:\n${names.filter((name) => !isWords(name)).map(line).join("")}`,
      words: names.filter(isWords).map(line).join(""),
    };
  }

  globalThis.escalationLogWriting = {
    tried: (reference, events, recorded) => ({
      objections: [],
      about: "",
      told: [],
      agreement: [],
      coming: [],
      files: events.map(({ answers, signs }) => file(reference, answers, recorded, signs)),
    }),
  };
})();
