// Reads the clocks of a policy's time zone, for the forms: what they show now, and which times they show twice or never.
"use strict";

(() => {
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const clocks = new Map();
  const two = (number) => String(number).padStart(2, "0");

  function clockOf(zone) {
    if (!clocks.has(zone)) {
      clocks.set(zone, new Intl.DateTimeFormat("en-GB-u-ca-iso8601", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
        minute: "2-digit", second: "2-digit", timeZoneName: "short",
      }));
    }
    return clocks.get(zone);
  }

  // What the clocks show at an instant, numbered as if it were UTC, and what their time is called.
  function shownAt(at, zone) {
    const parts = {};
    for (const { type, value } of clockOf(zone).formatToParts(at)) parts[type] = value;
    const { year, month, day, hour, minute, second, timeZoneName } = parts;
    return { wall: Date.UTC(year, month - 1, day, hour, minute, second), name: timeZoneName };
  }

  function offsetWords(milliseconds) {
    const minutes = Math.abs(milliseconds) / MINUTE;
    return `${milliseconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }

  // The ways to understand "2026-10-25 01:30", the earlier first: one, two where the clocks go back, none where they go
  // forward. Each has its offset as a file has it, and what that time is called.
  function readings(stamp, zone) {
    const wall = Date.parse(`${stamp.replace(" ", "T")}Z`);
    const offsets = [-DAY, DAY].map((far) => shownAt(wall + far, zone).wall - (wall + far));
    return [...new Set(offsets)]
      .filter((offset) => shownAt(wall - offset, zone).wall === wall)
      .sort((one, other) => other - one)
      .map((offset) => ({ offset: offsetWords(offset), name: shownAt(wall - offset, zone).name }));
  }

  // The present, to the minute, as a file has it.
  function presentIn(zone) {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const { wall } = shownAt(now, zone);
    const stamp = new Date(wall).toISOString().slice(0, 16).replace("T", " ");
    return readings(stamp, zone).length > 1 ? stamp + offsetWords(wall - now) : stamp;
  }

  globalThis.escalationLogRecordClock = { presentIn, readings };
})();
