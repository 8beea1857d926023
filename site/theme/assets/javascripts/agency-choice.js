// Finds an agency by its first letters. Nothing is listed before somebody types, or asks for all of them.
"use strict";

(() => {
  const { begins } = globalThis.ElFirstLetters;
  const finder = document.querySelector("[data-find-agency]");
  const field = finder.querySelector("input");
  const all = finder.querySelector("button");
  const told = finder.querySelector("[role=status]");
  const areas = [...document.querySelectorAll("[data-area]")].filter((each) => each.matches("section"));
  let wanted = false;

  // The areas whose agencies are looked through: the one in the address, or all of them.
  function chosen() {
    const one = areas.filter(({ dataset }) => location.hash === `#area-${dataset.area}`);
    return one.length ? one : areas;
  }

  function show() {
    const typed = field.value.trim();
    const open = chosen();
    const found = [];
    for (const area of areas) {
      const items = [...area.querySelectorAll("li")];
      for (const item of items) {
        const link = item.querySelector("a");
        const fits = open.includes(area) && (typed ? begins(link.textContent, typed) : wanted);
        item.hidden = !fits;
        if (fits) found.push(link);
      }
      area.hidden = !items.some((item) => !item.hidden);
    }
    const { none, one, several } = finder.dataset;
    told.textContent = typed ? (found.length ? (found.length > 1 ? several : one).replace("{number}", found.length) : none) : "";
    all.hidden = wanted;
    return found;
  }

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const found = show();
    if (field.value.trim() && found.length === 1) found[0].click();
  });
  all.addEventListener("click", () => {
    wanted = true;
    const [first = field] = show();
    first.focus();
  });
  addEventListener("hashchange", () => {
    show();
    if (chosen().length < areas.length) field.focus();
  });
  finder.hidden = false;
  show();
})();
