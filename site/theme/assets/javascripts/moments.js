// Knows the moment of reading, tells it each minute anew, and shows what stands from a day on.
"use strict";

(() => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const NO_CALENDAR = { zone: "Europe/London", last: "", known: [] };

  // Days are numbered from 1 January 1970, whatever the zone.
  const dayOf = (iso) => Date.parse(`${iso}T00:00Z`) / DAY;

  const clocks = new Map();

  function clockOf(zone) {
    if (!clocks.has(zone)) {
      clocks.set(zone, new Intl.DateTimeFormat("en-GB-u-ca-iso8601", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
        minute: "2-digit", second: "2-digit", timeZoneName: "short",
      }));
    }
    return clocks.get(zone);
  }

  // What the clocks of a zone show at a moment.
  function localTime(moment, zone) {
    const parts = {};
    for (const { type, value } of clockOf(zone).formatToParts(moment)) parts[type] = value;
    return {
      day: dayOf(`${parts.year}-${parts.month}-${parts.day}`),
      time: `${parts.hour}:${parts.minute}`,
      seconds: parts.second,
      zoneName: parts.timeZoneName,
    };
  }

  const calendars = new Map();

  function calendarOf(edition) {
    if (!calendars.has(edition)) {
      const shared = globalThis.escalationLogCalendars;
      const found = shared && edition in shared.editions ? shared.calendars[shared.editions[edition]] : NO_CALENDAR;
      calendars.set(edition, {
        zone: found.zone,
        last: found.last ? dayOf(found.last) : -Infinity,
        known: found.known.map((state) => ({ from: dayOf(state.from), off: new Set(state.off.map(dayOf)) })),
      });
    }
    return calendars.get(edition);
  }

  const built = document.querySelector(".el-build[data-built]");
  const builtAt = built ? Date.parse(built.dataset.built) : -Infinity;
  // A device whose clock is behind does not turn the page back.
  const now = () => Math.max(Date.now(), builtAt);

  globalThis.escalationLogMoments = { MINUTE, HOUR, DAY, dayOf, calendarOf, localTime, builtAt, now };

  function showReviews(now) {
    for (const element of document.querySelectorAll("[data-review-on]")) {
      const { zone } = calendarOf(element.dataset.calendar);
      if (localTime(now, zone).day <= dayOf(element.dataset.reviewOn)) continue;
      element.querySelector("[data-until]").hidden = true;
      element.querySelector("[data-after]").hidden = false;
    }
  }

  function tick() {
    const moment = now();
    for (const name of ["minute", "tell"]) {
      document.dispatchEvent(new CustomEvent(`escalation-log:${name}`, { detail: moment }));
    }
    showReviews(moment);
  }

  function tickEachMinute() {
    tick();
    setTimeout(tickEachMinute, MINUTE - (Date.now() % MINUTE) + 20);
  }

  document.addEventListener("DOMContentLoaded", tickEachMinute);
  // A page that comes back from the background or from the history tells the time at once.
  addEventListener("pageshow", (event) => event.persisted && tick());
  document.addEventListener("visibilitychange", () => document.hidden || tick());
})();
