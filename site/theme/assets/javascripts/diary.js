// Writes one deadline as a file for a diary (iCalendar, RFC 5545). It knows nothing of the page or the clock.
//
//   ElDiary.file({ uid, summary, description, dueOn, due, fallsOnTheDay, mornings, stampedAt }) -> text
"use strict";

(() => {
  const BYTES = 75;
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  // What began at the deadline would look like an hour that is left.
  const SHOWN = 30 * MINUTE;
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
  const dayAfter = (iso) => new Date(Date.parse(`${iso}T00:00Z`) + DAY).toISOString().slice(0, 10);

  // What is due on a day takes the whole of it; what is due at an hour of it, the half-hour before.
  function times({ due, dueOn, fallsOnTheDay }) {
    if (fallsOnTheDay) return [`DTSTART:${inUtc(Date.parse(due) - SHOWN)}`, `DTEND:${inUtc(due)}`];
    return [`DTSTART;VALUE=DATE:${compact(dueOn)}`, `DTEND;VALUE=DATE:${compact(dayAfter(dueOn))}`];
  }

  // From the beginning of the entry to each of its alarms: at nine on the working day before and on the day, but an
  // hour before the deadline at the latest. Outlook shows none that is to ring after the beginning, so of an entry
  // that takes the whole day only that of the day before stays.
  function alarms({ due, dueOn, fallsOnTheDay, mornings }) {
    const midnight = Date.parse(`${dueOn}T00:00Z`);
    return mornings.map((morning) => (fallsOnTheDay
      ? Math.min(Date.parse(morning) - Date.parse(due), -HOUR) + SHOWN
      : Date.parse(`${morning.slice(0, 16)}Z`) - midnight)).filter((time) => time < 0);
  }

  const duration = (time) => `${time < 0 ? "-" : ""}PT${Math.abs(time) / MINUTE}M`;

  const alarm = (time, summary) => [
    "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(summary)}`, `TRIGGER:${duration(time)}`, "END:VALARM",
  ];

  function file(entry) {
    const { uid, summary, description, stampedAt } = entry;
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
      ...alarms(entry).flatMap((time) => alarm(time, summary)),
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].map(folded).join("\r\n");
  }

  globalThis.ElDiary = { file };
})();
