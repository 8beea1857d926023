"""The state of each duty, its breach and its lateness, from its occurrences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.history import Key, Missed
from escalation_log.assessment.lateness import Due, lateness
from escalation_log.assessment.occurrences import Occurrence, Occurrences
from escalation_log.assessment.receipting import receipt_of
from escalation_log.assessment.soon import is_ageing, soon_from
from escalation_log.assessment.terms import Term
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState, Late
from escalation_log.model.limits import Before
from escalation_log.model.policies import Duty, Force, RoleBySector
from escalation_log.model.stamps import Moment
from escalation_log.timeline import Happening, matches


class Verdict(NamedTuple):
    """The outcome for one occurrence."""

    state: DutyState
    breach: Breach = Breach.NONE
    days_late: int = 0
    late: Late | None = None
    missed_at: Moment | None = None
    soon_at: Moment | None = None
    broken_by: Happening | None = None


_MISSED = frozenset({Breach.BREACH, Breach.OVER_GUIDE})


def missed(docket: Docket) -> dict[Key, Missed]:
    """Give, by duty and occurrence, what is held to be missed at the docket's moment."""
    occurrences = Occurrences(docket)
    found: dict[Key, Missed] = {}
    for duty in docket.index.missable:
        for occurrence in occurrences.of(duty.id):
            verdict = _verdict(occurrence, docket)
            if verdict.breach in _MISSED:
                found[duty.id, occurrence.number] = Missed(verdict.breach, verdict.missed_at)
    return found


def judge_missable(docket: Docket) -> Iterator[DutyAssessment]:
    """Give the rows of what was started of the duties that can ever be missed."""
    occurrences = Occurrences(docket)
    for duty in docket.index.missable:
        for occurrence in occurrences.of(duty.id):
            yield _row(occurrence, docket)


def judge(docket: Docket) -> Iterator[DutyAssessment]:
    """Judge every duty in the policy's order: a row for each occurrence, at least one each."""
    occurrences = Occurrences(docket)
    for duty in docket.index.duties:
        found = occurrences.of(duty.id)
        for occurrence in found:
            yield _row(occurrence, docket)
        if not found:
            yield _unstarted(duty, docket, applies=occurrences.applies(duty))


def _unstarted(duty: Duty, docket: Docket, *, applies: bool) -> DutyAssessment:
    role = _role_of(duty, docket)
    known = docket.index.unstarted
    row = known.get((duty.id, role, applies))
    if row is None:
        row = known[duty.id, role, applies] = _unstarted_row(duty, role, applies=applies)
    return row


def _unstarted_row(duty: Duty, role: str, *, applies: bool) -> DutyAssessment:
    return DutyAssessment(
        duty=duty,
        role=role,
        force=duty.force,
        state=DutyState.NOT_STARTED if applies else DutyState.NOT_APPLICABLE,
        breach=Breach.NONE,
        occurrence=1,
    )


def _row(occurrence: Occurrence, docket: Docket) -> DutyAssessment:
    duty, firing, met = occurrence.duty, occurrence.firing, occurrence.met
    term = _term_of(occurrence)
    due = term.due
    verdict = _verdict(occurrence, docket)
    started_by: int | str | None = None
    if firing is not None:
        happening = firing.happening
        started_by = firing.deadline_of if happening is None else happening.event.number
    return DutyAssessment(
        duty=duty,
        role=_role_of(duty, docket),
        force=term.force,
        state=verdict.state,
        breach=verdict.breach,
        occurrence=occurrence.number,
        started_by=started_by,
        due=None if due is None else due.at,
        due_on=None if due is None else due.on,
        original_due_on=term.original_due_on,
        is_provisional=term.is_provisional,
        met_at=None if met is None else met.moment,
        met_by=None if met is None else met.event.number,
        days_late=verdict.days_late,
        late=verdict.late,
        missed_at=verdict.missed_at,
        soon_at=verdict.soon_at,
        governed_by=term.governed_by,
        is_ageing=(
            verdict.state is DutyState.OUTSTANDING
            and firing is not None
            and is_ageing(duty, firing, docket)
        ),
        receipt=receipt_of(occurrence, term, verdict.broken_by, docket),
    )


def _term_of(occurrence: Occurrence) -> Term:
    return occurrence.term or Term(force=occurrence.duty.force)


def _verdict(occurrence: Occurrence, docket: Docket) -> Verdict:
    term = _term_of(occurrence)
    if term.due is not None:
        return _timed_verdict(occurrence, term, term.due, docket)
    broken_by = _broken_by(occurrence, docket)
    return Verdict(
        state=_untimed_state(occurrence),
        breach=Breach.NONE if broken_by is None else _breach_word(term),
        missed_at=None if broken_by is None else broken_by.moment,
        broken_by=broken_by,
    )


def _timed_verdict(occurrence: Occurrence, term: Term, due: Due, docket: Docket) -> Verdict:
    """Measure a duty at what met it or let it lapse, else at the moment asked about."""
    ending = occurrence.met or occurrence.lapsed
    moment = docket.as_of if ending is None else ending.moment
    days, late = lateness(due, moment, occurrence.limit, docket.calendar)
    soon = soon_from(due, docket)
    return Verdict(
        state=_timed_state(
            occurrence, is_late=late is not None, is_soon=docket.as_of.at >= soon.at
        ),
        breach=_breach_of(term, moment, is_late=late is not None),
        days_late=days,
        late=late,
        missed_at=None if late is None else due.at,
        soon_at=soon,
    )


def _timed_state(occurrence: Occurrence, *, is_late: bool, is_soon: bool) -> DutyState:
    if occurrence.met is not None:
        return DutyState.MET_LATE if is_late else DutyState.MET
    if occurrence.lapsed is not None:
        return DutyState.LAPSED
    if is_late:
        return DutyState.OVERDUE
    return DutyState.DUE_SOON if is_soon else DutyState.RUNNING


def _untimed_state(occurrence: Occurrence) -> DutyState:
    if occurrence.met is not None:
        return DutyState.MET
    return DutyState.OUTSTANDING if occurrence.lapsed is None else DutyState.LAPSED


def _breach_of(term: Term, moment: Moment, *, is_late: bool) -> Breach:
    if is_late:
        return _breach_word(term)
    if term.guide is not None and term.guide.is_missed_by(moment):
        return Breach.OVER_GUIDE_AGREED
    return Breach.NONE


def _breach_word(term: Term) -> Breach:
    return Breach.BREACH if term.force is Force.REQUIRED else Breach.OVER_GUIDE


def _broken_by(occurrence: Occurrence, docket: Docket) -> Happening | None:
    """Give the event that an ordering limit says the duty must precede, if it came first."""
    limit, firing, met = occurrence.limit, occurrence.firing, occurrence.met
    if not isinstance(limit, Before) or firing is None:
        return None
    until = occurrence.lapsed if met is None else met
    for happening in docket.timeline.happenings:
        if happening.order < firing.order or not matches(limit.pattern, happening):
            continue
        return happening if until is None or happening.order <= until.order else None
    return None


def _role_of(duty: Duty, docket: Docket) -> str:
    """Choose the role by the sector of one side's agency; the first of several receives."""
    if not isinstance(duty.role, RoleBySector):
        return duty.role
    header = docket.timeline.header
    party = header.raising if duty.role.side == "raising" else header.receiving[0]
    agency = docket.partnership.agencies.get(party.agency)
    sector = "other" if agency is None else agency.sector
    return duty.role.roles.get(sector) or duty.role.roles["other"]
