// Writes where and how new files are proposed on GitHub. Only coded values stand in an address.
"use strict";

(() => {
  const { element, filled } = globalThis.escalationLogFields;
  const words = globalThis.escalationLogRecordWords;
  // Sign-in pages pass the address on, encoded once more.
  const LONGEST = 4000;
  const NAME_SHOWN = 23;
  const LINE_SHOWN = 40;

  function addressOf(proposals, { file, coded }) {
    const address = `${proposals}?${new URLSearchParams({ filename: file, value: coded })}`;
    if (address.length <= LONGEST) return address;
    return `${proposals}?${new URLSearchParams({ filename: file })}`;
  }

  function copier(label, text, told) {
    const shown = element("textarea", { class: "el-record__words", readonly: true, rows: Math.min(8, text.split("\n").length), "aria-label": filled(words.textOf, { label }) });
    shown.value = text;
    const said = element("span", { role: "status" });
    const button = element("button", { type: "button", class: "md-button", "data-copies": true }, label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = words.copied;
        told();
      } catch {
        shown.focus();
        shown.select();
        said.textContent = words.notAllowed;
      }
    });
    return [shown, element("p", {}, button, said)];
  }

  // GitHub's page with the first lines of the file, as far as there is room for them.
  function picture({ file, coded }) {
    const shown = document.querySelector("#record-picture").content.cloneNode(true);
    shown.querySelector("[data-name]").textContent = `…${file.slice(-NAME_SHOWN)}`;
    const lines = coded.split("\n");
    for (const each of shown.querySelectorAll("[data-line]")) each.textContent = lines.shift()?.slice(0, LINE_SHOWN) ?? "";
    return shown;
  }

  function stepsWithout(each, told) {
    return [
      element("li", {}, words.giveText, ...copier(words.copyText, `${each.coded}${each.words}`, told)),
      element("li", {}, words.fileName, element("code", {}, each.file), "."),
    ];
  }

  function steps(each, proposals, told, isFirst) {
    if (!proposals) return stepsWithout(each, told);
    const address = addressOf(proposals, each);
    const isWhole = address.includes("value=");
    const pasted = isWhole ? each.words : `${each.coded}${each.words}`;
    const link = element("a", { class: "md-button md-button--primary", href: address, target: "_blank", rel: "noopener noreferrer", "data-proposal": true }, words.openPage);
    link.addEventListener("click", told);
    const where = isWhole ? words.pasteBelow : words.pasteInto;
    return [
      ...(pasted ? [element("li", {}, words.copyFirst, ...copier(words.copyWords, pasted, () => {}))] : []),
      element("li", {}, link, element("p", { class: "el-small" }, words.newTab)),
      ...(pasted ? [element("li", {}, where, ...(isFirst ? [picture(each)] : []))] : []),
      element("li", {}, words.commit),
      element("li", {}, words.openPull),
    ];
  }

  // Show the steps for each file; `told` is called once somebody has taken them elsewhere.
  function show(place, files, titles, proposals, told) {
    place.replaceChildren(...files.flatMap((each, number) => [
      ...(files.length > 1 ? [element("h3", {}, `${number + 1}. ${titles[number]}`)] : []),
      element("ol", {}, ...steps(each, proposals, told, number === 0)),
    ]));
  }

  globalThis.escalationLogProposal = { show };
})();
