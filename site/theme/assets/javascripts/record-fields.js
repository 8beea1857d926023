// Shows the questions about an event, and reads the answers as a file has them.
"use strict";

(() => {
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== undefined && value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  const OPEN = "if known";

  function heading(field) {
    return field.needed ? [field.question] : [`${field.question} `, element("span", { class: "el-quiet" }, OPEN)];
  }

  // Each maker gives the element, and a function that reads the answer: undefined where it is left open.
  function moment(field, id, present = "") {
    const [on, time] = present.split(" ");
    const day = element("input", { type: "date", id: `${id}-on`, value: on, autocomplete: "off", "aria-describedby": `${id}-fault` });
    const clock = element("input", { type: "time", id: `${id}-time`, value: time, autocomplete: "off" });
    const shown = element("fieldset", { class: "el-moment" },
      element("legend", {}, ...heading(field)),
      element("div", { class: "el-moment__fields" },
        element("p", {}, element("label", { for: `${id}-on` }, "Date"), day),
        element("p", {}, element("label", { for: `${id}-time` }, "Time ", element("span", { class: "el-quiet" }, OPEN)), clock)));
    return { shown, first: day, read: () => (day.value ? [day.value, clock.value].filter(Boolean).join(" ") : undefined) };
  }

  function plain(field, id, input, read) {
    const shown = element("p", {}, element("label", { for: id }, ...heading(field)), input);
    return { shown, first: input, read };
  }

  function day(field, id, present) {
    const input = element("input", { type: "date", id, value: present, autocomplete: "off", "aria-describedby": `${id}-fault` });
    return plain(field, id, input, () => input.value || undefined);
  }

  function one(field, id, present) {
    const input = element("select", { id, autocomplete: "off", "aria-describedby": `${id}-fault` },
      element("option", { value: "" }, field.needed ? "Choose" : "Leave open"),
      ...field.choices.map(({ value, words }) => element("option", { value, selected: value === present }, words)));
    return plain(field, id, input, () => input.value || undefined);
  }

  function several(field, id, present = []) {
    const boxes = field.choices.map(({ value }, place) => element("input", {
      type: "checkbox", id: `${id}-${place}`, value, checked: present.includes(value), autocomplete: "off",
    }));
    const shown = element("fieldset", { "aria-describedby": `${id}-fault` }, element("legend", {}, ...heading(field)),
      ...field.choices.map(({ words }, place) => element("label", { class: "el-record__choice" }, boxes[place], words)));
    const read = () => {
      const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      return chosen.length ? chosen : undefined;
    };
    return { shown, first: boxes[0], read };
  }

  function text(field, id, present = "") {
    const input = element("textarea", {
      id, rows: 2, maxlength: field.longest, autocomplete: "off", "aria-describedby": `${id}-fault`,
    }, present);
    return plain(field, id, input, () => input.value.trim() || undefined);
  }

  function references(field, id, present = "") {
    const input = element("input", {
      type: "text", id, value: [present].flat().join(", "), autocomplete: "off", spellcheck: "false", placeholder: "KN-2026-0007",
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

  // Show the questions in a place; give functions that read all answers, and that show what is wrong with them.
  function show(place, fields, prefix, present = {}) {
    const shown = new Map();
    place.replaceChildren();
    for (const field of fields) {
      const make = MAKERS[field.answer];
      if (!make) continue;
      const id = `${prefix}-${field.name}`;
      const made = make(field, id, present[field.name]);
      const fault = element("span", { id: `${id}-fault`, class: "el-record__fault" });
      made.shown.append(fault);
      place.append(made.shown);
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
      lacking: () => [...shown.values()].filter(({ field, read }) => field.needed && read() === undefined)
        .map(({ field }) => ({ field: field.name, words: `“${field.question}” needs an answer.` })),
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
          first ??= about.first;
        }
        return first;
      },
      on(name, listener) {
        shown.get(name)?.shown.addEventListener("change", listener);
      },
    };
  }

  globalThis.escalationLogFields = { element, show };
})();
