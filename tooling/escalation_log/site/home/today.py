"""Say in one line what is wrong today, of all areas and of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import counts_of
from escalation_log.words.lists import counted, listed

NOTHING_WRONG = "Nothing is overdue, and no case is at immediate risk."


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is wrong in an area, or in all of them where `area` is empty; it names no case."""

    area: str
    words: str
    is_wrong: bool


def today_of(summaries: Sequence[CaseSummary], areas: Sequence[str]) -> Iterator[Today]:
    """Say it of all cases, then of those of each area."""
    yield _today("", summaries)
    for area in areas:
        yield _today(area, [each for each in summaries if each.policy == area])


def _today(area: str, summaries: Sequence[CaseSummary]) -> Today:
    counts = counts_of(summaries)
    unsafe = sum(each.is_open and not each.has_safeguards for each in summaries)
    said = [
        words
        for number, words in (
            (counts.at_risk, f"{counted(counts.at_risk, 'case')} at immediate risk"),
            (counts.due_now, f"{counts.due_now} with something due now"),
            (counts.overdue, f"{counts.overdue} with something overdue"),
            (unsafe, f"{unsafe} without a record of what keeps the child safe"),
        )
        if number
    ]
    words = f"{listed(said)}." if said else NOTHING_WRONG
    return Today(area=area, words=words, is_wrong=bool(said))
