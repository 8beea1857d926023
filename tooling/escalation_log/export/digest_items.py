"""What a digest says of a duty that is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escalation_log.export.digest_contacts import PhoneLine, lines_for
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.patterns import InWords
from escalation_log.model.policies import Policy
from escalation_log.words.lists import listed
from escalation_log.words.policy_rules import limit_in_words
from escalation_log.words.states import by_when, due_words, late_by
from escalation_log.words.titles import agency_words, stage_name_of
from escalation_log.words.to_do import is_at_once, limit_applied, safe_sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """A duty to be done. `due` is a sentence, and so is each of `safe`.

    `others` are the other agencies that must act. `left` names those who were to act and have left,
    so that it is for the agency to do; it may be empty.
    """

    reference: str
    address: str
    stage: str
    title: str
    due: str
    safe: tuple[str, ...]
    is_late: bool
    is_breach: bool
    is_at_risk: bool
    others: tuple[str, ...]
    left: str
    ring: tuple[PhoneLine, ...]


def digest_item_of(
    row: DutyAssessment, case: JudgedCase, *, agency: str, address: str, is_at_risk: bool
) -> DigestItem:
    """Write a duty down for an agency that must act on it; `address` is that of the case."""
    stage = row.duty.stage or case.assessment.stage or case.policy.stages[0].id
    acting = case.acting_on(row)
    others = [each for each in case.answering_for(acting) if each != agency]
    # An agency that acts for another rings whom that one would have rung.
    own = next(each for each in acting if agency in case.answering_for([each]))
    return DigestItem(
        reference=case.reference,
        address=address,
        stage=stage_name_of(case.policy, stage),
        title=row.duty.title,
        due=_due_sentence(row, case.policy),
        safe=tuple(safe_sentences(row)),
        is_late=row.state is DutyState.OVERDUE and not row.is_own,
        is_breach=row.state is DutyState.OVERDUE and row.breach is Breach.BREACH,
        is_at_risk=is_at_risk,
        others=tuple(agency_words(each, case.partnership) for each in others),
        left=left_words(case, acting, agency=agency),
        ring=tuple(
            lines_for(
                row.duty,
                case.partnership,
                case.timeline.header,
                stage=case.assessment.stage or stage,
                agency=own,
            )
        ),
    )


def left_words(case: JudgedCase, acting: Iterable[str], *, agency: str) -> str:
    """Name those of some agencies who have left and for whom `agency` answers, as a sentence."""
    left = [each for each in acting if each != agency and agency in case.answering_for([each])]
    names = listed(agency_words(each, case.partnership) for each in left)
    has = "has" if len(left) == 1 else "have"
    return f"This was for {names}, who {has} left the partnership." if left else ""


def _due_sentence(row: DutyAssessment, policy: Policy) -> str:
    if row.state is DutyState.DUE_NOW:
        return f"Due now, {by_when(row)}"
    if is_at_once(row) and row.due is None:
        return "At once"
    if row.due is None:
        limit = limit_applied(row)
        if limit is None:
            return "No date set by the policy"
        words = limit_in_words(policy, limit)
        return f"No date: “{words}”" if isinstance(limit, InWords) else f"No date: {words}"
    if row.state is not DutyState.OVERDUE:
        provisional = ", provisional" if row.is_provisional else ""
        return f"Due {due_words(row)}{provisional}"
    is_guide = row.breach is not Breach.BREACH
    late = late_by(row)
    return f"Was due {due_words(row)}{late and f': {late}'}{'' if is_guide else ', a breach'}"
