// Keeps the pages that are named here for when there is no network; none that names a case is among them. On a site
// behind a sign-in whoever is signed out keeps nothing.
"use strict";

const SITE = {{ site }};
const SCOPE = registration.scope;
const OURS = `escalation-log ${SCOPE} `;
const NAME = OURS + SITE.build;
// The engine, which judges a case in the browser, once somebody has used it. It stays from build to build.
const ENGINE = `${OURS}engine`;
const OF_ENGINE = /^record\.html$|^assets\/(engine|[a-z-]+\/(engine|rules|record)\b)/;
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

const isKeptPage = (address) => SITE.pages.includes(address);
const isKeptAsset = (address) => ASSET.test(address) || SITE.data.includes(address);
// What its parts are called changes with what they hold; what stands beside them may be another with each build.
const isPartOfEngine = (address) => address.startsWith("assets/engine/");
const isOfEngine = (address) => OF_ENGINE.test(address);
// With these a gateway says that nobody is behind it.
const NOBODY = [502, 503, 504];
// The pages that were opened from what is kept, and take the rest of what they ask for from there too.
const fromKept = new Set();
// The sign-in answers with a redirection to itself, or with a refusal. In front of a public site there is none, and
// whoever redirects is the sign-in of some network.
const isSignedOut = ({ type, status }) =>
  !SITE.public && (type === "opaqueredirect" || status === 401 || status === 403);

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

async function put(address, response, name = NAME) {
  const headers = new Headers({ "content-type": response.headers.get("content-type") ?? "" });
  const cache = await caches.open(name);
  await cache.put(SCOPE + address, new Response(await response.arrayBuffer(), { headers }));
}

const find = (address) => caches.match(SCOPE + address, { cacheName: isOfEngine(address) ? ENGINE : NAME });

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

// Keep all that is named. Signed out, or where there is no room, keep nothing.
async function fill() {
  try {
    await fetchPages(SITE.pages);
  } catch (error) {
    await forget([NAME]);
    throw error;
  }
}

// Keep the engine that a page has just loaded, as far as that did not pass here already: from what the browser still
// has of it.
async function keepEngine(wanted) {
  async function kept(address) {
    if (await find(address)) return;
    const response = await fetch(SCOPE + address, { cache: "force-cache", credentials: "same-origin", redirect: "manual" });
    if (isSignedOut(response)) throw new SignedOut();
    if (response.ok) await put(address, response, ENGINE);
  }
  try {
    await ended(wanted.map(kept));
    const cache = await caches.open(ENGINE);
    for (const { url } of await cache.keys()) if (!wanted.includes(addressOf(url))) await cache.delete(url);
  } catch (error) {
    // Where there is no room, what is there of it is of no use. Without a network nothing changes.
    if (error instanceof SignedOut) await forget(await ours());
    else if (error.name === "QuotaExceededError") await forget([ENGINE]);
  }
}

// What a page was opened for that came too late for the worker, or was forgotten meanwhile.
async function keep() {
  try {
    if (!await caches.has(NAME)) await fill();
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
  const links = [["index.html", "Home"], ["what-now.html", "What do I do now?"], ["by-when.html", "By when?"]]
    .map(([address, words]) => `<li><a href="${SCOPE}${address}">${words}</a></li>`).join("");
  const html = [
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>No network</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    "<style>body{background:#fff;color:#111;font:1.1rem/1.5 sans-serif;margin:1rem}a{color:#0b4f6c;display:inline-block;",
    "padding:.4rem 0}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cd3f0}}</style>",
    "</head><body><main><h1>No network</h1><p><strong>A child in immediate danger: ring 999.</strong></p>",
    `<p>This page is not kept on this device.${SITE.public ? "" : " Pages that name a case are never kept, so that a lost phone gives nothing away."}</p>`,
    "<p>Kept are the policies, What do I do now? and the calculator:</p>",
    `<ul>${links}</ul></main></body></html>`,
  ];
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  };
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

async function page(event, address) {
  const asked = fetch(event.request);
  // Whoever leaves, leaves nothing, though the sign-in may not hear of it.
  if (!SITE.public && /^oauth2\/sign_out/.test(address)) event.waitUntil(forgetAll());
  // An answer that comes late is learnt from, too.
  event.waitUntil(asked.then((response) => (isSignedOut(response) ? forgetAll() : undefined), () => undefined));
  const copy = isKeptPage(address) || isOfEngine(address) ? await find(address) : undefined;
  const response = await answered(asked, copy);
  if (response?.ok && copy && isOfEngine(address)) keepAnew(event, address, response);
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

// A part that is kept is the one that is asked for; what stands beside them is asked for anew.
async function ofEngine(event, address) {
  const copy = isPartOfEngine(address) ? await find(address) : undefined;
  if (copy) return copy;
  const response = await asset(event, address);
  if (response.ok) keepAnew(event, address, response);
  return response;
}

function keepAnew(event, address, response) {
  const kept = response.clone();
  event.waitUntil(inTurn(() => put(address, kept, ENGINE).catch(() => forget([ENGINE]))));
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(inTurn(fill));
});

addEventListener("activate", (event) => {
  event.waitUntil(inTurn(async () => {
    await forget((await ours()).filter((name) => name !== NAME && name !== ENGINE));
    await clients.claim();
  }));
});

addEventListener("message", (event) => {
  const { engine } = event.data;
  event.waitUntil(inTurn(engine ? () => keepEngine(engine) : keep));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.method === "GET" ? addressOf(request.url) : null;
  if (address === null) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (isOfEngine(address)) event.respondWith(ofEngine(event, address));
  else if (isKeptAsset(address)) event.respondWith(asset(event, address));
});
