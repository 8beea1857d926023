"""Go through a page with the Tab key, and look at each thing that takes the focus."""

from __future__ import annotations

from typing import TypedDict, cast

from playwright.sync_api import Page

MOST_STEPS = 1500

# What takes part of the keyboard walk, in the page's own words. `shown` is the element that a
# reader sees: for a hidden radio button, its label.
_PROBES = """
(() => {
  const nameOf = (element) => {
    const named = (element.getAttribute("aria-labelledby") || "").split(" ")
      .map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const labels = [...(element.labels || [])].map((label) => label.textContent).join(" ");
    const words = element.getAttribute("aria-label") || named.trim() || labels.trim()
      || element.textContent.trim() || element.title;
    return words.trim().replace(/\\s+/g, " ").slice(0, 60);
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const hidden = box.width < 2 || box.height < 2 || getComputedStyle(element).opacity === "0";
    const labels = [...(element.labels || [])].filter((label) => label.checkVisibility());
    const beside = [element.nextElementSibling].filter((next) => next?.localName === "label");
    return (hidden && (labels[0] || beside[0])) || element;
  };
  const pointsOf = (box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return [];
    return [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]]
      .map(([x, y]) => [left + (right - left) * x, top + (bottom - top) * y]);
  };
  const belongs = (hit, element) => hit && (element.contains(hit) || hit.contains(element)
    && getComputedStyle(element).pointerEvents === "none");
  const outlined = (element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const stroked = [...element.querySelectorAll("svg *, rect, path")]
      .some((part) => parseFloat(getComputedStyle(part).strokeWidth) >= 3);
    return outline || stroked;
  };
  window.probeFocus = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const seen = shown(element);
    const boxes = [...seen.getClientRects()];
    const inView = boxes.flatMap(pointsOf);
    const isNew = !window.walked.has(element);
    window.walked.add(element);
    const isSame = element === window.lastWalked;
    window.lastWalked = element;
    return {
      what: `${element.localName}#${element.id}.${element.getAttribute("class")}`,
      name: nameOf(element),
      sized: boxes.some((box) => box.width > 1 && box.height > 1),
      inView: inView.length > 0,
      uncovered: inView.some(([x, y]) => belongs(document.elementFromPoint(x, y), seen)),
      outlined: outlined(seen),
      isNew,
      isSame,
    };
  };
  window.walked = new WeakSet();
  window.lastWalked = null;
  window.unwalked = () => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && !window.walked.has(element)
      && element.type !== "radio"
      && element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map((element) => `${element.localName} ${nameOf(element)}`);
})()
"""


class Step(TypedDict):
    """An element that has the focus, and what is to be said of it."""

    what: str
    name: str
    sized: bool
    inView: bool
    uncovered: bool
    outlined: bool
    isNew: bool
    isSame: bool


def walk(page: Page, key: str = "Tab") -> list[Step]:
    """Press a key until the focus has been everywhere and left the page."""
    page.evaluate(_PROBES)
    steps: list[Step] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        step = focused(page)
        if step is not None and step["isSame"]:  # the next part of a date, or its button
            continue
        if step is None or not step["isNew"]:
            return steps
        steps.append(step)
    raise AssertionError(f"the focus never came to an end; at last on {steps[-5:]}")


def focused(page: Page) -> Step | None:
    """Look at what has the focus. None where nothing has it."""
    return cast("Step | None", page.evaluate("probeFocus()"))


def passed_over(page: Page) -> list[str]:
    """List what can be seen and used, but was not reached by the walk."""
    return cast("list[str]", page.evaluate("unwalked()"))


def faults(steps: list[Step]) -> list[str]:
    """Say what is wrong with the steps of a walk."""
    wrong = {
        "has no size": [step for step in steps if not step["sized"]],
        "is out of view": [step for step in steps if not step["inView"]],
        "is covered": [step for step in steps if step["inView"] and not step["uncovered"]],
        "has no name": [step for step in steps if not step["name"]],
        "does not show that it has the focus": [step for step in steps if not step["outlined"]],
    }
    return [
        f"{step['what']} {step['name']!r} {what}" for what, found in wrong.items() for step in found
    ]
