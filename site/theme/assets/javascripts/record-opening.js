// What the forms share: the questions of a policy, the engine, and that nobody loses what they typed.
"use strict";

(() => {
  const { element, filled } = globalThis.escalationLogFields;
  const words = globalThis.escalationLogRecordWords;
  const root = new URL("../../", document.currentScript.src);
  const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
  const PSEUDONYM_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  // Draw so many of some signs, each as likely as any other.
  function drawn(count, signs) {
    let found = "";
    while (found.length < count) {
      const [number] = crypto.getRandomValues(new Uint8Array(1));
      if (number < 256 - (256 % signs.length)) found += signs[number % signs.length];
    }
    return found;
  }

  // Load the questions of a policy; null where they do not come. From a folder only scripts can be read.
  function policyAt(address) {
    return new Promise((resolve) => {
      const script = element("script", { src: new URL(address, root).href });
      script.addEventListener("load", () => resolve(globalThis.escalationLogForms));
      script.addEventListener("error", () => resolve(null));
      document.head.append(script);
    });
  }

  // Ask the browser to hold back whoever leaves with something typed.
  function hold(event) {
    event.preventDefault();
  }

  class SkippedError extends Error {}

  // Load the engine, which may take a while; whoever does not want to wait goes on without it.
  async function loaded(progress, skip) {
    const skipped = new Promise((_, reject) => {
      skip.onclick = () => reject(new SkippedError());
    });
    progress(words.loading);
    skip.hidden = false;
    try {
      await Promise.race([globalThis.escalationLogEngine.load(progress), skipped]);
    } finally {
      skip.hidden = true;
    }
  }

  function list(place, lines) {
    place.replaceChildren(...lines.map((each) => element("li", {}, each)));
  }

  // Say what is wrong in a list, each beside its question too, and go to the first.
  function tell(place, objections, forms) {
    const first = forms.map((form) => form.fault(objections)).find(Boolean);
    const questionOf = ({ field, question }) => question ?? forms.map((form) => form.questionOf?.(field)).find(Boolean);
    place.replaceChildren(
      element("p", {}, words.refused),
      element("ul", {}, ...objections.map((each) => {
        const question = questionOf(each);
        return element("li", {}, question ? `${question} ${each.words}` : each.words);
      })),
    );
    place.hidden = !objections.length;
    if (objections.length) (first ?? place).focus();
  }

  // Show what the engine says of a trial, in the words of the card.
  function preview($, tried, without) {
    const warnings = tried.objections.map((each) => each.words).filter((said) => !tried.told.some((each) => said.startsWith(each)));
    $("about").textContent = tried.about || without;
    list($("turned"), tried.turned);
    list($("told"), [...tried.told.filter((each) => !tried.turned.includes(each)), ...warnings]);
    list($("agreement"), tried.agreement.map((each) => filled(words.agreement, { words: each })));
    list($("coming-then"), tried.coming);
  }

  globalThis.escalationLogOpening = {
    list, loaded, policyAt, preview, tell,
    root,
    signs: () => drawn(4, SIGNS),
    pseudonym: () => `C-${drawn(5, PSEUDONYM_SIGNS)}`,
    isTyped: (isSo) => (isSo ? addEventListener : removeEventListener)("beforeunload", hold),
  };
})();
