// Writes where and how new files are proposed on GitHub. Only coded values stand in an address.
"use strict";

(() => {
  const { element } = globalThis.escalationLogFields;
  // Sign-in pages pass the address on, encoded once more.
  const LONGEST = 4000;

  function addressOf(proposals, { file, coded }) {
    const address = `${proposals}?${new URLSearchParams({ filename: file, value: coded })}`;
    if (address.length <= LONGEST) return address;
    return `${proposals}?${new URLSearchParams({ filename: file })}`;
  }

  function copier(label, words, told) {
    const shown = element("textarea", { class: "el-record__words", readonly: true, rows: Math.min(8, words.split("\n").length), "aria-label": `${label}: text` });
    shown.value = words;
    const said = element("span", { role: "status" });
    const button = element("button", { type: "button", class: "md-button", "data-copies": true }, label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words);
        said.textContent = " Copied.";
        told();
      } catch {
        shown.focus();
        shown.select();
        said.textContent = " Not allowed here: press Ctrl and C now.";
      }
    });
    return [shown, element("p", {}, button, said)];
  }

  function picture() {
    return document.querySelector("#record-picture").content.cloneNode(true);
  }

  function stepsWithout(each, told) {
    return [
      element("li", {}, "Give this text to your business team, or put it into a new file of the log.", ...copier("Copy the text", `${each.coded}${each.words}`, told)),
      element("li", {}, "The file’s name is ", element("code", {}, each.file), "."),
    ];
  }

  function steps(each, proposals, told, isFirst) {
    if (!proposals) return stepsWithout(each, told);
    const address = addressOf(proposals, each);
    const isWhole = address.includes("value=");
    const pasted = isWhole ? each.words : `${each.coded}${each.words}`;
    const link = element("a", { class: "md-button md-button--primary", href: address, target: "_blank", rel: "noopener noreferrer", "data-proposal": true }, "Open GitHub’s page");
    link.addEventListener("click", told);
    const where = isWhole ? "Click below the last line of the text there, and paste." : "Click into the large box there, and paste.";
    return [
      ...(pasted ? [element("li", {}, "Copy what you wrote.", ...copier("Copy your words", pasted, () => {}))] : []),
      element("li", {}, link, element("p", { class: "el-small" }, "It opens in a new tab, with the name of the file and all that is coded.")),
      ...(pasted ? [element("li", {}, where, ...(isFirst ? [picture()] : []))] : []),
      element("li", {}, "Press “Commit changes…”, say in a line why, and choose “Create a new branch” and “Propose changes”."),
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
