// Keeps the area that somebody chose: on its pages, and on others with `?policy=` in the address, the
// links that lead to pages of all areas lead to those of this one.
"use strict";
(() => {
  const { content, dataset } = document.querySelector('meta[name="el-areas"]') ?? { dataset: {} };
  const area = dataset.area || new URLSearchParams(location.search).get("policy");
  if (!content?.split(" ").includes(area)) return;
  const root = new URL("../..", document.currentScript.src).href;

  const kept = (url) => {
    const page = decodeURI(url.pathname.slice(new URL(root).pathname.length));
    if (page === "" || page === "index.html") url.pathname = new URL(`areas/${area}.html`, root).pathname;
    else if (page === "agencies/index.html") url.hash ||= `area-${area}`;
    else if (/^[^/]+\.html$/.test(page) || page === "policies/compare.html") url.searchParams.set("policy", area);
    return url.href;
  };

  for (const link of document.querySelectorAll("a[href]:not([data-all-areas], svg a)")) {
    const here = link.getAttribute("href").startsWith("#");
    if (!here && link.href.startsWith(root) && !link.search) link.href = kept(new URL(link.href));
  }
})();
