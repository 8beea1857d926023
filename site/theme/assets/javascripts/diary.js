// Writes one deadline as a file for a diary (iCalendar, RFC 5545). It knows nothing of the page or the clock.
//
//   ElDiary.file({ uid, summary, description, dueOn, due, fallsOnTheDay, stampedAt }) -> text
"use strict";

(() => {
  const BYTES = 75;
  const encoder = new TextEncoder();

  const escaped = (text) =>
    text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, "\\n");

  // A line has at most 75 octets; those that follow begin with a space.
  function folded(line) {
    const lines = [];
    let current = "";
    let bytes = 0;
    for (const letter of line) {
      const more = encoder.encode(letter).length;
      if (bytes + more > BYTES) {
        lines.push(current);
        current = " ";
        bytes = 1;
      }
      current += letter;
      bytes += more;
    }
    return [...lines, current].join("\r\n");
  }

  const compact = (iso) => iso.replace(/[-:]|\.\d+/g, "");
  const inUtc = (moment) => compact(new Date(moment).toISOString());
  const dayAfter = (iso) => new Date(Date.parse(`${iso}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);

  // What is due on a day takes the whole of it; what is due at an hour of it stands at that hour.
  function times({ due, dueOn, fallsOnTheDay }) {
    if (fallsOnTheDay) return [`DTSTART:${inUtc(due)}`];
    return [`DTSTART;VALUE=DATE:${compact(dueOn)}`, `DTEND;VALUE=DATE:${compact(dayAfter(dueOn))}`];
  }

  function file(entry) {
    const { uid, summary, description, stampedAt, fallsOnTheDay } = entry;
    return [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//escalation-log//By when//EN",
      "BEGIN:VEVENT",
      `UID:${escaped(uid)}`,
      `DTSTAMP:${inUtc(stampedAt)}`,
      ...times(entry),
      `SUMMARY:${escaped(summary)}`,
      `DESCRIPTION:${escaped(description)}`,
      "TRANSP:TRANSPARENT",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${escaped(summary)}`,
      // At nine o'clock the day before, or a day before the hour.
      `TRIGGER:${fallsOnTheDay ? "-P1D" : "-PT15H"}`,
      "END:VALARM",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].map(folded).join("\r\n");
  }

  globalThis.ElDiary = { file };
})();
