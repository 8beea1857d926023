"""Hide small numbers so that neither sums and differences nor this code can recover them.

A number from 1 to one below the threshold is small. No number is blanked out: classes are put
together until no number is small, and the sum does not show which of them were small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One class, or several counted together."""

    ids: tuple[str, ...]
    count: int


def is_small(count: int, threshold: int) -> bool:
    """Say whether a number is small, and so must not be published."""
    return 0 < count < threshold


def is_enough(total: int, threshold: int) -> bool:
    """Say whether a total is at least twice the threshold; otherwise nothing is shown.

    A total that is not shown may thus be small or not.
    """
    return total >= 2 * threshold


def put_together(counts: Mapping[str, int], threshold: int) -> tuple[Group, ...]:
    """Put the small classes together with every empty one and the smallest that is not small.

    Of several smallest ones all are included, so that the result depends only on the numbers and
    each class of the group might be the one that is not small. The total must be enough.
    """
    if not any(is_small(count, threshold) for count in counts.values()):
        return tuple(Group(ids=(each,), count=count) for each, count in counts.items())
    large = [count for count in counts.values() if count >= threshold]
    most = min(large, default=0)
    joined = tuple(each for each, count in counts.items() if count < threshold or count == most)
    shown = (
        Group(ids=(each,), count=count) for each, count in counts.items() if each not in joined
    )
    return (*shown, Group(ids=joined, count=sum(counts[each] for each in joined)))


def put_ends_together(counts: Mapping[str, int], threshold: int) -> tuple[Group, ...]:
    """Put as few as possible of the last classes together, for classes that have an order.

    The group adds up to more than the threshold, so any one of its classes might have all of its
    cases but one. The total must be enough.
    """
    ids = tuple(counts)
    start = len(ids) - 1
    while start and not _may_end_at(counts, ids, start, threshold):
        start -= 1
    return (
        *(Group(ids=(each,), count=counts[each]) for each in ids[:start]),
        Group(ids=ids[start:], count=sum(counts[each] for each in ids[start:])),
    )


def _may_end_at(counts: Mapping[str, int], ids: Sequence[str], start: int, threshold: int) -> bool:
    if any(is_small(counts[each], threshold) for each in ids[:start]):
        return False
    end = sum(counts[each] for each in ids[start:])
    if start == len(ids) - 1:
        return not is_small(end, threshold)
    return end > threshold


def may_be_parted(parts: Sequence[int], threshold: int) -> bool:
    """Say whether a total may be shown in parts: none of them small."""
    return not any(is_small(part, threshold) for part in parts)
