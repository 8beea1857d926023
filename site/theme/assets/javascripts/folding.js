// What a narrow screen has no room for (`data-folds`) starts closed there; on paper it is open.
"use strict";
(() => {
  const folds = [...document.querySelectorAll("details[data-folds]")];
  const wanted = () => folds.filter((each) => each.contains(document.querySelector(":target")));

  if (matchMedia("screen and (max-width: 44.984375em)").matches) {
    const opened = wanted();
    for (const each of folds) each.open = opened.includes(each);
  }
  addEventListener("hashchange", () => {
    for (const each of wanted()) each.open = true;
  });

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
