"""The words of a flowchart stand out from what is drawn behind them, however it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.visiting import DESKTOP, PHONE, Visits
from tests.thoroughness import whole

# axe-core does not look at the colours of drawings.
FAINT_WORDS = """(() => {
  const colour = (words) => words.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
  const opaque = (words) => words !== "none" && (colour(words)[3] ?? 1) > 0.5;
  const behind = (element) => {
    const box = element.getBoundingClientRect();
    const x = box.left + Math.min(3, box.width / 2);
    const all = document.elementsFromPoint(x, box.top + box.height / 2);
    if (!all.length) throw new Error(`out of view: ${element.textContent}`);
    for (const each of all) {
      const style = getComputedStyle(each);
      const isShape = each.ownerSVGElement && !each.closest("text");
      if (isShape && each.localName !== "a" && each.localName !== "g" && opaque(style.fill)) {
        return style.fill;
      }
      if (!each.ownerSVGElement && opaque(style.backgroundColor)) return style.backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const all = [...document.querySelectorAll(".el-flowchart tspan, .el-flowchart text")]
    .filter((each) => each.textContent.trim() && !each.querySelector("tspan"));
  const faint = all.filter((each) => {
    const box = each.getBoundingClientRect();
    scrollBy({top: box.top + box.height / 2 - innerHeight / 2, behavior: "instant"});
    const [front, back] = [getComputedStyle(each).fill, behind(each)]
      .map((words) => luminance(colour(words))).sort().reverse();
    return (front + 0.05) / (back + 0.05) < 4.5;
  });
  return {count: all.length, faint: faint.map((each) => each.textContent)};
})()"""


def test_a_faint_word_would_be_found(visit: Visits, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("policy"))
    page.add_style_tag(content=".el-box__ground { fill: #345 !important }")
    assert len(page.evaluate(FAINT_WORDS)["faint"]) > 5


@pytest.mark.parametrize(
    "shown", ["light", "dark", whole("forced"), whole("forced dark"), "printed"]
)
@pytest.mark.parametrize("kind", ["policy", "open case"])
def test_no_word_is_faint(
    kind: str, shown: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(
        address_of(kind),
        screen=PHONE if shown == "light" else DESKTOP,
        scheme="dark" if "dark" in shown else "light",
        forced_colours="forced" in shown,
        print_media=shown == "printed",
        reduced_motion=True,
    )
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    words = page.evaluate(FAINT_WORDS)
    assert words["count"] > 10 or kind == "open case"
    assert words["faint"] == []


def test_a_flowchart_has_readable_letters_on_a_phone(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("policy"), screen=PHONE)
    heights = page.locator(".el-flowchart text").evaluate_all(
        "all => all.map((each) => parseFloat(getComputedStyle(each).fontSize)"
        " * each.ownerSVGElement.getScreenCTM().a)"
    )
    assert min(heights) >= 11
