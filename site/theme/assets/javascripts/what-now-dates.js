// Leads through a policy's questions and dates what they lead to. It knows nothing of the page, the clock or the network.
//
//   ElWhatNow.reply({ data, answers, moments, now }) -> { said, asks } or { said, when, problem } or { said, found }
//
// `answers` are the ids of answers by question, `moments` are "2026-03-02", "2026-03-02T10:15" or "" (not known) by
// slot. `said` are the answers so far; `asks` is the question that comes next, `when` the slot whose moment is asked
// for, with what is wrong with the one given. A moment that only another reading counts from is asked for where
// `answers.ask` names it, and may be left out. `found` is what to do: { result, dates, lead, then, before, others,
// arrival, reply, danger, left }, each duty as { id, clause, at, side, duty, words, isTimed, from, date, safe, isLate,
// isAhead }, where `date` is what ElReckoning.deadline gives, or null where a moment is not known or no time is set; the
// clock of what `isAhead` does not run yet. `safe` is { on, said }: the earliest day by any reading of the policy where
// that is sooner, else null, and what is safe in sentences. `left` are the moments that were left out.
"use strict";

(() => {
  const { deadline, filled, shown } = globalThis.ElReckoning;
  const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?$/;

  const editionOf = (data) => globalThis.escalationLogReckoning.editions[data.edition];
  const dutyOf = (data, id) => editionOf(data).duties.find((each) => each.id === id);
  const tierOf = (duty, urgency) => duty.tiers.find((each) => each.urgency === urgency) ?? duty.tiers[0];

  // By which starts are put in order: of one day what happened comes before a deadline.
  const keyOf = ({ from, isDeadline }) =>
    from.slice(0, 10) + (isDeadline && from.length === 10 ? "T99" : from.slice(10, 16));

  // The edition with what another reading changes in place of what is adopted.
  function editionRead(data, { rules, tiers }) {
    const edition = editionOf(data);
    const duties = edition.duties.map((each) => (tiers[each.id] ? { ...each, tiers: tiers[each.id] } : each));
    return { ...globalThis.escalationLogReckoning, editions: { [data.edition]: { ...edition, ...rules, duties } } };
  }

  // A duty is dated by what starts its clock first: as adopted, or by the reading at a place.
  class Dates {
    constructor(question, place = null) {
      const { data, answers, moments, now } = question;
      Object.assign(this, { data, moments, now, place, urgency: answers[`urgency:${answers.side}`] ?? "" });
      this.known = place === null ? globalThis.escalationLogReckoning : editionRead(data, data.readings[place]);
      this.others = place === null ? data.readings.map((_, each) => new Dates(question, each)) : [];
    }

    count(id, from) {
      const { data, known, urgency } = this;
      const duty = known.editions[data.edition].duties.find((each) => each.id === id);
      const tier = tierOf(duty, urgency);
      return tier.limit ? deadline({ data: known, edition: data.edition, duty: id, urgency: tier.urgency, from }) : null;
    }

    // Null where a moment is not known, undefined for a deadline that came too late to start anything.
    start({ slot, deadline: id, over, unless, of }) {
      if (slot) return this.moments[slot] ? { from: this.moments[slot], isDeadline: false } : null;
      const from = this.from(of);
      const found = from && this.count(id, from);
      if (!found || !found.due) return null;
      const { zone } = editionOf(this.data);
      const isExact = over || found.byTheHour;
      const start = { from: isExact ? shown(Date.parse(found.due), zone) : found.dueOn, isDeadline: true };
      if (!unless) return start;
      if (!this.moments[unless]) return null;
      return keyOf({ from: this.moments[unless], isDeadline: false }) < keyOf(start) ? undefined : start;
    }

    from(starts) {
      const found = starts.map((each) => this.start(each)).filter((each) => each !== undefined);
      if (found.length === 0 || found.includes(null)) return null;
      return found.reduce((first, each) => (keyOf(each) < keyOf(first) ? each : first)).from;
    }

    dateOf(asked) {
      const from = this.from(this.startsOf(asked));
      const found = from && this.count(asked.id, from);
      return { from, date: found && found.due ? found : null };
    }

    // Whether a moment that a clock may start at is not known.
    lacks(starts) {
      return starts.some(({ slot, of }) => (slot ? !this.moments[slot] : this.lacks(of)));
    }

    startsOf(asked) {
      return asked.readings?.[this.place] ?? asked.starts;
    }

    // By when, and with what, a duty is done by every reading: each other one is tried alone. No day is safe while a
    // reading cannot be tried.
    safeOf(asked, date) {
      const { data } = this;
      const { zone, calendar } = editionOf(data);
      const dated = new Set();
      const others = this.others.filter(({ place }) => data.readings[place].duties.includes(asked.id));
      let soonest = null;
      for (const other of others) {
        const { reading, clause } = data.readings[other.place];
        const on = other.dateOf(asked).date?.dueOn;
        if (!on) continue;
        if (on !== date?.dueOn) dated.add(reading);
        if (!soonest || on < soonest.on) soonest = { on, clause };
      }
      const isUntried = others.some((other) => other.lacks(other.startsOf(asked)));
      if (isUntried || (date && soonest && date.dueOn <= soonest.on)) soonest = null;
      const said = data.safeWords
        .filter(({ duties, reading }) => duties.includes(asked.id) && !dated.has(reading))
        .map(({ words }) => words);
      if (!soonest) return { on: null, said };
      const day = deadline({ calendar, limit: null, zone, from: soonest.on }).from;
      return { on: soonest.on, said: [filled(data.safe, { day, clause: soonest.clause }), ...said] };
    }

    dated(asked) {
      if (!asked) return null;
      const duty = dutyOf(this.data, asked.id);
      const { from, date } = this.dateOf(asked);
      const { zone } = editionOf(this.data);
      return {
        ...asked, duty, from, date,
        side: this.data.sides[asked.id],
        safe: this.safeOf(asked, date),
        words: tierOf(duty, this.urgency).words,
        isTimed: Boolean(tierOf(duty, this.urgency).limit),
        isLate: date !== null && this.now >= Date.parse(date.due),
        isAhead: date !== null && from.slice(0, 16) > shown(this.now, zone).slice(0, Math.min(from.length, 16)),
      };
    }

    // The date of a message's duty that starts when the message arrives, if it does so now.
    today(id) {
      const found = this.count(id, shown(this.now, editionOf(this.data).zone));
      return found && found.due ? found : null;
    }
  }

  // What is wrong with a moment: that it is to come, before what it comes after, or no time of the clocks.
  function problemOf(slot, slots, { data, moments, now }) {
    const given = moments[slot];
    if (given === "") return "";
    if (!MOMENT.test(given)) return globalThis.escalationLogReckoning.words.unreadable;
    const { zone } = editionOf(data);
    const { problem } = deadline({ calendar: editionOf(data).calendar, limit: null, from: given, zone });
    if (problem) return problem.words;
    if (given.slice(0, 16) > shown(now, zone).slice(0, given.length)) return data.words.tooLate;
    const before = slots.slice(0, slots.indexOf(slot)).map((each) => moments[each]).filter(Boolean).at(-1);
    const length = Math.min(given.length, before?.length ?? 0, 16);
    return before && given.slice(0, length) < before.slice(0, length) ? data.words.tooEarly : "";
  }

  function reply(question) {
    const { data, answers, moments } = question;
    const said = answers.danger === "yes" ? [{ question: "danger", answer: "yes" }] : [];
    let at = data.first;
    while (!at.startsWith("=")) {
      const answer = data.questions[at].answers.find(({ id }) => id === answers[at]);
      if (!answer) return { said, asks: at };
      said.push({ question: at, answer: answer.id });
      at = answer.to;
    }
    const result = data.results[at];
    const dates = new Dates(question);
    const isTimed = ({ id }) => Boolean(tierOf(dutyOf(data, id), dates.urgency).limit);
    const danger = answers.danger === "yes" ? data.danger : [];
    const left = [];
    for (const slot of result.needs) {
      if (!(slot in moments) && result.optional?.includes(slot)) {
        left.push(slot);
        continue;
      }
      const problem = slot in moments ? problemOf(slot, result.needs, question) : "";
      if (problem || !(slot in moments)) return { said, when: slot, problem };
      said.push({ slot, moment: moments[slot] });
    }
    if (left.includes(answers.ask)) return { said, when: answers.ask, problem: "" };
    if (danger.some(isTimed)) {
      const problem = "danger" in moments ? problemOf("danger", ["danger"], question) : "";
      if (problem || !("danger" in moments)) return { said, when: "danger", problem };
      said.push({ slot: "danger", moment: moments.danger });
    }
    const all = (asked) => asked.map((each) => dates.dated(each));
    return {
      said,
      found: {
        result, dates,
        lead: dates.dated(result.lead),
        then: dates.dated(result.then),
        before: all(result.before ?? []),
        others: all(result.others),
        arrival: all(result.arrival),
        reply: dates.dated(result.reply),
        danger: all(danger),
        left,
      },
    };
  }

  globalThis.ElWhatNow = { reply };
})();
