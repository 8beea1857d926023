"""On a narrow screen what `test_each_kind.py` measures holds with wide and high letters too.

There each kind of page is measured by day; here a share of them, and each at night.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.axe import SIZES, assert_none
from tests.browser.chromium import Fonts
from tests.browser.each_kind import (
    assert_a_word_without_end_breaks,
    assert_large_letters_fit,
    open_all,
    too_wide,
)
from tests.browser.kinds import NAMES
from tests.browser.targets import too_small
from tests.browser.visiting import PHONE, Visits
from tests.thoroughness import one_in_by_day


@pytest.mark.parametrize("fonts", [Fonts.OPEN_SANS], ids=str)
@pytest.mark.parametrize("kind", one_in_by_day(3, NAMES))
def test_targets_are_large_enough_and_everything_fits(
    kind: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of(kind), screen=PHONE)
    open_all(page)
    assert too_wide(page) == []
    assert too_small(page) == []
    assert_none(page, "with these fonts", only=SIZES)
    assert_large_letters_fit(page)
    assert_a_word_without_end_breaks(page)
