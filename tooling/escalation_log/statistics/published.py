"""The statistics of a quarter as everybody may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from escalation_log.statistics.case_facts import LENGTHS, LONGER, CaseFacts, length_of
from escalation_log.statistics.quarters import Quarter
from escalation_log.statistics.small_numbers import (
    Group,
    Outcome,
    is_enough,
    is_small,
    put_ends_together,
    put_together,
    rows_beside,
    rows_put_together,
)

UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A quarter's statistics. Without `total` nothing is shown, and a table without groups is not.

    All groups of a table add up to the total. Rows of agencies overlap: a case counts for each
    agency that had to act in it. `learning` counts the cases with learning, None where that is not
    shown, and `learned` those with each theme, where that is.
    """

    quarter: Quarter
    threshold: int
    total: int | None
    months: tuple[Group, ...] = ()
    stages: tuple[Group, ...] = ()
    themes: tuple[Group, ...] = ()
    lengths: tuple[Group, ...] = ()
    in_time_by_stage: tuple[Outcome, ...] = ()
    in_time_by_agency: tuple[Outcome, ...] = ()
    learning: int | None = None
    learned: tuple[Group, ...] = ()


def published(
    quarter: Quarter,
    cases: Iterable[CaseFacts],
    *,
    threshold: int,
    stages: Sequence[str],
    themes: Sequence[str],
    agencies: Sequence[str],
) -> Published:
    """Count the cases opened in a quarter, judged at the moment at which it is counted.

    `stages` are in order; with `themes` and `agencies` they are all that there may be.
    """
    opened = [case for case in cases if quarter.holds(case.opened_on)]
    total = len(opened)
    if not is_enough(total, threshold):
        return Published(quarter=quarter, threshold=threshold, total=None)
    reached = put_ends_together(_counted(stages, (case.reached for case in opened)), threshold)
    by_stage = rows_put_together(reached, lambda ids: _in_stages(opened, ids), total, threshold)
    by_agency = [_by_agency(opened, agency) for agency in agencies]
    months = [f"{month:%Y-%m}" for month in quarter.months]
    learning, learned = _learning(opened, themes, threshold)
    return Published(
        quarter=quarter,
        threshold=threshold,
        total=total,
        months=_told(
            put_together(
                _counted(months, (f"{case.opened_on:%Y-%m}" for case in opened)), threshold
            )
        ),
        stages=_told(reached),
        themes=_told(put_together(_counted(themes, (case.theme for case in opened)), threshold)),
        lengths=_told(put_ends_together(_lengths(opened), threshold)),
        in_time_by_stage=by_stage,
        in_time_by_agency=rows_beside(by_agency, by_stage, total, threshold),
        learning=learning,
        learned=learned,
    )


def _told(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Give a table, or none where it would only say the total again."""
    return groups if len(groups) > 1 else ()


def _counted(ids: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(ids, 0)
    for each in found:
        counts[each] += 1
    return counts


def _lengths(cases: Iterable[CaseFacts]) -> dict[str, int]:
    return _counted((*LENGTHS, LONGER, UNRESOLVED), map(_length, cases))


def _length(case: CaseFacts) -> str:
    days = case.days_taken
    return UNRESOLVED if days is None else length_of(days)


def _in_stages(cases: Iterable[CaseFacts], stages: tuple[str, ...]) -> Outcome:
    return _outcome(
        stages,
        (
            [limit.is_kept for limit in case.limits if limit.is_required and limit.stage in stages]
            for case in cases
        ),
    )


def _by_agency(cases: Iterable[CaseFacts], agency: str) -> Outcome:
    return _outcome(
        (agency,),
        (
            [
                limit.is_kept
                for limit in case.limits
                if limit.is_required and limit.stage and agency in limit.acting
            ]
            for case in cases
        ),
    )


def _outcome(ids: tuple[str, ...], found: Iterable[Sequence[bool]]) -> Outcome:
    each = [all(kept) for kept in found if kept]
    return Outcome(ids=ids, kept=each.count(True), missed=each.count(False))


def _learning(
    cases: Sequence[CaseFacts], themes: Sequence[str], threshold: int
) -> tuple[int | None, tuple[Group, ...]]:
    found = [
        {theme for learning in case.learning for theme in learning.themes}
        for case in cases
        if case.learning
    ]
    total = len(found)
    if not is_enough(total, threshold) or is_small(len(cases) - total, threshold):
        return None, ()
    counts = {theme: sum(theme in each for each in found) for theme in themes}
    return total, tuple(
        Group(ids=(theme,), count=count)
        for theme, count in counts.items()
        if is_enough(count, threshold) and not is_small(total - count, threshold)
    )
