// The theme opens its menu and its search with labels, which only a pointer can use. Here buttons
// take their place: what they open takes the focus, and closes on Escape or when the focus leaves.
(() => {
  const { menu, search } = document.currentScript.dataset;
  const openers = [
    [menu, "__drawer", ".md-sidebar--primary", ".md-sidebar--primary a"],
    [search, "__search", ".md-search", ".md-search__input"],
  ];
  for (const [name, id, within, inside] of openers) {
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
    button.addEventListener("click", () => {
      set(!toggle.checked);
      if (toggle.checked) document.querySelector(inside)?.focus();
    });
    document.addEventListener("focusin", (event) => {
      if (toggle.checked && !event.target.closest(`${within}, .md-header`)) set(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked) return;
      set(false);
      button.focus();
    });
    show();
  }
  document.querySelector(".md-search")?.setAttribute("aria-label", search);
})();
