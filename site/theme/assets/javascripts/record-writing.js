// Writes the file of an event, and of a new case, where no engine runs. Nothing is judged here.
"use strict";

(() => {
  const WORDS = new Set(["note", "reason", "action", "why", "rationale"]);
  // In these kinds a reason, or a why, is a word of a list.
  const CODED = { escalated: ["reason"], disputed: ["reason"], withdrawn: ["why"] };
  const PLAIN = /^[A-Za-z0-9][A-Za-z0-9/:+ -]*$/;

  function written(value) {
    if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
    return PLAIN.test(value) ? value : JSON.stringify(value);
  }

  const told = (files) => ({ objections: [], about: "", told: [], turned: [], agreement: [], coming: [], files });

  // The name of the file of an event, and its text in two parts: the coded values, and people's own words.
  function eventFile(reference, answers, recorded, signs) {
    const { at, kind, ...rest } = answers;
    const all = { at, kind, ...rest, recorded };
    const isWords = (name) => WORDS.has(name) && !(CODED[kind] ?? []).includes(name);
    const line = (name) => `  ${name}: ${isWords(name) ? JSON.stringify(all[name]) : written(all[name])}\n`;
    const [, year, month, day, hour = "00", minute = "00"] = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?/.exec(recorded);
    const names = Object.keys(all);
    return {
      file: `cases/${reference.split("-")[1]}/${reference}/${year}${month}${day}T${hour}${minute}-${kind}-${signs}.yaml`,
      coded: `reference: ${reference}\nevent:\n${names.filter((name) => !isWords(name)).map(line).join("")}`,
      words: names.filter(isWords).map(line).join(""),
    };
  }

  // The file of a new case, pseudonyms and people's own words last.
  function caseFile(edition, reference, pseudonyms, answers) {
    const party = (agency, role) => `{agency: ${agency}, role: ${role}}`;
    const plan = written(answers.plan);
    const children = pseudonyms.map((each) => `{pseudonym: ${written(each)}, plan: ${plan}}`);
    const recorded = answers.recorded === answers.at ? [] : [`    recorded: ${answers.recorded}`];
    const coded = [
      "format: 1",
      `reference: ${reference}`,
      `policy: ${edition}`,
      `theme: ${answers.theme}`,
      ...(answers.urgency ? [`urgency: ${answers.urgency}`] : []),
      `raising: ${party(answers.raising, answers.raising_role)}`,
      `receiving: [${answers.receiving.map((each) => party(each, answers.receiving_role)).join(", ")}]`,
      "events:",
      `  - at: ${answers.at}`,
      `    kind: ${answers.kind}`,
      `    by: ${answers.by}`,
      ...recorded,
    ];
    const words = [
      children.length === 1 ? `child: ${children[0]}` : `children: [${children.join(", ")}]`,
      `concern: ${JSON.stringify(answers.concern)}`,
      `outcome_sought: ${JSON.stringify(answers.outcome_sought)}`,
    ];
    const text = (lines) => lines.map((each) => `${each}\n`).join("");
    return { file: `cases/${reference.split("-")[1]}/${reference}.yaml`, coded: text(coded), words: text(words) };
  }

  globalThis.escalationLogWriting = {
    events: (reference, events, recorded) =>
      told(events.map(({ answers, signs }) => eventFile(reference, answers, recorded, signs))),
    newCase: (...about) => told([caseFile(...about)]),
  };
})();
