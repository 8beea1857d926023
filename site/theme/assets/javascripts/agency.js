// Keeps what an agency must do under the heading that fits at the moment of reading.
"use strict";

const passedBy = (dues, now, since = -Infinity) =>
  dues.split(" ").filter((due) => due && since < due * 1000 && due * 1000 <= now).length;

document.addEventListener("escalation-log:told", (event) => {
  const now = event.detail;
  const all = document.querySelector("[data-all-dues]");
  const clock = globalThis.escalationLogClock;
  if (all) clock.passed = (moment) => passedBy(all.dataset.allDues, moment, clock.builtAt);
  const groups = new Map([...document.querySelectorAll("[data-group]")].map((group) => [group.dataset.group, group]));
  const dueOf = (card) => Date.parse(card.querySelector(".el-when")?.dataset.due ?? "") || Infinity;
  // An immediate risk goes before every date.
  const isBefore = (card, other) =>
    "risk" in card.dataset === "risk" in other.dataset ? dueOf(card) < dueOf(other) : "risk" in card.dataset;

  for (const card of document.querySelectorAll(".el-action[data-state]:not([data-stays])")) {
    const group = card.closest("[data-group]");
    const { look, state } = card.dataset;
    const fitting = groups.get(look === "own" ? look : state);
    if (!fitting || fitting === group) continue;
    const list = fitting.querySelector("ul");
    const later = [...list.children].find((other) => isBefore(card, other));
    list.insertBefore(card, later ?? null);
  }
  for (const group of groups.values()) {
    const number = group.querySelector("ul").childElementCount;
    group.querySelector("[data-number]").textContent = number;
    group.hidden = number === 0;
  }
  for (const warning of document.querySelectorAll(".el-action__warning")) {
    const { case: reference } = warning.closest(".el-action").dataset;
    const first = document.querySelector(`.el-action[data-case="${reference}"]`);
    if (!first.contains(warning)) first.querySelector("[data-who]").after(warning);
  }
  for (const count of document.querySelectorAll("[data-dues]")) {
    const late = Number(count.dataset.late) + passedBy(count.dataset.dues, now);
    count.textContent = count.textContent.replace(/\d+/, late);
    count.hidden = late === 0;
  }
});
