"""The statistics of a period for a partnership's board, with small numbers shown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from escalation_log.model.assessments import CaseState
from escalation_log.statistics.answers import Reached, reached
from escalation_log.statistics.case_facts import (
    LENGTHS,
    LONGER,
    CaseFacts,
    Classes,
    Learning,
    Mark,
    SettledLimit,
    length_of,
)
from escalation_log.statistics.spread import within
from escalation_log.statistics.tallies import (
    DueLimit,
    Share,
    Tally,
    share_of,
    shares_of,
    tallies_found,
    tallies_of,
)

# Whether what was sought came about; the empty one stands for cases of which nobody has said.
OUTCOMES = ("yes", "in-part", "no", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The calendar days that cases took: the shortest, the quartiles and the longest."""

    cases: int
    shortest: int
    quarter: int
    half: int
    three_quarters: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The learning from one case."""

    reference: str
    learning: Learning


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme of learning: the number of cases, and what is to change."""

    id: str
    cases: int
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened within some days.

    `opened` counts the cases opened, by month, furthest stage and theme in the tables after it.
    `required` and `guides` are of the limits that fell due, `marks` the duties without a date whose
    chance ended with nothing to show that they were done, `off_route` the events that were not by
    the policy's route. Until every edition that these come from is countersigned, nothing is given
    by agency (`names_agencies`). `times` and `lengths` are of the cases
    resolved or concluded, None where there was none; `withdrawn` counts those withdrawn.
    `still_open` are the cases open at the end of the last day, the oldest first.

    `raising` are the agencies that raised those opened. `reached` has the calls that nobody
    answered and the answers at stage two, of all and then of each agency. `talked` counts the cases
    that were discussed or decided, `reasoned` those of them with reasons. `outcomes` parts the
    cases resolved or concluded by whether what was sought came about, with an empty id for those of
    which nobody has said.
    """

    opened: int
    raising: frozenset[str]
    months: tuple[Tally, ...]
    stages: tuple[Tally, ...]
    themes: tuple[Tally, ...]
    required: Share
    required_by_stage: tuple[Share, ...]
    required_by_agency: tuple[Share, ...]
    guides: Share
    guides_by_stage: tuple[Share, ...]
    guides_by_agency: tuple[Share, ...]
    marks: tuple[Tally, ...]
    marks_by_agency: tuple[Tally, ...]
    off_route: tuple[Tally, ...]
    reached: tuple[Reached, ...]
    talked: int
    reasoned: int
    outcomes: tuple[Tally, ...]
    names_agencies: bool
    times: Times | None
    lengths: tuple[Tally, ...]
    withdrawn: int
    still_open: tuple[CaseFacts, ...]
    learning: tuple[Theme, ...]


_DUE_ON: Callable[[DueLimit], date] = attrgetter("limit.due_on")


class LimitsInOrder:
    """Cases with their limits sorted by due date, so that several periods can be counted fast."""

    def __init__(self, cases: Iterable[CaseFacts]) -> None:
        self.cases = tuple(cases)
        self._limits = sorted(
            (DueLimit(limit, case.reference) for case in self.cases for limit in case.limits),
            key=_DUE_ON,
        )

    def due(self, first_on: date, last_on: date) -> Sequence[DueLimit]:
        """Give the limits that fell due from one day to another, both included."""
        start = bisect_left(self._limits, first_on, key=_DUE_ON)
        return self._limits[start : bisect_right(self._limits, last_on, key=_DUE_ON)]


def figures(ledger: LimitsInOrder, classes: Classes, first_on: date, last_on: date) -> Figures:
    """Count what happened from one day to another, both included."""
    begun = [case for case in ledger.cases if case.opened_on <= last_on]
    opened = [case for case in begun if first_on <= case.opened_on]
    ended = [
        case for case in begun if case.ended_on is not None and first_on <= case.ended_on <= last_on
    ]
    resolved = [case for case in ended if case.days_taken is not None]
    taken = [(case.days_taken, case.reference) for case in ended if case.days_taken is not None]
    due = ledger.due(first_on, last_on)
    required = [each for each in due if each.limit.is_required]
    guides = [each for each in due if not each.limit.is_required]
    marks = [
        (mark, case.reference)
        for case in begun
        for mark in case.marks
        if first_on <= mark.on <= last_on
    ]
    calls = [call for case in begun for call in case.calls if first_on <= call.on <= last_on]
    answers = [each for case in begun for each in case.answers if first_on <= each.on <= last_on]
    talks = [[each for each in case.talks if first_on <= each.on <= last_on] for case in begun]
    signed = (
        *(each.limit.is_countersigned for each in due),
        *(mark.is_countersigned for mark, _ in marks),
        *(call.is_countersigned for call in calls),
        *(answer.is_countersigned for answer in answers),
    )
    names_agencies = all(signed)
    acting = attrgetter("acting") if names_agencies else _nobody
    themes = tallies_found(classes.themes, ((case.theme, case.reference) for case in opened))
    still_open = [case for case in begun if case.ended_on is None or case.ended_on > last_on]
    return Figures(
        opened=len(opened),
        raising=frozenset(case.raising for case in opened),
        months=tallies_of(
            [f"{month:%Y-%m}" for month in months_of(first_on, last_on)],
            ((f"{case.opened_on:%Y-%m}", case.reference) for case in opened),
        ),
        stages=tallies_of(classes.stages, ((case.reached, case.reference) for case in opened)),
        # The most frequent first; themes of which there was no case are left out.
        themes=tuple(sorted(themes, key=lambda each: -each.count)),
        required=share_of("", required),
        required_by_stage=shares_of(classes.stages, required, lambda limit: (limit.stage,)),
        required_by_agency=shares_of(classes.agencies, required, acting),
        guides=share_of("", guides),
        guides_by_stage=shares_of(classes.stages, guides, lambda limit: (limit.stage,)),
        guides_by_agency=shares_of(classes.agencies, guides, acting),
        marks=tallies_found(classes.stages, ((mark.stage, reference) for mark, reference in marks)),
        marks_by_agency=tallies_found(
            classes.agencies,
            ((each, reference) for mark, reference in marks for each in acting(mark)),
        ),
        off_route=tallies_found(
            classes.stages,
            (
                (each.stage, case.reference)
                for case in begun
                for each in case.off_route
                if first_on <= each.on <= last_on
            ),
        ),
        reached=reached(calls, answers, classes.agencies, names_agencies=names_agencies),
        talked=sum(bool(each) for each in talks),
        reasoned=sum(any(talk.has_reasons for talk in each) for each in talks),
        outcomes=tallies_of(
            OUTCOMES, ((case.came_about or "", case.reference) for case in resolved)
        ),
        names_agencies=names_agencies,
        times=_times([days for days, _ in taken]),
        lengths=tallies_of(
            (*LENGTHS, LONGER), ((length_of(days), reference) for days, reference in taken)
        ),
        withdrawn=sum(case.state is CaseState.WITHDRAWN for case in ended),
        still_open=tuple(sorted(still_open, key=lambda case: (case.opened_on, case.reference))),
        learning=tuple(_learning(begun, classes.themes, first_on, last_on)),
    )


def months_of(first_on: date, last_on: date) -> Iterator[date]:
    """Give the first day of each month that a stretch of time touches."""
    month = first_on.replace(day=1)
    while month <= last_on:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _nobody(_found: SettledLimit | Mark) -> tuple[str, ...]:
    """Stand for who had to act where figures may not name agencies."""
    return ()


def _times(taken: Sequence[int]) -> Times | None:
    """Find the smallest number of days within which a quarter, a half, ... of the cases ended."""
    if not taken:
        return None
    days = sorted(taken)
    quarter, half, three_quarters = (within(days, part, 4) for part in (1, 2, 3))
    return Times(
        cases=len(days),
        shortest=days[0],
        quarter=quarter,
        half=half,
        three_quarters=three_quarters,
        longest=days[-1],
    )


def _learning(
    begun: Iterable[CaseFacts], themes: Iterable[str], first_on: date, last_on: date
) -> Iterator[Theme]:
    found: dict[str, list[Lesson]] = {each: [] for each in themes}
    for case in begun:
        for learning in case.learning:
            if first_on <= learning.on <= last_on:
                lesson = Lesson(reference=case.reference, learning=learning)
                for theme in learning.themes or ("",):
                    found.setdefault(theme, []).append(lesson)
    for theme, lessons in found.items():
        if lessons:
            cases = len({lesson.reference for lesson in lessons})
            yield Theme(id=theme, cases=cases, lessons=tuple(lessons))
