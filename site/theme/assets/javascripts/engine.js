// Loads the engine when it is asked for, and not before: the package of the log itself, in Python, in the browser. What
// it says of a case is what the commands say.
"use strict";

(() => {
  const root = new URL("../../", document.currentScript.src);
  const worker = new URL("engine-worker.js", document.currentScript.src);
  const LIST = "assets/escalation-log/engine.json";
  const RULES = "assets/escalation-log/rules.json";
  const WORDS = {
    folder: "This page was opened from a folder. What a record changes can be worked out only on the site itself.",
    browser: "This browser is too old to work out here what a record changes.",
    absent: "This site was built without what works out here what a record changes.",
    network: "There is no network, and what works out the dates is not kept on this device yet.",
    broken: "What works out the dates could not start in this browser.",
    failed: "Something is wrong inside the tool, and it could not go on.",
  };
  const MEGABYTE = 1024 * 1024;

  // Why the engine cannot do what it was asked for: `kind` for scripts, the message for people.
  class EngineError extends Error {
    constructor(kind, message = WORDS[kind], details = {}) {
      super(message);
      this.name = "EngineError";
      this.kind = kind;
      Object.assign(this, details);
    }
  }

  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

  function progressWords({ done, total, starting }) {
    if (starting) return "Starting …";
    return `Loading what works out the dates: ${megabytes(done)} of ${megabytes(total)} MB`;
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
    if (data.broken) return reject(new EngineError("failed", WORDS.failed, { report: data.broken }));
    const { said, refused, failed } = JSON.parse(data.answer);
    if (refused) return reject(new EngineError("refused", [refused.message, refused.hint].filter(Boolean).join(" ")));
    if (failed) return reject(new EngineError("failed", WORDS.failed, { report: failed }));
    return resolve(said);
  }

  async function begin() {
    if (!location.protocol.startsWith("http")) throw new EngineError("folder");
    if (!isAble()) throw new EngineError("browser");
    const { engine } = await fetchJson(LIST);
    if (!engine) throw new EngineError("absent");
    const made = new Worker(worker, { type: "module" });
    await new Promise((resolve, reject) => {
      made.addEventListener("error", () => reject(new EngineError("broken")));
      made.addEventListener("message", ({ data }) => {
        if (data.progress) for (const each of listeners) each(progressWords(data.progress), data.progress);
        else if (data.ready) resolve();
        else if (data.id === undefined) {
          reject(new EngineError(navigator.onLine ? "broken" : "network", undefined, { report: data.broken }));
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
      (await navigator.serviceWorker.ready).active.postMessage("engine");
    } catch {
      // Where nothing can be kept, it is loaded again the next time.
    }
  }

  globalThis.escalationLogEngine = {
    EngineError,

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

    // Call a function of the engine by its name; give the JSON that it answers, as text.
    async call(name, parameters = {}) {
      if (!running) throw new EngineError("failed", "The engine was not loaded.");
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
