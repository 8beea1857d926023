// The theme opens its menu and its search with labels, which only a pointer can use. Here buttons
// take their place, and Escape closes what they opened.
(() => {
  for (const name of ["Menu", "Search"]) {
    const id = name === "Menu" ? "__drawer" : "__search";
    const toggle = document.getElementById(id);
    const label = document.querySelector(`.md-header__button[for="${id}"]`);
    if (!toggle || !label) continue;

    const button = document.createElement("button");
    button.type = "button";
    button.className = `md-header__button md-icon el-opener el-opener-${id}`;
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    label.replaceWith(button);

    const set = (open) => {
      toggle.checked = open;
      toggle.dispatchEvent(new Event("change"));
    };
    const show = () => button.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", show);
    button.addEventListener("click", () => set(!toggle.checked));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked) return;
      set(false);
      button.focus();
    });
    show();
  }
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
})();
