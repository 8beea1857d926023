// Says on paper when it was printed and, for what loses its force, until when it is valid, by the reader's clock.
"use strict";
(() => {
  const notes = [...document.querySelectorAll("[data-valid-hours]")];
  const stamps = [...document.querySelectorAll(".el-build, .el-footer--judged")];
  const said = notes.map((note) => note.textContent);
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const words = (moment) => format.format(moment).replace(",", "");

  addEventListener("beforeprint", () => {
    const now = Date.now();
    for (const stamp of stamps) stamp.dataset.printed = words(now);
    for (const note of notes) {
      const until = now + Number(note.dataset.validHours) * 3600000;
      note.textContent = note.dataset.onPaper.replace("{printed}", words(now)).replace("{until}", words(until));
    }
  });
  addEventListener("afterprint", () => {
    notes.forEach((note, number) => {
      note.textContent = said[number];
    });
  });
})();
