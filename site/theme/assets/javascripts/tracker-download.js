// Saves what the tracker shows as a file: for a spreadsheet, or as JSON.
"use strict";

(() => {
  const { data } = globalThis.escalationLogTracker;
  const iso = (moment) => `${new Date(moment).toISOString().slice(0, 19)}Z`;
  // A file says of when it is by its name, in London's time, like the page that it comes from.
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London", dateStyle: "short", timeStyle: "short" });
  const nameOf = (now, ending) => `tracker-as-of-${local.format(now).replace(" ", "-").replace(":", "")}.${ending}`;

  // A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  function csvCell(value) {
    const said = Array.isArray(value) ? value.join("; ") : value ?? "";
    const text = typeof said === "string" && /^\s*[=+\-@＝＋－＠]/.test(said) ? `'${said}` : String(said);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  const cells = (facts) => data.headings.map((heading) => facts[heading]);

  function save(text, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  globalThis.escalationLogDownload = {
    csv(found) {
      const facts = found.rows.map((row) => globalThis.escalationLogRow.factsOf(row, found));
      // What cannot be judged stands on the page whatever is chosen.
      const unjudged = data.not_judged.map(({ name, problems }) => ({ reference: name, not_judged: problems }));
      const lines = [data.headings, ...[...facts, ...unjudged].map(cells)];
      // The mark at the beginning tells a spreadsheet that the file is UTF-8.
      const text = lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
      save(`\uFEFF${text}`, "text/csv;charset=utf-8", nameOf(found.now, "csv"));
    },
    json(found) {
      const { factsOf, toDoOf } = globalThis.escalationLogRow;
      const content = {
        schema_version: data.schema_version,
        generated_at: iso(Date.now()),
        recorded_by: iso(data.built * 1000),
        as_of: iso(found.now),
        not_judged: data.not_judged,
        cases: found.rows.map((row) => ({ ...factsOf(row, found), to_do: toDoOf(row, found) })),
      };
      save(JSON.stringify(content, null, 1), "application/json", nameOf(found.now, "json"));
    },
  };
})();
