"""A case of a log together with its assessment and the rules it was judged by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escalation_log.checks.subjects import UnderRulebook
from escalation_log.engine.acting import PARTNERSHIP, acting_agencies, successor_of
from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import PlacedEvent, Timeline, timeline_of
from escalation_log.model.assessments import Assessment, CaseState, DutyAssessment
from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.faulty_files import EarlierState
from escalation_log.model.moments import Moment
from escalation_log.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase(UnderRulebook):
    """A case as of a moment, with the rules it was judged by; `file` is its file.

    `earlier` is given where the file has problems, so that the case stands by an earlier state.
    """

    file: str
    case: Case
    timeline: Timeline
    assessment: Assessment
    earlier: EarlierState | None = None

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.case.reference

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that are a side of it, the raising one first."""
        header = self.timeline.header
        receiving = (party.agency for party in header.receiving)
        return tuple(dict.fromkeys((header.raising.agency, *receiving)))

    @property
    def risk(self) -> PlacedEvent | None:
        """The latest immediate risk of an open case, unless it is recorded to be over."""
        if self.assessment.state is not CaseState.OPEN:
            return None
        by_kind = self.timeline.by_kind
        told = [
            *by_kind.get(EventKind.IMMEDIATE_RISK, ()),
            *by_kind.get(EventKind.RISK_OVER, ()),
        ]
        latest = max(told, key=lambda each: each.order, default=None)
        is_over = latest is None or latest.event.kind is EventKind.RISK_OVER
        return None if is_over else latest

    def acting_on(self, row: DutyAssessment) -> tuple[str, ...]:
        """List the ids of the agencies that must act on a duty, `partnership` among them."""
        return acting_agencies(row.duty, self.timeline.header, self.policy, self.partnership)

    def answering_for(self, agencies: Iterable[str]) -> tuple[str, ...]:
        """List who answers for agencies on the day asked about.

        For one that has left it is its successor, or else the partnership.
        """
        on, partnership = self.assessment.as_of.on, self.partnership
        found = (successor_of(each, partnership, on) or PARTNERSHIP for each in agencies)
        return tuple(dict.fromkeys(found))

    def reply_to(self, row: DutyAssessment) -> PlacedEvent | None:
        """Give the latest reply of a side to a mark of a duty; None where there is none."""
        if row.disputed is None:
            return None
        replies = self.timeline.by_kind[EventKind.DISPUTED]
        return [each for each in replies if each.event.duty == row.duty.id][-1]


def judged_case(
    file: str,
    case: Case,
    rulebook: Rulebook,
    as_of: Moment,
    *,
    earlier: EarlierState | None = None,
) -> JudgedCase:
    """Judge a case as of a moment, given in the time zone of its policy."""
    timeline = timeline_of(case, rulebook.index, as_of)
    return JudgedCase(
        file=file,
        case=case,
        rulebook=rulebook,
        timeline=timeline,
        assessment=assess(case, rulebook, as_of, timeline=timeline),
        earlier=earlier,
    )
