// What a narrow screen has no room for (`data-folds`) starts closed there; on paper it is open.
"use strict";
(() => {
  const folds = [...document.querySelectorAll("details[data-folds]")];
  const opened = () => folds.filter((each) => each.contains(document.querySelector(":target")));

  if (matchMedia("screen and (max-width: 44.984375em)").matches) {
    const wanted = opened();
    for (const each of folds) each.open = wanted.includes(each);
  }
  addEventListener("hashchange", () => {
    for (const each of opened()) each.open = true;
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
