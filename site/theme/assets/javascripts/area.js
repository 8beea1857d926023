// Remembers the area that somebody chose, in this browser alone: on the pages of an area, and on others with `?policy=` in
// the address, it is that one; elsewhere the one that was chosen last. Links that lead to pages of all areas then lead
// to those of this one.
"use strict";
(() => {
  const { content, dataset } = document.querySelector('meta[name="el-areas"]') ?? { dataset: {} };
  const areas = content?.split(" ") ?? [];
  const KEY = "escalation-log.area";
  const stored = {
    read() {
      try { return localStorage.getItem(KEY); } catch { return null; }
    },
    write(area) {
      try { localStorage.setItem(KEY, area); } catch { /* Without a store it is asked for again. */ }
    },
  };

  const named = dataset.area || new URLSearchParams(location.search).get("policy");
  const area = [named, stored.read()].find((each) => areas.includes(each));
  const root = new URL("../..", document.currentScript.src).href;

  // What was answered on the way goes along to the area that is chosen here.
  for (const link of document.querySelectorAll("[data-keeps-answers] a")) link.hash = location.hash;
  if (!area) return;
  if (named === area) stored.write(area);

  const kept = (url) => {
    const page = decodeURI(url.pathname.slice(new URL(root).pathname.length));
    if (page === "" || page === "index.html") url.pathname = new URL(`areas/${area}.html`, root).pathname;
    else if (page === "agencies/index.html") url.hash ||= `area-${area}`;
    else if (/^[^/]+\.html$/.test(page) || page === "policies/compare.html") url.searchParams.set("policy", area);
    return url.href;
  };

  for (const link of document.querySelectorAll("a[href]:not([data-all-areas], svg a)")) {
    const { ofArea } = link.dataset;
    const here = link.getAttribute("href").startsWith("#");
    if (ofArea) link.href = new URL(ofArea.replace("{area}", area), root).href + link.hash;
    else if (!here && link.href.startsWith(root) && !link.search) link.href = kept(new URL(link.href));
  }

  // Where areas are chosen, the one that was stands there already, and the choice is folded.
  const choice = document.querySelector("[data-choice]");
  const link = choice?.querySelector(`[data-area="${area}"]`);
  if (!link) return;
  choice.open = false;
  const summary = choice.querySelector("summary");
  summary.textContent = summary.dataset.chosen.replace("{area}", link.textContent);
  for (const line of document.querySelectorAll("[data-today]")) line.hidden = line.dataset.today !== area;
})();
