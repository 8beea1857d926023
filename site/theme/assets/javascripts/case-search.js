// Leads from the search in the header to a case, by its reference. Which cases there are is asked for with the first
// letter only; the index of the search knows none of them.
"use strict";

(() => {
  const { src } = document.currentScript;
  const { goToCase } = globalThis.escalationLogWords;
  const field = document.querySelector(".md-search__input") ?? document.getElementById("find-case");
  if (!field) return;
  const root = new URL("../../", src);
  const list = document.createElement("ul");
  list.className = "el-found";
  list.setAttribute("aria-live", "polite");
  const results = document.querySelector(".md-search-result");
  if (results) results.before(list);
  else field.closest("form").after(list);

  const isKnown = () => Boolean(globalThis.escalationLogCases && globalThis.ElReferences);

  function links() {
    const known = globalThis.escalationLogCases;
    return (isKnown() ? globalThis.ElReferences.meant(field.value, known) : []).map((reference) => {
      const link = document.createElement("a");
      link.href = new URL(`cases/${reference.split("-")[1]}/${reference}.html`, root);
      link.textContent = goToCase.replace("{reference}", reference);
      return link;
    });
  }

  function show() {
    list.replaceChildren(...links().map((link) => {
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
  }

  // Where several cases are meant, the reader chooses.
  function go() {
    const [first, ...others] = links();
    if (others.length) list.querySelector("a").focus();
    else if (first) location.href = first.href;
    return Boolean(first);
  }

  let isAwaited = false;

  function ask() {
    for (const folder of ["javascripts", "escalation-log"]) {
      const script = document.createElement("script");
      script.src = new URL(`assets/${folder}/references.js`, root);
      script.addEventListener("load", () => {
        show();
        if (isAwaited && isKnown()) go();
      });
      document.head.append(script);
    }
  }

  field.addEventListener("input", ask, { once: true });
  field.addEventListener("input", show);
  field.form.addEventListener("reset", () => list.replaceChildren());
  // Before the theme, which would go to the best page of its index.
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== field || !/\d/.test(field.value)) return;
    isAwaited = !isKnown();
    if (!isAwaited && !go()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
})();
