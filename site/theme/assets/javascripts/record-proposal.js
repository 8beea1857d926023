// Writes where and how a new file is proposed on GitHub. Only coded values stand in the address.
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

  function copier(label, words) {
    const shown = element("textarea", { class: "el-record__words", readonly: true, rows: Math.min(8, words.split("\n").length), "aria-label": label });
    shown.value = words;
    const told = element("span", { role: "status" });
    const button = element("button", { type: "button", class: "md-button" }, label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words);
        told.textContent = " Copied.";
      } catch {
        shown.focus();
        shown.select();
        told.textContent = " Not allowed here: press Ctrl and C now.";
      }
    });
    return [shown, element("p", {}, button, told)];
  }

  function picture() {
    return document.querySelector("#record-picture").content.cloneNode(true);
  }

  // Show the steps for each file in a list.
  function show(list, files, proposals) {
    list.replaceChildren();
    for (const each of files) {
      const whole = `${each.coded}${each.words}`;
      if (!proposals) {
        list.append(
          element("li", {}, "Give these words to your business team, or put them into a new file of the log.", ...copier("Copy the text", whole)),
          element("li", {}, "The file’s name is ", element("code", {}, each.file)),
        );
        continue;
      }
      const address = addressOf(proposals, each);
      const isWhole = address.includes("value=");
      const pasted = isWhole ? each.words : whole;
      if (pasted) list.append(element("li", {}, "Copy what you wrote.", ...copier("Copy your words", pasted)));
      list.append(element("li", {},
        element("a", { class: "md-button md-button--primary", href: address, target: "_blank", rel: "noopener noreferrer", "data-proposal": true }, "Open GitHub’s page"),
        element("p", { class: "el-small" }, "It opens in a new tab, with the name of the file and all that is coded.")));
      if (pasted) list.append(element("li", {}, isWhole ? "Click below the last line of the text there, and paste." : "Click into the large box there, and paste.", picture()));
      list.append(element("li", {}, "Press “Commit changes…”, say in a line why, and choose “Create a new branch” and “Propose changes”."));
    }
  }

  globalThis.escalationLogProposal = { addressOf, show };
})();
