"""Which issues still await their assignees, because a run ended between opening and assigning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from escalation_log.github.entries import Found
from escalation_log.github.model import Key, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Assign an issue to accounts."""

    number: int
    key: Key
    accounts: tuple[str, ...]


def assignments(
    wanted: Iterable[Wanted], found: Iterable[Found], *, settled: Collection[int]
) -> Iterator[Assignment]:
    """Give the assignments still to be made, the most overdue first as in `wanted`.

    An issue that anybody has touched since it was opened is left as it is, as are the `settled`
    ones, so that nobody who took themselves off an issue is put back.
    """
    untouched = {
        each.issue.key: each.issue.number
        for each in found
        if each.is_untouched and each.issue.number not in settled
    }
    for each in wanted:
        if each.assignees and each.key in untouched:
            number = untouched[each.key]
            yield Assignment(number=number, key=each.key, accounts=each.assignees)
