"""Measure what a finger is to hit, by WCAG 2.2's success criterion 2.5.8 and somewhat beyond it.

The criterion lets a smaller target be where it stands in words, or where a circle as wide as the
least size around its middle touches no other target and no other such circle. Only the former is
let pass here; the latter is told apart.
"""

from __future__ import annotations

from typing import TypedDict, cast

from playwright.sync_api import Page

_LEAST = 24
# A target's own size, its distance to the nearest other one, and whether words stand beside it.
_TARGETS = """(least) => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  const away = ([x, y], box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const isSmall = (box) => box.width < least - 0.01 || box.height < least - 0.01;
  const used = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const targets = [...document.querySelectorAll(used)].filter(shown)
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const besides = (each) => {
    const copy = each.closest("p, li, dd, dt, td, th, figcaption, h2, h3, div").cloneNode(true);
    copy.querySelectorAll(used).forEach((target) => target.remove());
    return copy.textContent.trim().length > 1;
  };
  return targets.filter(({ box }) => isSmall(box)).map(({ each, box }) => ({
    what: `${each.localName} ${each.textContent.trim().slice(0, 50)}`,
    size: [Math.round(box.width), Math.round(box.height)],
    inWords: getComputedStyle(each).display === "inline" && besides(each),
    tooNear: targets.filter((other) => other.each !== each).some((other) => (isSmall(other.box)
      ? Math.hypot(...middle(box).map((at, axis) => at - middle(other.box)[axis])) < least
      : away(middle(box), other.box) < least / 2)),
  }));
}"""


class _Target(TypedDict):
    what: str
    size: list[int]
    inWords: bool
    tooNear: bool


def too_small(page: Page) -> list[str]:
    """List the targets that stand in no words and are smaller than a finger needs."""
    small = cast("list[_Target]", page.evaluate(_TARGETS, _LEAST))
    return [
        f"{each['what']!r} {each['size']}{', too near to another' if each['tooNear'] else ''}"
        for each in small
        if not each["inWords"]
    ]
