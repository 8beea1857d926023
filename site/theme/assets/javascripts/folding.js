// What a narrow screen has no room for (`data-folds`), and what nobody needs at first
// (`data-folds="always"`), starts closed; on paper it is open. What an address leads to is open too.
"use strict";
(() => {
  const folds = [...document.querySelectorAll("details[data-folds]")];
  const isNarrow = matchMedia("screen and (max-width: 44.984375em)").matches;
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const wanted = folds.filter((each) => each.contains(target) || each.dataset.opensFor === target.id);
    for (const each of wanted) each.open = true;
    if (wanted.length) target.scrollIntoView();
  };

  for (const each of folds) {
    if (isNarrow || each.dataset.folds === "always") each.open = false;
  }
  open();
  addEventListener("hashchange", open);

  // The theme opens everything to print; what its reader opened is marked, to tell it from the rest.
  addEventListener("click", (event) => {
    const folded = event.target.closest?.("summary")?.parentElement;
    folded?.toggleAttribute("data-opened", !folded.open);
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((each) => !each.open);
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
})();
