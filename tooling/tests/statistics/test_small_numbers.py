"""Whatever the numbers are: nobody who knows the code finds a small one in what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.statistics.published import (
    Group,
    is_enough,
    is_small,
    put_ends_together,
    put_together,
)
from tests.statistics.knowing import FEW, lowest_tops, tables

Hiding = Callable[[Mapping[str, int], int], tuple[Group, ...]]
HIDINGS = pytest.mark.parametrize("hide", [put_together, put_ends_together])


def groups(*written: tuple[str, int]) -> tuple[Group, ...]:
    return tuple(Group(ids=tuple(ids), count=count) for ids, count in written)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([5, 6, 0], groups(("a", 5), ("b", 6), ("c", 0))),
        ([2, 9, 12], groups(("c", 12), ("ab", 11))),
        ([2, 9, 9], groups(("abc", 20))),
        ([2, 9, 12, 0], groups(("c", 12), ("abd", 11))),
        ([4, 4, 4], groups(("abc", 12))),
        ([20, 1], groups(("ab", 21))),
    ],
)
def test_small_classes_go_together_with_the_smallest_large_one(
    counts: list[int], expected: tuple[Group, ...]
) -> None:
    assert put_together(dict(zip("abcd", counts, strict=False)), 5) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([5, 6, 0], groups(("a", 5), ("b", 6), ("c", 0))),
        ([12, 9, 2], groups(("a", 12), ("bc", 11))),
        ([9, 4, 2], groups(("a", 9), ("bc", 6))),
        ([9, 3, 2], groups(("abc", 14))),
        ([2, 9, 12], groups(("abc", 23))),
        ([9, 0, 5], groups(("a", 9), ("b", 0), ("c", 5))),
        ([10], groups(("a", 10))),
    ],
)
def test_the_last_classes_go_together_until_they_are_enough(
    counts: list[int], expected: tuple[Group, ...]
) -> None:
    assert put_ends_together(dict(zip("abc", counts, strict=False)), 5) == expected


@HIDINGS
@given(counts=st.lists(st.integers(0, 30), min_size=1, max_size=7), threshold=st.integers(3, 9))
def test_every_sum_is_right_and_no_sum_is_small(
    hide: Hiding, counts: list[int], threshold: int
) -> None:
    if not is_enough(sum(counts), threshold):
        return
    table = dict(zip("abcdefg", counts, strict=False))
    shown = hide(table, threshold)
    assert sorted(each for group in shown for each in group.ids) == list(table)
    for group in shown:
        assert group.count == sum(table[each] for each in group.ids)
        assert not is_small(group.count, threshold)


@HIDINGS
@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_who_knows_the_code_finds_no_small_class(hide: Hiding, classes: int) -> None:
    for total in range(2 * FEW, 13 if classes < 5 else 10):
        found = lowest_tops(
            (hide(dict(zip("abcde", counts, strict=False)), FEW), counts)
            for counts in tables(classes, total)
        )
        for shown, most in found.items():
            assert not any(is_small(each, FEW) for each in most), (shown, most)
