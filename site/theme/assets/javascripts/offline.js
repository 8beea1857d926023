// Lets the site be added to a home screen and be read without a network, and says of a kept copy that it is one.
"use strict";

(() => {
  const root = new URL("../../", document.currentScript.src);
  const DAY = 24 * 60 * 60 * 1000;
  const { kept } = document.documentElement.dataset;
  const words = JSON.parse(document.querySelector('meta[name="el-kept"]').content);

  function ageWords(built) {
    const days = Math.floor(Math.max(Date.now() - Date.parse(built), 0) / DAY);
    const amount = days === 0 ? words.lessThanADay : words.days[days === 1 ? 0 : 1].replace("{number}", days);
    return words.age.replace("{amount}", amount);
  }

  // Where the page tells its age itself, only what it is.
  function sayKept() {
    const built = document.querySelector(".el-build[data-built]");
    const notice = document.createElement("p");
    notice.className = "el-kept";
    notice.setAttribute("role", "status");
    notice.textContent = built ? words.copy : `${words.copy} ${ageWords(kept)}`;
    const heading = document.querySelector("h1");
    if (built) built.before(notice);
    else if (heading) heading.after(notice);
    else document.body.prepend(notice);
  }

  function point(rel, address) {
    const link = document.createElement("link");
    link.rel = rel;
    link.crossOrigin = "use-credentials";
    link.href = new URL(address, root);
    document.head.append(link);
  }

  async function start() {
    const workers = navigator.serviceWorker;
    try {
      await workers.register(new URL("sw.js", root));
    } catch {
      return;
    }
    const { active } = await workers.ready;
    active.postMessage("keep");
  }

  if (kept) sayKept();
  if (!location.protocol.startsWith("http")) return;
  point("manifest", "manifest.json");
  point("apple-touch-icon", "assets/images/icon-192.png");
  if (navigator.serviceWorker) addEventListener("load", start);
})();
