"""Hiding small numbers so that no sum, no difference and no knowledge of this code finds them.

A number from 1 to one below the threshold is small. Nothing is blanked out: classes are put
together until no number is small, and the sum does not tell which of them made that necessary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One class, or several counted together."""

    ids: tuple[str, ...]
    count: int


def is_small(count: int, threshold: int) -> bool:
    """Say whether a number must not be known."""
    return 0 < count < threshold


def is_enough(total: int, threshold: int) -> bool:
    """Say whether anything is shown at all.

    Twice the threshold, so that showing nothing does not say that the total is small.
    """
    return total >= 2 * threshold


def put_together(counts: Mapping[str, int], threshold: int) -> tuple[Group, ...]:
    """Put the small classes together with every empty one and the smallest that is not small.

    Ties go together. So the outcome depends on the numbers alone and never on whose they are: each
    class of the group might be the one that is not small. The total must be enough.
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

    What is put together adds up to more than the threshold, and so each of its classes might have
    all of it but one. The total must be enough.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """In how many cases every limit was kept, and in how many one was missed, by some class."""

    ids: tuple[str, ...]
    kept: int
    missed: int

    @property
    def settled(self) -> int:
        """In how many cases there was a limit at all."""
        return self.kept + self.missed


def rows_put_together(
    groups: Sequence[Group],
    count: Callable[[tuple[str, ...]], Outcome],
    total: int,
    threshold: int,
) -> tuple[Outcome, ...]:
    """Give an outcome for each group in order, the last ones together as far as need be.

    Either every row may be shown or there are none. `total` is the number of all cases; how many
    reached each group is public. What is left of the one and of the other is no small number.
    """
    for start in range(len(groups) - 1, -1, -1):
        last = tuple(each for group in groups[start:] for each in group.ids)
        rows = tuple(count(ids) for ids in (*(group.ids for group in groups[:start]), last))
        reached = [sum(group.count for group in groups[at:]) for at in range(start + 1)]
        if all(
            _is_safe(row, (total, those), threshold)
            for row, those in zip(rows, reached, strict=True)
        ):
            return rows
    return ()


def _is_safe(row: Outcome, bases: Sequence[int], threshold: int) -> bool:
    rest = (base - row.settled for base in bases)
    return not any(is_small(each, threshold) for each in (row.kept, row.missed, *rest))


def rows_beside(
    rows: Sequence[Outcome], stages: Sequence[Outcome], total: int, threshold: int
) -> tuple[Outcome, ...]:
    """Choose the outcomes of agencies that may be shown beside those of stages.

    None may where the stages show nothing. An agency is shown where it had to act in enough cases
    and nothing small remains, whatever the stages say of how many cases there were and how many of
    them had a limit missed. One that is not shown may have had few cases, many, or none.
    """
    settled = min(total, sum(each.settled for each in stages))
    missed = min(total, sum(each.missed for each in stages))
    return tuple(
        row
        for row in rows
        if stages
        and is_enough(row.settled, threshold)
        and _is_safe(row, (total, settled), threshold)
        and not is_small(missed - row.missed, threshold)
    )
