"""Gather a partnership's statistics: the last twelve months, and each quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from escalation_log.site.addresses import case_address, tracker_address
from escalation_log.site.dues import view_of
from escalation_log.site.statistics.answer_words import (
    answer_columns,
    nothing_words,
    outcomes_words,
    reasons_words,
    silent_words,
)
from escalation_log.site.statistics.figure_tables import Figure
from escalation_log.site.statistics.figures import of_cases, of_limits, of_times, of_what_is_apart
from escalation_log.site.statistics.glossary import explained
from escalation_log.site.statistics.multiples import Multiples, multiples_of
from escalation_log.site.statistics.quarter_words import (
    ClassNames,
    in_short,
    overdue_words,
    share_words,
)
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.statistics.board import Figures, LimitsInOrder, Theme, figures
from escalation_log.statistics.case_facts import CaseFacts
from escalation_log.statistics.quarters import Quarter
from escalation_log.statistics.spread import FEW_CASES
from escalation_log.statistics.tallies import Share
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted, listed

# The most entries of a list on a page, so that a report fits on four sides of paper.
MOST_REPORT_ITEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """A line about a case."""

    reference: str
    address: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The entries of a list, and the number left out."""

    items: tuple[ReportItem, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningView:
    """A theme with what is to change."""

    theme: str
    cases: int
    lessons: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Figures of several quarters, a row each."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The content of a report on a period; `short` has its summary in sentences.

    `apart` are the figures of what is counted beside breaches and never among them. `answers` is
    the table of calls and answers, which `answers_title` names; `reasons` and `outcomes` are
    sentences. What there was none of has no figures. `words` are the words that it explains.
    `tracker` is where the tracker shows the cases opened, `overdue_in_tracker` those with something
    overdue.
    """

    tracker: str
    overdue_in_tracker: str
    short: tuple[str, ...]
    cases: tuple[Figure, ...]
    limits: tuple[Figure, ...]
    apart: tuple[Figure, ...]
    names_agencies: bool
    answers_title: str
    answers: Trend
    reasons: str
    lengths: tuple[Figure, ...]
    outcomes: str
    times: tuple[tuple[str, str], ...]
    still_open: Listing
    learning: tuple[LearningView, ...]
    overdue: Listing
    trend: Trend
    words: tuple[tuple[str, str], ...]


class Reporting:
    """Counts a partnership's cases; each quarter is counted once, for however many pages."""

    def __init__(
        self, summaries: Sequence[CaseSummary], names: ClassNames, today: date, today_words: str
    ) -> None:
        self._names = names
        self._summaries = [each for each in summaries if each.policy == names.policy.id]
        self._ledger = LimitsInOrder(each.facts for each in self._summaries)
        self._today_words = today_words
        self._today = today
        self._figures = cache(self._count)

    def quarter(self, quarter: Quarter, trend: Sequence[Quarter]) -> Report:
        """Report on a quarter, with the quarters of `trend` beside it."""
        now, before = self._of(quarter), self._of(quarter.before)
        names = self._names
        late = [duty for case in self._summaries for duty in case.to_do if duty.is_overdue]
        guides = sum(duty.due.is_guide for duty in late)
        sentences = in_short(now, before, names, self._silent(now, quarter.last_on))
        return self._report(
            now,
            self._tracker(quarter.first_on, quarter.last_on),
            (*sentences, overdue_words(len(late) - guides, guides, self._today_words)),
            self._trend([self._of(each) for each in trend], trend),
        )

    def stretch(self, first_on: date, last_on: date) -> Report:
        """Report on a period without comparing it; what there was none of is in one sentence."""
        now = self._figures(first_on, last_on)
        short = (
            "" if now.opened else "No escalation was opened.",
            silent_words(self._silent(now, last_on), now.opened),
            nothing_words(now, day_words(last_on)),
        )
        tracker = self._tracker(first_on, last_on)
        return self._report(now, tracker, tuple(filter(None, short)), Trend(headers=(), rows=()))

    def multiples(self, quarters: Sequence[Quarter]) -> tuple[Multiples, ...]:
        """Draw quarters, the latest of which comes first, from the earliest on."""
        in_time = quarters[::-1]
        return tuple(multiples_of(in_time, [self._of(each) for each in in_time], self._names))

    def _silent(self, now: Figures, last_on: date) -> tuple[str, ...]:
        """Name the agencies that were members on the last day and raised nothing, as listed."""
        partnership = self._names.partnership
        return tuple(
            each.name
            for each in partnership.agencies.values()
            if each.id not in now.raising and partnership.has_member(each, last_on)
        )

    def _tracker(self, first_on: date, last_on: date) -> str:
        return tracker_address(
            policy=self._names.policy.id,
            state="all",
            opened_from=first_on.isoformat(),
            opened_to=last_on.isoformat(),
        )

    def _of(self, quarter: Quarter) -> Figures:
        return self._figures(quarter.first_on, quarter.last_on)

    def _count(self, first_on: date, last_on: date) -> Figures:
        return figures(self._ledger, self._names.classes, first_on, last_on)

    def _report(self, now: Figures, tracker: str, short: tuple[str, ...], trend: Trend) -> Report:
        names = self._names
        overdue = self._overdue()
        answers = answer_columns(now.reached, names.agency)
        return Report(
            tracker=tracker,
            overdue_in_tracker=tracker_address(policy=names.policy.id, state="overdue"),
            short=short,
            cases=tuple(of_cases(now, names, day_words(self._today))),
            limits=tuple(of_limits(now, names)),
            apart=tuple(of_what_is_apart(now, names)),
            names_agencies=now.names_agencies,
            answers_title=f"Calls not answered, and answers at {names.second_stage}",
            answers=Trend(headers=tuple(answers), rows=tuple(zip(*answers.values(), strict=True))),
            reasons=reasons_words(now),
            lengths=tuple(of_times(now)),
            outcomes=outcomes_words(now, is_asked=names.asks_outcome),
            times=tuple(_times(now)),
            still_open=_listing(map(self._open, now.still_open)),
            learning=tuple(
                self._learning(theme, max(1, MOST_REPORT_ITEMS // len(now.learning)))
                for theme in now.learning
            ),
            overdue=overdue,
            trend=trend,
            words=tuple(explained(now, trend=trend.rows, has_overdue=bool(overdue.items))),
        )

    def _trend(self, figures_of: Sequence[Figures], quarters: Sequence[Quarter]) -> Trend:
        """Put quarters beside each other; leave out columns in which nothing ever fell due."""
        columns = {
            "Cases opened": [str(each.opened) for each in figures_of],
            "Resolved": [str(each.times.cases if each.times else 0) for each in figures_of],
            "Withdrawn": [str(each.withdrawn) for each in figures_of],
            "Open at its end": [str(len(each.still_open)) for each in figures_of],
            "Half resolved within": [_half(each) for each in figures_of],
        }
        for head, shares in (
            ("Required limits met", [each.required for each in figures_of]),
            ("Guide times met", [each.guides for each in figures_of]),
        ):
            if any(share.settled for share in shares):
                columns[head] = [_kept(share) for share in shares]
        return Trend(
            headers=("Quarter", *columns),
            rows=tuple(zip((each.words for each in quarters), *columns.values(), strict=True)),
        )

    def _open(self, case: CaseFacts) -> ReportItem:
        return _item(case.reference, day_words(case.opened_on), self._names.stage(case.reached))

    def _learning(self, theme: Theme, most: int) -> LearningView:
        names = self._names
        items = (
            _item(
                lesson.reference,
                lesson.learning.action or "No change is recorded.",
                listed(map(names.recipient, lesson.learning.whom)) or "Nobody is recorded.",
            )
            for lesson in theme.lessons
        )
        return LearningView(
            theme=names.theme(theme.id), cases=theme.cases, lessons=_listing(items, most)
        )

    def _overdue(self) -> Listing:
        titles = {duty.id: duty.title for duty in self._names.policy.all_duties}
        late = sorted(
            (
                (duty.due_at, case, duty)
                for case in self._summaries
                for duty in case.to_do
                if duty.is_overdue and duty.due_at is not None
            ),
            key=lambda each: (each[0], each[1].reference, each[2].id),
        )
        views = [(case, duty, view_of(duty.due, case.edition)) for _, case, duty in late]
        return _listing(
            _item(
                case.reference,
                titles.get(duty.id, duty.id),
                listed(map(self._names.agency, duty.acting)),
                view.words,
                view.late,
            )
            for case, duty, view in views
        )


def _item(reference: str, *words: str) -> ReportItem:
    return ReportItem(reference=reference, address=case_address(reference), words=words)


def _listing(items: Iterable[ReportItem], most: int = MOST_REPORT_ITEMS) -> Listing:
    every = tuple(items)
    return Listing(items=every[:most], more=len(every[most:]))


def _half(now: Figures) -> str:
    return "–" if now.times is None else counted(now.times.half, "day")


def _kept(share: Share) -> str:
    return share_words(share) if share.settled else "none due"


def _times(now: Figures) -> Iterator[tuple[str, str]]:
    times = now.times
    if times is None:
        return
    if times.cases < FEW_CASES:
        yield "The shortest", str(times.shortest)
    else:
        yield "A quarter of them within", str(times.quarter)
    yield "Half of them (the median) within", str(times.half)
    if times.cases >= FEW_CASES:
        yield "Three quarters of them within", str(times.three_quarters)
    yield "The longest", str(times.longest)
