"""Gather, case by case, what the overview issue says: what is open, late or waiting, by agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from operator import itemgetter

from escalation_log.bot.markdown import escaped, markdown_link
from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.export.digest_marks import is_asked_about
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.words.lists import listed
from escalation_log.words.states import DUTY_STATES, OVER_GUIDE, by_when
from escalation_log.words.titles import agency_words, stage_name_of
from escalation_log.words.to_do import awaited_in, is_at_once, to_do_of


class LinesOf(StrEnum):
    """What the lines about an agency are grouped by, the most urgent first."""

    AT_ONCE = "To be done at once"
    LATE = "Late"
    OWN = "The log’s own reminders have passed"
    COMING = "To be done"
    UNSHOWN = DUTY_STATES[DutyState.NO_RECORD]
    WAITING = "Waiting for others"
    OPEN = "Open, with nothing to be done here"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OverviewLine:
    """A line in Markdown; those with the earliest date come first, those without one last."""

    due: float
    reference: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLines:
    """What is said of an agency, or of the partnership itself.

    `open_cases` counts those in which it is a side or must act.
    """

    partnership: str
    name: str
    open_cases: int
    groups: Mapping[LinesOf, tuple[OverviewLine, ...]]


@dataclass(slots=True)
class _Found:
    open_cases: set[str] = field(default_factory=set)
    lines: dict[LinesOf, set[OverviewLine]] = field(default_factory=dict)


class Overview:
    """What has been gathered so far; `at_risk` are the cases with an immediate risk on record.

    `earlier` are the cases that stand by an earlier state, and `unfolded` those beside which
    events wait, each with how many. `totals` counts duties, each once however many must act, and
    `breaches` those of them that are breaches of the policy.
    """

    def __init__(self) -> None:
        self.open_cases: set[str] = set()
        self.at_risk: list[str] = []
        self.earlier: list[str] = []
        self.unfolded: dict[str, int] = {}
        self.totals: Counter[LinesOf] = Counter()
        self.breaches: Counter[LinesOf] = Counter()
        self._found: dict[tuple[str, bool, str, str], _Found] = {}

    def add(self, case: JudgedCase, page: str | None) -> None:
        """Add what is to be said of one case; `page` is the address of its page."""
        if case.assessment.stage is None:
            return
        reference = case.reference
        shown = reference if page is None else markdown_link(reference, page)
        if case.case.waiting:
            self.unfolded[reference] = len(case.case.waiting)
        if case.earlier is not None:
            self.earlier.append(reference)
        if case.risk is not None:
            self.at_risk.append(reference)
        to_do = [row for row in to_do_of(case.assessment.duties) if not row.duty.advice]
        # While there is a risk, the first duty of each is to be done at once, whatever its date.
        urgent = {agency: row for row in reversed(to_do) for agency in _acting(row, case)}
        for row in to_do:
            self._add_row(_group_of(row), row, case, shown, {} if case.risk is None else urgent)
        for row in case.assessment.duties if is_asked_about(case) else ():
            if row.state is DutyState.NO_RECORD:
                self._add_row(LinesOf.UNSHOWN, row, case, shown, {})
        if case.assessment.state is CaseState.OPEN:
            self.open_cases.add(reference)
            self._add_open(to_do, case, shown)

    def agencies(self) -> tuple[AgencyLines, ...]:
        """Give what is said of each agency, by partnership and name; itself comes last."""
        return tuple(
            AgencyLines(
                partnership=partnership,
                name=name,
                open_cases=len(found.open_cases),
                groups={
                    group: tuple(sorted(found.lines[group]))
                    for group in LinesOf
                    if group in found.lines
                },
            )
            for (partnership, _, name, _), found in sorted(self._found.items(), key=itemgetter(0))
        )

    def _add_row(
        self,
        group: LinesOf,
        row: DutyAssessment,
        case: JudgedCase,
        shown: str,
        urgent: Mapping[str, DutyAssessment],
    ) -> None:
        """Add a duty to whom it is for; `urgent` has for agencies what is theirs to do at once."""
        line = _line(row, case, shown, _words(group, row, case))
        acting = _acting(row, case)
        groups = {each: LinesOf.AT_ONCE if urgent.get(each) is row else group for each in acting}
        counted = min(groups.values(), key=tuple(LinesOf).index)
        self.totals[counted] += 1
        is_breach = row.state is DutyState.OVERDUE and row.breach is Breach.BREACH
        self.breaches[counted] += is_breach
        for agency, its_group in groups.items():
            self._add_line(its_group, line, agency, case)

    def _add_open(self, to_do: Sequence[DutyAssessment], case: JudgedCase, shown: str) -> None:
        """Add an open case to its sides, and say what they wait for, or that there is nothing."""
        sides = case.answering_for(case.agencies)
        for agency in {*sides, *chain.from_iterable(_acting(row, case) for row in to_do)}:
            self._of(agency, case).open_cases.add(case.reference)
        first = awaited_in(to_do)
        if first is None:
            stage = escaped(stage_name_of(case.policy, case.assessment.stage or ""))
            line = OverviewLine(due=_NEVER, reference=case.reference, text=f"{shown}, {stage}")
            for agency in sides:
                self._add_line(LinesOf.OPEN, line, agency, case)
            return
        awaited = _acting(first, case)
        who = escaped(listed(agency_words(each, case.partnership) for each in awaited))
        line = _line(first, case, shown, f"{who}: “{escaped(first.duty.title)}”{_when(first)}")
        for agency in sides:
            if agency not in awaited:
                self._add_line(LinesOf.WAITING, line, agency, case)

    def _add_line(self, group: LinesOf, line: OverviewLine, agency: str, case: JudgedCase) -> None:
        self._of(agency, case).lines.setdefault(group, set()).add(line)

    def _of(self, agency: str, case: JudgedCase) -> _Found:
        partnership = case.partnership
        is_itself = agency == PARTNERSHIP
        name = _ITSELF if is_itself else agency_words(agency, partnership)
        return self._found.setdefault((partnership.name, is_itself, name, agency), _Found())


_ITSELF = "The partnership itself"
_NEVER = float("inf")


def _acting(row: DutyAssessment, case: JudgedCase) -> tuple[str, ...]:
    return case.answering_for(case.acting_on(row))


def _group_of(row: DutyAssessment) -> LinesOf:
    if is_at_once(row):
        return LinesOf.AT_ONCE
    if row.state is not DutyState.OVERDUE:
        return LinesOf.COMING
    return LinesOf.OWN if row.is_own else LinesOf.LATE


def _line(row: DutyAssessment, case: JudgedCase, shown: str, words: str) -> OverviewLine:
    due = _NEVER if row.due is None else row.due.at.timestamp()
    return OverviewLine(due=due, reference=case.reference, text=f"{shown}, {words}")


def _words(group: LinesOf, row: DutyAssessment, case: JudgedCase) -> str:
    """Say a duty in Markdown: its stage and title, by when, and whether that was missed."""
    stage = row.duty.stage or case.assessment.stage or ""
    words = f"{escaped(stage_name_of(case.policy, stage))}: “{escaped(row.duty.title)}”"
    return words if group is LinesOf.UNSHOWN else f"{words}{_when(row)}"


def _when(row: DutyAssessment) -> str:
    """Say by when a duty is due; the words do not change while the hours pass."""
    if row.due is None:
        return ""
    is_late = row.state is DutyState.OVERDUE
    missed = {Breach.BREACH: ", a breach", Breach.OVER_GUIDE: f", {OVER_GUIDE}"}
    says = missed.get(row.breach, "") if is_late and not row.is_own else ""
    return f", {'was due' if is_late else 'due'} {by_when(row)}{says}"
