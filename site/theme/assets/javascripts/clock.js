// Tells every deadline of a page for the moment of reading, and how old the page is.
"use strict";

(() => {
  const { MINUTE, HOUR, DAY, dayOf, calendarOf, localTime, builtAt, now } = globalThis.escalationLogMoments;
  const words = globalThis.escalationLogWords;
  const ORDER = ["running", "due-soon", "overdue"];

  // Put numbers and dates at the places in braces.
  const filled = (said, places) => said.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  const counted = (number, [one, several]) => filled(number === 1 ? one : several, { number });

  // The fifth of the days that are numbered was a Monday.
  const isWeekend = (day) => (day + 3) % 7 > 4;

  // Working days after one day, up to and including another, as known on a day; `isMore` says that the calendar
  // ends before the count does.
  function workingDays(calendar, after, to, today) {
    const { off } = calendar.known.reduce((state, next) => (next.from <= today ? next : state), { off: new Set() });
    let days = 0;
    for (let day = after + 1; day <= Math.min(to, calendar.last); day += 1) {
      if (!isWeekend(day) && !off.has(day)) days += 1;
    }
    return { days, isMore: to > calendar.last };
  }

  // How late something is, in the words and units of the assessment.
  function lateness(due, now, today, calendar) {
    const elapsed = now - due.due;
    const calendarDays = Math.max(today - due.dueOn, 0);
    const isByCalendar = due.unit !== "working_days";
    const { days, isMore } = isByCalendar
      ? { days: calendarDays, isMore: false }
      : workingDays(calendar, due.dueOn, today, today);
    if (elapsed < DAY && (days === 0 || due.unit === "hours")) {
      return { amount: Math.floor(elapsed / MINUTE), unit: "minutes", days, isMore: false };
    }
    if (days === 0 && !isMore) return { amount: calendarDays, unit: "calendar_days", days, isMore };
    return { amount: days, unit: isByCalendar ? "calendar_days" : "working_days", days, isMore };
  }

  function amountWords({ amount, unit, isMore }) {
    const { amounts, least, more } = words;
    if (unit !== "minutes") {
      const said = counted(amount, amounts[unit]);
      return isMore ? filled(more, { amount: said }) : said;
    }
    const parts = [[Math.floor(amount / 60), amounts.hours], [amount % 60, amounts.minutes]];
    return parts.filter(([number]) => number).map(([number, forms]) => counted(number, forms)).join(" ") || least;
  }

  const lateWords = (late, isGuide) => filled(isGuide ? words.guide : words.late, { amount: amountWords(late) });

  function distanceWords(due, today, calendar) {
    const days = due.dueOn - today;
    const falls = localTime(due.due, calendar.zone);
    if (days <= 1) {
      const day = days === 1 ? words.tomorrow : words.today;
      return falls.day === due.dueOn ? filled(words.by, { day, time: falls.time }) : day;
    }
    let amount = counted(days, words.amounts.days);
    if (due.unit === "working_days") {
      const working = workingDays(calendar, today, due.dueOn, today);
      if (working.days && !working.isMore) amount = counted(working.days, words.amounts.working_days);
    }
    return filled(words.coming, { amount });
  }

  // The state of a deadline at a moment; never a better one than that it had when the page was built.
  function stateAt(due, now) {
    if (due.state === "due-now") return now >= due.due ? "overdue" : "due-now";
    const reached = now >= due.due ? 2 : now >= due.soon ? 1 : 0;
    return ORDER[Math.max(reached, ORDER.indexOf(due.state))];
  }

  // How a state looks: a guide that is passed is no breach, and neither is a reminder of the log's own.
  function lookOf(state, due) {
    if (state === "due-now") return "at-once";
    if (state !== "overdue") return state;
    return due.isOwn ? "own" : due.isGuide ? "guide" : state;
  }

  // Everything there is to say of a deadline at a moment.
  function tell(due, now) {
    const calendar = calendarOf(due.calendar);
    const { day: today } = localTime(now, calendar.zone);
    const state = stateAt(due, now);
    const look = lookOf(state, due);
    const late = now >= due.due ? lateness(due, now, today, calendar) : null;
    const short = late ? lateWords(late, due.isGuide) : distanceWords(due, today, calendar);
    const far = late ? filled(words.past, { late: short }) : `${short},`;
    return { state, look, chip: words.chips[look], late, far, short };
  }

  const built = document.querySelector(".el-build[data-built]");

  const clock = {
    builtAt,
    now,
    // How many deadlines have passed since the page was built; the tracker counts those of all cases.
    passed: (now) => shown().map(dueIn).filter(({ due }) => builtAt < due && due <= now).length,
    calendarOf,
    counted,
    filled,
    localTime,
    show,
    stateAt,
    tell,
  };
  globalThis.escalationLogClock = clock;

  function shown() {
    return [...document.querySelectorAll(".el-when[data-due]")];
  }

  function dueIn(element) {
    const data = element.dataset;
    return {
      due: Date.parse(data.due), soon: Date.parse(data.soon), dueOn: dayOf(data.dueOn), calendar: data.calendar,
      unit: data.unit, isGuide: data.force === "guide", isOwn: data.force === "own", state: data.state,
    };
  }

  function say(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  // Say a deadline in the element that `when` in parts.html made for it.
  function show(element, now) {
    const told = tell(dueIn(element), now);
    const chip = element.querySelector("[data-chip]");
    say(chip, told.chip);
    chip.className = `el-chip el-chip--${told.look}`;
    say(element.querySelector("[data-far]"), told.far);
    say(element.querySelector("[data-short]"), told.short);
    element.dataset.state = told.state;
    const duty = element.closest("[data-duty]");
    if (duty) Object.assign(duty.dataset, { state: told.state, look: told.look });
  }

  function ageWords(age) {
    const { amounts, least } = words;
    if (age < MINUTE) return least;
    if (age < HOUR) return counted(Math.floor(age / MINUTE), amounts.minutes);
    if (age < 2 * DAY) return counted(Math.floor(age / HOUR), amounts.hours);
    return counted(Math.floor(age / DAY), amounts.days);
  }

  function showAge(now) {
    if (!built) return;
    const age = now - builtAt;
    const passed = clock.passed(now);
    const isBehind = builtAt - Date.now() > 10 * MINUTE;
    const since = passed === 0 ? words.nonePassed : counted(passed, words.passed);
    const old = age > DAY ? words.old : "";
    say(built.querySelector("[data-age]"), isBehind ? words.behind : filled(words.age, { amount: ageWords(age) }));
    say(built.querySelector("[data-since]"), since + old);
    built.classList.toggle("el-build--old", age > DAY || passed > 0 || isBehind);
  }

  const COUNTED = {
    "due-now": '[data-state="due-now"]',
    overdue: '[data-state="overdue"][data-force="required"]',
    "over-guide": '[data-state="overdue"][data-force="guide"]',
  };

  function showCounts() {
    for (const [name, which] of Object.entries(COUNTED)) {
      const number = document.querySelectorAll(`.el-when${which}`).length;
      for (const count of document.querySelectorAll(`[data-${name}]`)) {
        say(count, count.textContent.replace(/\d+/, number));
        count.hidden = number === 0;
      }
    }
  }

  document.addEventListener("escalation-log:tell", ({ detail: now }) => {
    for (const element of shown()) show(element, now);
    showCounts();
    document.dispatchEvent(new CustomEvent("escalation-log:told", { detail: now }));
    showAge(now);
  });
})();
