"""The tracker: how many cases stand how, what repeats, and a row for each urgent one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from escalation_log.model.assessments import DutyState
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.patterns import CountedIn
from escalation_log.site.changes_waiting import ChangeWaiting
from escalation_log.site.dues import AT_ONCE, DueView, ShownDue, view_of
from escalation_log.site.script_words import ALSO_LATE, MORE_LATE
from escalation_log.site.tracking.names import Names, area_name
from escalation_log.site.tracking.summaries import RISK, CaseSummary, DutySummary
from escalation_log.words.earlier_states import name_words, problem_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.states import CASE_STATES, OVER_GUIDE, without_record

SHOWN_REPEATS = 5
SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A value and the number of cases with it; `share` is its percentage of the greatest."""

    words: str
    cases: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What occurs in at least two cases, the most frequent first."""

    themes: tuple[Repeated, ...]
    missed: tuple[Repeated, ...]


def repeats_of(summaries: Iterable[CaseSummary], names: Names) -> Repeats:
    """Count what cases are about, and which required limits they missed."""
    themes: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for case in summaries:
        edition = names.of[case.edition]
        themes[edition.theme(case)] += 1
        missed.update({edition.duties[duty] for duty in case.missed})
    return Repeats(themes=_most(themes), missed=_most(missed))


def _most(counter: Counter[str]) -> tuple[Repeated, ...]:
    repeated = [item for item in counter.items() if item[1] > 1]
    found = sorted(repeated, key=lambda item: (-item[1], item[0]))[:SHOWN_REPEATS]
    return tuple(
        Repeated(words=words, cases=cases, share=round(100 * cases / found[0][1]))
        for words, cases in found
    )


ROWS = 100
AGEING = "One of the log’s own reminders has passed"

_URGENCIES = ("overdue", "due-soon", "running", "open", "closed")
_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    """A case in the tracker; a field is empty where it does not apply.

    `area` is only given where the cases of several are shown. `safe` is the safe date of what is
    next, `more` says how many others are late, `risk` that a risk is immediate, `earlier` that the
    case is shown by an earlier state, `change` that a change to it is waiting. A blank row has
    every element, for a script to fill in.
    """

    due: DueView | None
    is_open: bool
    reference: str = ""
    address: str = ""
    area: str = ""
    edition_address: str = ""
    stage: str = ""
    theme: str = ""
    duty: str = ""
    at_once: str = ""
    safe: str = ""
    more: str = ""
    risk: str = ""
    acting: str = ""
    state: str = ""
    breaches: str = ""
    over_guide: str = ""
    no_record: str = ""
    ageing: str = ""
    earlier: str = ""
    change: ChangeWaiting | None = None
    is_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudgedRow:
    """A case that cannot be judged: its name, what is wrong, and how many more problems it has."""

    name: str
    problems: tuple[str, ...]
    more: int


def tracker_row_not_judged(case: NotJudged) -> NotJudgedRow:
    """Make the row of a case that cannot be judged."""
    words = tuple(map(problem_words, case.problems))
    return NotJudgedRow(
        name=name_words(case),
        problems=words[:SHOWN_PROBLEMS],
        more=max(0, len(words) - SHOWN_PROBLEMS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The number of cases in each state; a case may be counted in several."""

    all: int
    open: int
    due_now: int
    due_soon: int
    overdue: int
    breached: int
    no_record: int
    at_risk: int


def in_order(summaries: Sequence[CaseSummary]) -> list[CaseSummary]:
    """Sort cases: immediate risks, overdue, due next, open without a date, closed."""
    return sorted(summaries, key=_urgency)


def counts_of(summaries: Sequence[CaseSummary]) -> Counts:
    """Count the cases in each state."""
    return Counts(
        all=len(summaries),
        open=sum(each.is_open for each in summaries),
        due_now=sum(any(duty.is_now for duty in each.to_do) for each in summaries),
        due_soon=sum(any(duty.is_soon for duty in each.to_do) for each in summaries),
        overdue=sum(any(duty.is_overdue for duty in each.to_do) for each in summaries),
        breached=sum(bool(each.missed) for each in summaries),
        no_record=sum(bool(each.no_record) for each in summaries),
        at_risk=sum(each.is_at_risk for each in summaries),
    )


def row_of(case: CaseSummary, names: Names, change: ChangeWaiting | None = None) -> TrackerRow:
    """Make the row of a case: its most urgent duty, who must act, and its state."""
    edition = names.of[case.edition]
    first = case.to_do[0] if case.to_do else None
    late = sum(duty.is_overdue for duty in case.to_do)
    return TrackerRow(
        reference=case.reference,
        address=case.address,
        area=area_name(edition.partnership.name) if names.has_areas else "",
        edition_address=edition.address,
        stage=edition.stage(case),
        theme=edition.theme(case),
        duty=first.title if first else "",
        due=view_of(first.due, case.edition) if first and first.due.is_open else None,
        at_once=AT_ONCE if first and first.due.is_at_once and not first.due.is_open else "",
        safe=view_of(first.due, case.edition).safe if first else "",
        more=_more(late, first),
        risk=RISK if case.is_at_risk else "",
        acting=listed(map(edition.agency, first.acting)) if first else "",
        state=CASE_STATES[case.state],
        is_open=case.is_open,
        breaches=counted(case.breaches, "breach", "breaches") if case.missed else "",
        over_guide=f"{case.over_guide} {OVER_GUIDE}" if case.over_guide else "",
        no_record=without_record(case.no_record) if case.no_record else "",
        ageing=AGEING if case.ageing and not _is_passed_reminder(first) else "",
        earlier=case.as_it_stood,
        change=change,
    )


def blank_row(*, has_area: bool, has_changes: bool = False) -> TrackerRow:
    """Make a row with every element, empty except for words that all cases share.

    It has an area only where the cases of several are shown, and the words on a change only where
    one is waiting.
    """
    due = ShownDue(
        state=DutyState.RUNNING,
        at=None,
        on=None,
        soon=None,
        late=None,
        counted_in=CountedIn.WORKING_DAYS,
        limit="",
        is_guide=False,
        is_provisional=True,
    )
    return TrackerRow(
        due=replace(view_of(due, ""), is_open=True),
        at_once=AT_ONCE,
        risk=RISK,
        area=" " if has_area else "",
        is_open=True,
        ageing=AGEING,
        change=ChangeWaiting(words="", href="", pulls=()) if has_changes else None,
        is_blank=True,
    )


def _is_passed_reminder(duty: DutySummary | None) -> bool:
    return duty is not None and duty.due.is_own and duty.due.state is DutyState.OVERDUE


def _more(late: int, first: DutySummary | None) -> str:
    """Say how many other duties are late."""
    if first is None or not first.is_overdue:
        return ALSO_LATE.format(number=late) if late else ""
    return MORE_LATE.format(number=late - 1) if late > 1 else ""


def _urgency(case: CaseSummary) -> tuple[int, int, datetime, str]:
    first = case.first_dated
    due_at = first.due_at if first else None
    return (
        case.urgency,
        _URGENCIES.index(_standing(case, first)),
        due_at or _FOREVER,
        case.reference,
    )


def _standing(case: CaseSummary, first: DutySummary | None) -> str:
    if first is None:
        return "open" if case.is_open else "closed"
    if any(duty.is_overdue or duty.is_now for duty in case.to_do):
        return "overdue"
    return "due-soon" if any(duty.is_soon for duty in case.to_do) else "running"
