"""From judged cases to the issues that should be there, and how the others end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from escalation_log.github.ended_words import ended_of, never_was
from escalation_log.github.model import Degree, Ended, Key, Wanted, Wishes
from escalation_log.github.rounds import rounds_of
from escalation_log.github.words import told_in, wanted_of
from escalation_log.store import JudgedCase

_GRAVEST = tuple(Degree)


def wanted_issues(
    references: Iterable[str],
    judge: Callable[[str], JudgedCase],
    *,
    page_of: Callable[[str], str],
    site: str | None = None,
    left_out: Collection[str] = (),
) -> Wishes:
    """Say which issues should be open, the most overdue first, and how any other one ends.

    `judge` is asked for each of the cases once, and again when it is asked how an issue ends, so
    that a log of any size needs no more room than one case. `page_of` gives the address of a case's
    page within the site, and `site` where the site is served; without it, each partnership's own
    setting counts. `left_out` are references of cases that have problems.
    """

    def page(case: JudgedCase) -> str | None:
        base = site or case.partnership.issues.site
        address = page_of(case.assessment.reference)
        return None if base is None else f"{base.rstrip('/')}/{address}"

    def ended(key: Key) -> Ended:
        case = judge(key.case)
        for each in rounds_of(case):
            if each.key == key:
                return ended_of(each, case, page(case))
        return never_was(key, case, page(case))

    wanted: list[Wanted] = []
    rounds: dict[tuple[str, str], tuple[int, ...]] = {}
    judged = frozenset(references)
    for reference in judged:
        case = judge(reference)
        for each in rounds_of(case):
            place = (reference, each.key.stage)
            rounds[place] = (*rounds.get(place, ()), each.key.started_by)
            told = told_in(each.rows, remind=case.partnership.issues.remind)
            if told is not None:
                wanted.append(wanted_of(each, told, case, page(case)))
    return Wishes(
        wanted=tuple(sorted(wanted, key=_urgency)),
        judged=judged,
        rounds=rounds,
        ended=ended,
        left_out=frozenset(left_out),
    )


def _urgency(wanted: Wanted) -> tuple[int, float, str, str, int]:
    key = wanted.key
    return (
        _GRAVEST.index(wanted.degree),
        wanted.since.at.timestamp(),
        key.case,
        key.stage,
        key.started_by,
    )
