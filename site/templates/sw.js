// Keeps pages for when there is no network: those named here, and of the agencies' those that were opened. A page of
// a case is never kept. Whoever is signed out keeps nothing.
"use strict";

const SITE = {{ site }};
const SCOPE = registration.scope;
const OURS = `escalation-log ${SCOPE} `;
const NAME = OURS + SITE.build;
const KEPT_AT = "x-kept-at";
const AGENCY = /^agencies\/.+\.html$/;
const ASSET = /^assets\/(images|javascripts|stylesheets)\//;
// What a page asks for, in its links and in the settings of its scripts.
const ASKED_FOR = /"([^"#?\s]+\.(?:css|js|png|svg))"/g;

// The address within the site, or null for one elsewhere.
function addressOf(url) {
  const { origin, pathname } = new URL(url, SCOPE);
  const full = origin + pathname;
  if (!full.startsWith(SCOPE)) return null;
  const address = decodeURI(full.slice(SCOPE.length));
  return address === "" || address.endsWith("/") ? `${address}index.html` : address;
}

const isKeptPage = (address) => SITE.pages.includes(address) || AGENCY.test(address);
const isKeptAsset = (address) => ASSET.test(address) || SITE.data.includes(address);
// With these a gateway says that nobody is behind it.
const NOBODY = [502, 503, 504];
// The pages that were opened from what is kept, and take the rest of what they ask for from there too.
const fromKept = new Set();
// The sign-in answers with a redirection to itself, or with a refusal.
const isSignedOut = ({ type, status }) => type === "opaqueredirect" || status === 401 || status === 403;

class SignedOut extends Error {}

// What changes what is kept is done one after another, so that nothing comes back that was just forgotten.
let turn = Promise.resolve();
function inTurn(work) {
  turn = turn.then(work, work);
  return turn;
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

async function forget(names) {
  await Promise.all(names.map((name) => caches.delete(name)));
}

const forgetAll = () => inTurn(async () => forget(await ours()));

async function put(address, response) {
  const headers = new Headers({ "content-type": response.headers.get("content-type") ?? "", [KEPT_AT]: Date.now() });
  const cache = await caches.open(NAME);
  await cache.put(SCOPE + address, new Response(await response.arrayBuffer(), { headers }));
}

// Keep an answer anew, unless all was forgotten meanwhile.
function renew(address, response) {
  return inTurn(async () => {
    if (await caches.has(NAME)) await put(address, response);
  });
}

const isOld = (address, { headers }) => AGENCY.test(address) && Date.now() - headers.get(KEPT_AT) > SITE.agencies_for;

async function find(address) {
  const found = await caches.match(SCOPE + address, { cacheName: NAME });
  return found && !isOld(address, found) ? found : undefined;
}

async function forgetOld() {
  if (!await caches.has(NAME)) return;
  const cache = await caches.open(NAME);
  for (const request of await cache.keys()) {
    if (isOld(addressOf(request.url), await cache.match(request))) await cache.delete(request);
  }
}

// Fetch a page or a file and keep it; give a page's text. What is not there is passed over.
async function fetchAndKeep(address) {
  const response = await fetch(SCOPE + address, { cache: "no-cache", credentials: "same-origin", redirect: "manual" });
  if (isSignedOut(response)) throw new SignedOut();
  if (!response.ok) return "";
  const text = address.endsWith(".html") ? await response.clone().text() : "";
  await put(address, response);
  return text;
}

// Fail only once nothing is under way any more that would put something back.
async function ended(works) {
  const failures = (await Promise.allSettled(works)).flatMap(({ reason }) => reason ?? []);
  if (failures.length) throw failures.find((each) => each instanceof SignedOut) ?? failures[0];
}

async function fetchPages(addresses) {
  const assets = new Set(SITE.data);
  await ended(addresses.map(async (page) => {
    for (const [, link] of (await fetchAndKeep(page)).matchAll(ASKED_FOR)) {
      const address = addressOf(new URL(link, SCOPE + page));
      if (address !== null && isKeptAsset(address)) assets.add(address);
    }
  }));
  await ended([...assets].map(async (address) => await find(address) ?? fetchAndKeep(address)));
}

// Keep what is named, and the agencies' pages that an earlier build was asked for. Signed out, keep nothing.
async function fill() {
  const agencies = new Set();
  for (const name of await ours()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const address = addressOf(request.url);
      if (AGENCY.test(address) && !isOld(address, await cache.match(request))) agencies.add(address);
    }
  }
  try {
    await fetchPages([...new Set([...SITE.pages, ...agencies])]);
  } catch (error) {
    await forget([NAME]);
    throw error;
  }
}

