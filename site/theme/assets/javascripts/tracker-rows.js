// Makes a row of the tracker by the markup that the build gives for one.
"use strict";

(() => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const { words } = globalThis.escalationLogTracker.data;
  // The clock may come after this script.
  const filled = (said, places) => globalThis.escalationLogClock.filled(said, places);
  const counted = (number, forms) => globalThis.escalationLogClock.counted(number, forms);

  function listed(names) {
    if (names.length < 2) return names.join("");
    return filled(words.list, { first: names.slice(0, -1).join(", "), last: names.at(-1) });
  }

  function dayWords(day) {
    const on = new Date(day * DAY);
    return `${words.weekdays[(day + 3) % 7]} ${on.getUTCDate()} ${words.months[on.getUTCMonth()]} ${on.getUTCFullYear()}`;
  }

  // The last day in time, with the time where the deadline falls within it, as the build writes it.
  function dueWords(duty) {
    const clock = globalThis.escalationLogClock;
    const { zone } = clock.calendarOf(duty.calendar);
    const falls = clock.localTime(duty.due, zone);
    if (falls.day !== duty.dueOn) return dayWords(duty.dueOn);
    const isRepeated = [-HOUR, HOUR].some((hour) => clock.localTime(duty.due + hour, zone).time === falls.time);
    const seconds = falls.seconds === "00" ? "" : `:${falls.seconds}`;
    const places = { day: dayWords(duty.dueOn), time: falls.time + seconds, zone: falls.zoneName };
    return filled(isRepeated ? words.momentShownTwice : words.moment, places);
  }

  function fillDue(element, duty, now) {
    const time = element.querySelector("time");
    Object.assign(element.dataset, {
      due: new Date(duty.due).toISOString(), soon: new Date(duty.soon).toISOString(), calendar: duty.calendar,
      dueOn: new Date(duty.dueOn * DAY).toISOString().slice(0, 10), unit: duty.unit,
      force: duty.isOwn ? "own" : duty.isGuide ? "guide" : "required", state: duty.state,
    });
    time.dateTime = element.dataset.due;
    time.textContent = dueWords(duty);
    if (!duty.isProvisional) time.nextSibling.remove();
    globalThis.escalationLogClock.show(element, now);
  }

  // How much else is late than what is next.
  function moreWords(late, first, now) {
    if (!first || !first.isDated || first.isOwn || first.due > now) return late && filled(words.late, { number: late });
    return late > 1 && filled(words.moreLate, { number: late - 1 });
  }

  // Make a row by the markup that the build gives for one, leaving out what a case has not.
  function rowOf(row, now, agency) {
    const tracker = globalThis.escalationLogTracker;
    const { data } = tracker;
    const made = document.getElementById("tracker-row").content.firstElementChild.cloneNode(true);
    const slots = {};
    for (const slot of made.querySelectorAll("[data-slot]")) slots[slot.dataset.slot] = slot;
    const fill = (name, said) => (said ? slots[name].replaceChildren(said) : slots[name].remove());
    // What is the same for every case stands in the markup.
    const keep = (name, isSaid) => isSaid || slots[name].remove();
    const duties = tracker.dutiesOf(row, agency);
    const first = duties[0];
    const late = duties.filter((duty) => duty.isDated && !duty.isOwn && duty.due <= now).length;
    const { missed, overGuide } = tracker.missedOf(row, now);
    const reference = data.reference[row];
    slots.reference.textContent = reference;
    slots.reference.href = `cases/${reference.split("-")[1]}/${reference}.html`;
    fill("earlier", data.earlier[row] && data.earlier[row][1]);
    slots.partnership.textContent = tracker.partnershipOf(row).name;
    slots.partnership.href = data.editions[data.edition[row]].address;
    fill("stage", tracker.stageOf(row)[1]);
    fill("theme", data.themes[data.theme[row]]);
    fill("duty", first && first.title);
    keep("at-once", first && first.isAtOnce && !first.isDated);
    keep("undated", first && !first.isDated && !first.isAtOnce);
    keep("nothing", !first);
    fill("safe", first && first.safeOn && filled(words.safe, { day: dayWords(first.safeOn) }));
    fill("more", moreWords(late, first, now));
    keep("risk", data.isAtRisk[row]);
    if (first) fill("acting", listed(first.acting.map(tracker.agencyName)));
    fill("open", data.state[row] === 0 && data.states[0]);
    fill("closed", data.state[row] !== 0 && data.states[data.state[row]]);
    fill("breaches", missed.length && counted(missed.length, words.breaches));
    fill("guide", overGuide && filled(words.overGuide, { number: overGuide }));
    fill("no-record", data.noRecord[row] && counted(data.noRecord[row], words.noRecord));
    keep("ageing", data.isAgeing[row]);
    if (first && first.isDated) fillDue(made.querySelector(".el-when"), first, now);
    else {
      made.querySelector(".el-when").remove();
      delete made.dataset.state;
      if (first && first.isAtOnce) made.dataset.look = "at-once";
      else delete made.dataset.look;
    }
    return made;
  }

  globalThis.escalationLogRow = rowOf;
})();
