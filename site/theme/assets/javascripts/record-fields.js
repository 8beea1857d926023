// Shows questions, and reads the answers as a file has them.
"use strict";

(() => {
  const { readings } = globalThis.escalationLogRecordClock;
  const words = globalThis.escalationLogRecordWords;
  // From so many signs on, a choice is written out below its box, which may be too narrow for it.
  const LONG = 32;
  const MANY = 6;
  // Put values in place of what stands in braces.
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== undefined && value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // A question that says itself what an open answer means need not say that it may be left open.
  function heading(field) {
    return field.needed || field.open ? [field.question] : [`${field.question} `, element("span", { class: "el-quiet" }, words.ifKnown)];
  }

  // Which of two times is meant, in a night in which the clocks go back.
  function choiceOfTwo(id, day, clock, zone, chosen) {
    const asked = [0, 1].map((place) => element("input", { type: "radio", name: `${id}-which`, id: `${id}-which-${place}`, autocomplete: "off" }));
    const said = asked.map(() => element("span"));
    const shown = element("div", { "data-twice": true, hidden: true },
      element("p", { id: `${id}-twice` }, words.twice),
      element("p", { class: "el-moment__which", role: "radiogroup", "aria-labelledby": `${id}-twice` },
        ...asked.map((input, place) => element("label", {}, input, said[place]))));
    const found = () => (day.value && clock.value ? readings(`${day.value} ${clock.value}`, zone) : [{}]);
    function look() {
      const both = found();
      shown.hidden = both.length < 2;
      for (const [place, { offset, name }] of both.entries()) {
        asked[place].value = offset ?? "";
        said[place].textContent = filled(place ? words.after : words.before, { clock: clock.value, zone: name });
      }
      if (chosen) asked.forEach((each) => { each.checked = each.value === chosen; });
      chosen = undefined;
    }
    for (const each of [day, clock]) each.addEventListener("input", () => {
      for (const one of asked) one.checked = false;
      look();
    });
    look();
    const offset = () => (shown.hidden ? "" : asked.find(({ checked }) => checked)?.value);
    return { shown, offset, isNever: () => found().length === 0, first: asked[0] };
  }

  // Each maker gives the element, the input to go to, and a function that reads the answer: undefined where it is left
  // open. `unclear` says what is wrong with what stands there, before anybody else is asked.
  function moment(field, id, present = "", zone = "Europe/London") {
    const [, on, time, offset] = /^(\S+)?(?: (\d\d:\d\d)(\S*))?/.exec(present);
    const day = element("input", {
      type: "date", id: `${id}-on`, value: on, min: "2012-01-01", max: "2099-12-31", autocomplete: "off", "aria-describedby": `${id}-fault`,
    });
    const clock = element("input", { type: "time", id: `${id}-time`, value: time, autocomplete: "off" });
    const twice = choiceOfTwo(id, day, clock, zone, offset);
    const shown = element("fieldset", { class: "el-moment" },
      element("legend", {}, ...heading(field)),
      element("div", { class: "el-moment__fields" },
        element("p", {}, element("label", { for: `${id}-on` }, words.date), day),
        element("p", {}, element("label", { for: `${id}-time` }, `${words.time} `, element("span", { class: "el-quiet" }, words.ifKnown)), clock)),
      twice.shown);
    function unclear() {
      if (day.validity.badInput || clock.validity.badInput) return words.momentNotWhole;
      if (clock.value && !day.value) return words.dateMissing;
      if (day.value && !day.validity.valid) return words.yearOdd;
      if (twice.isNever()) return words.never;
      return twice.offset() === undefined ? words.whichTime : "";
    }
    function read() {
      if (!day.value) return undefined;
      return clock.value ? `${day.value} ${clock.value}${twice.offset() ?? ""}` : day.value;
    }
    return { shown, first: day, read, unclear };
  }

  function plain(field, id, input, read, unclear) {
    const shown = element("p", {}, element("label", { for: id }, ...heading(field)), input);
    return { shown, first: input, read, unclear };
  }

  function day(field, id, present) {
    const input = element("input", { type: "date", id, value: present, autocomplete: "off", "aria-describedby": `${id}-fault` });
    return plain(field, id, input, () => input.value || undefined, () => (input.validity.badInput ? words.dateNotWhole : ""));
  }

  function one(field, id, present) {
    const input = element("select", { id, autocomplete: "off", "aria-describedby": `${id}-whole ${id}-fault` },
      element("option", { value: "" }, field.open ?? (field.needed ? words.choose : words.leaveOpen)),
      ...field.choices.map(({ value, words }) => element("option", { value, selected: value === present }, words)));
    const whole = element("span", { id: `${id}-whole`, class: "el-small el-record__whole" });
    const look = () => {
      const words = field.choices.find(({ value }) => value === input.value)?.words ?? "";
      whole.textContent = words.length > LONG ? words : "";
    };
    input.addEventListener("change", look);
    look();
    const made = plain(field, id, input, () => input.value || undefined);
    made.shown.append(whole);
    return made;
  }

  function several(field, id, present = []) {
    const boxes = field.choices.map(({ value }, place) => element("input", {
      type: "checkbox", id: `${id}-${place}`, value, checked: present.includes(value), autocomplete: "off",
    }));
    const choices = field.choices.map(({ words }, place) => element("label", { class: "el-record__choice" }, boxes[place], words));
    const shown = element("fieldset", { "aria-describedby": `${id}-fault` }, element("legend", {}, ...heading(field)),
      element("div", { class: choices.length > MANY ? "el-record__many" : undefined }, ...choices));
    const read = () => {
      const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      return chosen.length ? chosen : undefined;
    };
    const unclear = () => ((read() ?? []).length > (field.most ?? Infinity) ? filled(words.mostChoices, { most: field.most }) : "");
    return { shown, first: boxes[0], read, unclear };
  }

  function text(field, id, present = "") {
    const input = element("textarea", { id, rows: 2, autocomplete: "off", "aria-describedby": `${id}-fault` }, present);
    const read = () => input.value.trim() || undefined;
    const unclear = () => {
      const over = [...(read() ?? "")].length - (field.longest ?? Infinity);
      return over > 0 ? filled(words.tooLong, { over, most: field.longest }) : "";
    };
    return plain(field, id, input, read, unclear);
  }

  function references(field, id, present = "") {
    const input = element("input", {
      type: "text", id, value: [present].flat().join(", "), autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
      "aria-describedby": `${id}-fault`,
    });
    const read = () => {
      const found = input.value.toUpperCase().split(/[\s,]+/).filter(Boolean);
      if (!found.length) return undefined;
      return field.answer === "references" ? found : found[0];
    };
    return plain(field, id, input, read);
  }

  const MAKERS = { moment, date: day, one, several, text, reference: references, references };

  // Show the questions in a place, with the answers that are there; `zone` is that of the moments.
  function show(place, fields, prefix, present = {}, zone = undefined) {
    const shown = new Map();
    place.replaceChildren();
    for (const field of fields) {
      const make = MAKERS[field.answer];
      if (!make) continue;
      const id = `${prefix}-${field.name}`;
      const made = make(field, id, present[field.name], zone);
      const fault = element("span", { id: `${id}-fault`, class: "el-record__fault" });
      made.shown.append(fault);
      place.append(made.shown);
      // What was said of an answer is said no more once that is another.
      made.shown.addEventListener("input", () => {
        fault.textContent = "";
        made.first?.removeAttribute("aria-invalid");
      });
      shown.set(field.name, { ...made, fault, field });
    }
    return {
      read() {
        const answers = {};
        for (const [name, { read }] of shown) {
          const value = read();
          if (value !== undefined) answers[name] = value;
        }
        return answers;
      },
      // What is missing, or cannot be meant.
      lacking: () => [...shown.values()].flatMap(({ field, read, unclear }) => {
        const said = unclear?.() || (field.needed && read() === undefined ? words.needsAnswer : "");
        return said ? [{ field: field.name, words: said, question: field.question }] : [];
      }),
      // Say what is wrong beside the question that it is about; give the first such question.
      fault(objections) {
        let first;
        for (const { fault, first: input } of shown.values()) {
          fault.textContent = "";
          input?.removeAttribute("aria-invalid");
        }
        for (const { field, words } of objections) {
          const about = shown.get(field);
          if (!about) continue;
          about.fault.textContent = words;
          about.first?.setAttribute("aria-invalid", "true");
        }
        for (const { fault, first: input } of shown.values()) if (fault.textContent) first ??= input;
        return first;
      },
      questionOf: (name) => shown.get(name)?.field.question,
      on(name, listener) {
        shown.get(name)?.shown.addEventListener("change", listener);
      },
    };
  }

  globalThis.escalationLogFields = { element, filled, show };
})();
