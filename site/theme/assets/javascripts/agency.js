// Keeps what an agency must do under the heading that fits at the moment of reading.
"use strict";

const passedBy = (dues, now, since = -Infinity) =>
  dues.split(" ").filter((due) => due && since < due * 1000 && due * 1000 <= now).length;

let seen = Number(document.querySelector("[data-seen]")?.dataset.seen);

// Show the first cases; what lies beyond is kept for paper, and for whoever asks for more.
function showSome() {
  const cards = [...document.querySelectorAll(".el-action")];
  cards.forEach((card, place) => card.toggleAttribute("data-beyond", place >= seen));
  for (const group of document.querySelectorAll("[data-group]")) {
    group.toggleAttribute("data-beyond", group.querySelector(".el-action:not([data-beyond])") === null);
  }
  const more = document.getElementById("more-actions");
  if (!more) return;
  const rest = cards.length - seen;
  const step = Number(document.querySelector("[data-seen]").dataset.seen);
  more.hidden = rest <= 0;
  more.textContent = more.dataset.words.replace("{number}", Math.min(step, rest));
  more.onclick = () => {
    seen += step;
    showSome();
    cards[seen - step].querySelector("a").focus();
  };
}

document.addEventListener("escalation-log:told", (event) => {
  const now = event.detail;
  const all = document.querySelector("[data-all-dues]");
  const clock = globalThis.escalationLogClock;
  if (all) clock.passed = (moment) => passedBy(all.dataset.allDues, moment, clock.builtAt);
  const groups = new Map([...document.querySelectorAll("[data-group]")].map((group) => [group.dataset.group, group]));
  const ranks = [...groups.keys()];
  const duesOf = (card) => [...card.querySelectorAll(".el-when")].map((when) => Date.parse(when.dataset.due));
  const dueOf = (card) => Math.min(...duesOf(card), Infinity);
  // An immediate risk goes before every date.
  const isBefore = (card, other) =>
    "risk" in card.dataset === "risk" in other.dataset ? dueOf(card) < dueOf(other) : "risk" in card.dataset;
  const groupOf = ({ dataset }) => ("stays" in dataset ? "at-once" : dataset.look === "own" ? "own" : dataset.state);
  const rankOf = (duty) => (ranks.includes(groupOf(duty)) ? ranks.indexOf(groupOf(duty)) : ranks.length - 1);

  // A case stands under the heading that fits the most urgent of its duties.
  for (const card of document.querySelectorAll(".el-action")) {
    const rank = Math.min(...[...card.querySelectorAll("[data-duty]")].map(rankOf));
    const fitting = groups.get(ranks[rank]);
    if (!fitting || fitting === card.closest("[data-group]")) continue;
    const list = fitting.querySelector("ul");
    const later = [...list.children].find((other) => isBefore(card, other));
    list.insertBefore(card, later ?? null);
  }
  for (const group of groups.values()) {
    const number = group.querySelector("ul").childElementCount;
    // Late ones are not counted until the edition is signed off.
    const told = group.querySelector("[data-number]");
    if (told) told.textContent = number;
    group.hidden = number === 0;
  }
  showSome();
  for (const count of document.querySelectorAll("[data-dues]")) {
    const late = Number(count.dataset.late) + passedBy(count.dataset.dues, now);
    count.textContent = count.textContent.replace(/\d+/, late);
    count.hidden = late === 0;
  }
});
