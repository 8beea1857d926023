// Loads the engine when it is asked for, and not before: the package of the log itself, in Python, in the browser. What
// it says of a case is what the commands say.
"use strict";

(() => {
  const { words, engine } = {{ data }};
  const root = new URL("../../", document.currentScript.src);
  const WORKER = "assets/javascripts/engine-worker.js";
  const RULES = "assets/escalation-log/rules.json";
  const MEGABYTE = 1024 * 1024;

  // Why the engine cannot do what it was asked for: `kind` for scripts, the message for people, and where something is
  // wrong inside the tool a report for whoever looks after it, which holds nothing of the log.
  class EngineError extends Error {
    constructor(kind, { message = words[kind], report = "" } = {}) {
      super(message);
      this.name = "EngineError";
      this.kind = kind;
      this.report = report;
    }
  }

  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

  function progressWords({ done, total, starting }) {
    if (starting) return words.starting;
    return words.loading.replace("{done}", megabytes(done)).replace("{total}", megabytes(total));
  }

  async function fetchJson(address) {
    let response;
    try {
      response = await fetch(new URL(address, root), { credentials: "same-origin" });
    } catch {
      throw new EngineError("network");
    }
    if (!response.ok) throw new EngineError(response.status === 404 ? "absent" : "network");
    return response.json();
  }

  function isAble() {
    return typeof WebAssembly === "object" && typeof Worker === "function" && typeof DecompressionStream === "function";
  }

  let running;
  let listeners = new Set();
  const waiting = new Map();
  let last = 0;

  function heard(data) {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.broken) return reject(new EngineError("failed", { report: data.broken }));
    const { said, refused, failed } = JSON.parse(data.answer);
    if (refused) {
      const message = [refused.message, refused.hint].filter(Boolean).join(" ");
      return reject(new EngineError("refused", { message }));
    }
    if (failed) return reject(new EngineError("failed", { report: failed }));
    return resolve(said);
  }

  async function begin() {
    if (!location.protocol.startsWith("http")) throw new EngineError("folder");
    if (!isAble()) throw new EngineError("browser");
    if (!engine) throw new EngineError("absent");
    const made = new Worker(new URL(WORKER, root), { type: "module" });
    await new Promise((resolve, reject) => {
      made.addEventListener("error", () => reject(new EngineError("broken")));
      made.addEventListener("message", ({ data }) => {
        if (data.progress) for (const each of listeners) each(progressWords(data.progress), data.progress);
        else if (data.ready) resolve();
        else if (data.id === undefined) {
          reject(new EngineError(navigator.onLine ? "broken" : "network", { report: data.broken }));
        } else heard(data);
      });
      made.postMessage({ root: root.href, ...engine });
    }).catch((error) => {
      made.terminate();
      throw error;
    });
    keep();
    return made;
  }

  // The worker of the site keeps the engine for when there is no network.
  async function keep() {
    try {
      await navigator.serviceWorker.register(new URL("sw.js", root));
      (await navigator.serviceWorker.ready).active.postMessage({ engine: engine.kept });
    } catch {
      // Where nothing can be kept, it is loaded again the next time.
    }
  }

  globalThis.escalationLogEngine = {
    EngineError,
    isBuilt: Boolean(engine),

    // Load the engine; `told` is called with words on how far it is. After a failure it can be tried again.
    async load(told = () => {}) {
      listeners.add(told);
      running ??= begin();
      try {
        await running;
      } catch (error) {
        running = undefined;
        throw error;
      } finally {
        listeners.delete(told);
      }
    },

    // Call a function of the engine, once that is loaded, by its name; give the JSON that it answers, as text.
    async call(name, parameters = {}) {
      const made = await running;
      last += 1;
      return new Promise((resolve, reject) => {
        waiting.set(last, { resolve, reject });
        made.postMessage({ id: last, name, arguments: JSON.stringify(parameters) });
      });
    },

    // Fetch the rules of a policy, by its id: texts by their paths.
    async rules(policy) {
      return (await fetchJson(RULES))[policy];
    },

    // Fetch a case with what waits beside it, and the rules of its policy: what the function `open` takes as `files`,
    // texts by their paths, and as `others`, the other cases that it names.
    async log(reference) {
      const [, year] = reference.split("-");
      const { policy, files, others } = await fetchJson(`cases/${year}/${reference}.json`);
      return { files: { ...await this.rules(policy), ...files }, others };
    },
  };
})();