async function keep(address) {
  await forgetOld();
  try {
    if (!await caches.has(NAME)) await fill();
    if (isKeptPage(address) && !await find(address)) await fetchPages([address]);
  } catch (error) {
    // Without a network nothing changes.
    if (error instanceof SignedOut) await forget(await ours());
  }
}

// A kept page says so, and when the site was built that it is a page of.
async function marked(copy) {
  const text = await copy.text();
  const built = / data-built="([^"]+)"/.exec(text)?.[1] ?? SITE.built;
  return new Response(text.replace("<html ", `<html data-kept="${built}" `), { headers: copy.headers });
}

function notKept() {
  const links = [["index.html", "Home"], ["agencies/index.html", "My agency"], ["by-when.html", "By when?"]]
    .map(([address, words]) => `<li><a href="${SCOPE}${address}">${words}</a></li>`).join("");
  const html = [
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>No network</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    "<style>body{background:#fff;color:#111;font:1.1rem/1.5 sans-serif;margin:1rem}a{color:#0b4f6c;display:inline-block;",
    "padding:.4rem 0}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cd3f0}}</style>",
    "</head><body><main><h1>No network</h1><p><strong>A child in immediate danger: ring 999.</strong></p>",
    "<p>This page is not kept on this device. Pages of cases never are, so that a lost phone tells nothing of them.</p>",
    `<p>Kept are the policies, the calculator, and for ${SITE.agencies_days} days the pages of agencies that you opened:</p>`,
    `<ul>${links}</ul></main></body></html>`,
  ];
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(html.join("\n"), { status: 503, headers });
}

// What was answered; nothing where nobody does, or where somebody who has a copy would wait for too long.
async function answered(asked, copy) {
  try {
    const late = new Promise((resolve) => setTimeout(resolve, SITE.patience));
    const response = await (copy ? Promise.race([asked, late]) : asked);
    return copy && NOBODY.includes(response?.status) ? undefined : response;
  } catch {
    return undefined;
  }
}

// An answer that comes late is learnt from, too. The pages of a build stay as they are, but an agency's is kept for
// a week from when it was last asked for.
function learn(address, response) {
  if (isSignedOut(response)) return forgetAll();
  return response.ok && AGENCY.test(address) ? renew(address, response.clone()) : undefined;
}

async function page(event, address) {
  const asked = fetch(event.request);
  // Whoever leaves, leaves nothing, though the sign-in may not hear of it.
  if (/^oauth2\/sign_out/.test(address)) event.waitUntil(forgetAll());
  event.waitUntil(asked.then((response) => learn(address, response), () => inTurn(forgetOld)));
  const copy = isKeptPage(address) ? await find(address) : undefined;
  const response = await answered(asked, copy);
  if (response) return response;
  fromKept.add(event.resultingClientId);
  return copy ? marked(copy) : notKept();
}

async function asset(event, address) {
  const copy = await find(address);
  if (copy && fromKept.has(event.clientId)) return copy;
  const asked = fetch(event.request);
  return await answered(asked, copy) ?? copy ?? asked;
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(inTurn(fill));
});

addEventListener("activate", (event) => {
  event.waitUntil(inTurn(async () => {
    await forget((await ours()).filter((name) => name !== NAME));
    await forgetOld();
    await clients.claim();
  }));
});

addEventListener("message", (event) => {
  const address = addressOf(event.data.keep);
  if (address !== null) event.waitUntil(inTurn(() => keep(address)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.method === "GET" ? addressOf(request.url) : null;
  if (address === null) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (isKeptAsset(address)) event.respondWith(asset(event, address));
});
