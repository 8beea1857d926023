// One event of the form: what happened, and the questions about it. What was typed stays when another kind is chosen.
"use strict";

(() => {
  const { element, filled, show } = globalThis.escalationLogFields;
  const words = globalThis.escalationLogRecordWords;
  const LONG = 32;
  const CORRECTIONS = ["correction", "header-correction"];
  const keyOf = ({ kind, preset }) => JSON.stringify([kind, preset]);

  // A wrong thing after the other: first of what a correction is, then what is wrong there, then what should stand there.
  class Correction {
    constructor(place, prefix, zone, typed) {
      Object.assign(this, { place, prefix, zone, typed });
    }

    ask(known) {
      const choices = known.map(({ name, question }) => ({ value: name, words: question }));
      const which = { name: "which", question: words.whatIsWrong, answer: "several", needed: true, choices };
      this.which = show(this.place, [which], `${this.prefix}-wrong`, { which: this.typed.which });
      const values = element("div", { class: "el-record__values" });
      this.place.append(values);
      const ask = () => {
        this.keep();
        const chosen = this.typed.which ?? [];
        const asked = known
          .filter(({ name }) => chosen.includes(name))
          .map((field) => ({ ...field, question: filled(words.shouldSay, { question: field.question }) }));
        const standing = Object.fromEntries(asked.map(({ name, present }) => [name, present ?? undefined]));
        this.values = show(values, asked, `${this.prefix}-correct`, { ...standing, ...this.typed.values }, this.zone);
      };
      this.which.on("which", ask);
      ask();
    }

    keep() {
      this.typed.which = this.which.read().which;
      this.typed.values = { ...this.typed.values, ...this.values?.read() };
    }

    read = () => this.values?.read() ?? {};
    lacking = () => [...(this.which?.lacking() ?? []), ...(this.values?.lacking() ?? [])];
    fault = (objections) => this.which?.fault(objections) ?? this.values?.fault(objections);
    questionOf = (name) => this.which?.questionOf(name) ?? this.values?.questionOf(name);
  }

  class EventForm {
    // `failed` is told why the engine could not give the questions.
    constructor({ select, does, place, prefix, failed }) {
      Object.assign(this, { select, does, place, prefix, failed, turn: 0 });
      this.forget();
      select.addEventListener("change", () => this.choose());
    }

    forget() {
      this.typed = {};
      this.wrong = {};
      this.clear();
    }

    clear() {
      this.answered = undefined;
      this.correction = undefined;
      this.chosen = undefined;
      this.place.replaceChildren();
      if (this.does) this.does.textContent = "";
    }

    // Offer what can be recorded; `asker` gives the questions about it, and knows the zone, and when it may have happened.
    offer(groups, first, asker) {
      this.keep();
      this.clear();
      this.asker = asker;
      this.offers = [];
      this.select.replaceChildren(element("option", { value: "" }, first));
      for (const { words, offers } of groups) {
        if (!offers.length) continue;
        const options = offers.map((each) => element("option", { value: this.offers.push(each) - 1 }, each.title));
        this.select.append(element("optgroup", { label: words }, ...options));
      }
    }

    // Keep what stands there; a question that has no answer now has none.
    keep() {
      if (!this.answered) return;
      const read = this.answered.read();
      for (const { name } of this.fields) this.typed[name] = read[name];
      this.correction?.keep();
    }

    async choose() {
      this.keep();
      this.turn += 1;
      const { turn } = this;
      this.clear();
      const chosen = this.offers[Number(this.select.value)];
      if (this.select.value === "" || !chosen) return;
      try {
        const fields = await this.asker.fields(chosen);
        if (turn !== this.turn) return;
        Object.assign(this, { chosen, fields });
        this.say(chosen);
        const { present, zone } = this.asker;
        this.answered = show(this.place, fields, this.prefix, { at: present(), ...this.typed }, zone);
        if (fields.some(({ answer }) => answer === "fields")) await this.correct(turn);
      } catch (error) {
        this.failed(error);
      }
    }

    say({ title, does, departs }) {
      if (!this.does) return;
      const done = does.length ? [filled(words.does, { what: does.join(words.and) })] : [];
      // The box may be too narrow for a long title.
    this.does.textContent = [...(title.length > LONG ? [`${title}.`] : []), ...done, ...departs].join(" ");
    }

    async correct(turn) {
      const place = element("div", { "data-correct": true, class: "el-record__values" });
      // What is wrong comes before why.
      const isWhy = (each) => each.querySelector(`#${this.prefix}-reason`);
      this.place.insertBefore(place, [...this.place.children].find(isWhy) ?? null);
      this.correction = new Correction(place, this.prefix, this.asker.zone, this.wrong);
      const ask = async () => {
        const known = await this.asker.correctable(this.answers());
        if (turn === this.turn) this.correction.ask(known);
      };
      this.answered.on("of", () => {
        this.wrong.which = undefined;
        this.wrong.values = undefined;
        ask().catch((error) => this.failed(error));
      });
      if (this.chosen.kind !== "correction" || this.answered.read().of) await ask();
    }

    answers() {
      const { kind, preset } = this.chosen;
      const answers = { kind, ...preset, ...this.answered.read() };
      if (/^[0-9]+$/.test(answers.of ?? "")) answers.of = Number(answers.of);
      if (CORRECTIONS.includes(kind) && this.correction) answers.correct = this.correction.read();
      return answers;
    }

    lacking = () => [...this.answered.lacking(), ...(this.correction?.lacking() ?? [])];
    fault = (objections) => this.answered?.fault(objections) ?? this.correction?.fault(objections);
    questionOf = (name) => this.answered?.questionOf(name) ?? this.correction?.questionOf(name);

    // What somebody chose and typed, to go on with elsewhere.
    state() {
      this.keep();
      return { key: this.chosen && keyOf(this.chosen), kind: this.chosen?.kind, typed: this.typed, wrong: this.wrong };
    }

    // Go on with it: with the same offer, or else with the first of the same kind.
    async restore({ key, kind, typed, wrong }) {
      Object.assign(this, { typed, wrong });
      const same = this.offers.findIndex((each) => keyOf(each) === key);
      const place = same < 0 ? this.offers.findIndex((each) => each.kind === kind) : same;
      if (place < 0) return;
      this.select.value = String(place);
      await this.choose();
    }
  }

  globalThis.escalationLogEventForm = EventForm;
})();
