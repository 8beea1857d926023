"""Say in a calendar item what is to be done by when, whom to ring, and why by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from escalation_log.engine.acting import acting_agencies
from escalation_log.export.digest_contacts import lines_for
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Header
from escalation_log.model.policies import Force
from escalation_log.model.receipts import CountedBy, DayReckoned
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.lists import listed
from escalation_log.words.receipt_sentences import step_words, told_in_short
from escalation_log.words.states import DUTY_STATES, RING_NOW, due_words
from escalation_log.words.titles import agency_words, role_words, stage_name_of
from escalation_log.words.to_do import TO_DO, is_at_once, safe_sentences

# What an item of a partnership is called that wants neutral words on a locked screen.
NEUTRAL_SUMMARY = "Escalation log: something is due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """Writes the words of a case's items; `stage` is the one that the case is in.

    A receipt names the calendar as known on `known_on`, the day of the last change, so that the
    words stay the same until the next.
    """

    reference: str
    rules: Rulebook
    header: Header
    stage: str
    known_on: date

    @property
    def is_neutral(self) -> bool:
        """Whether no words may name the case or what it is about."""
        return self.rules.partnership.wants_neutral_words

    def summary(self, row: DutyAssessment) -> str:
        """Name an item."""
        return NEUTRAL_SUMMARY if self.is_neutral else f"{self.reference}: {row.duty.title}"

    def description(
        self, row: DutyAssessment, *, falls_within: bool, is_cancelled: bool
    ) -> Iterator[str]:
        """Describe an item line by line; `falls_within` says that it is due within its day."""
        until = f"{'Before' if falls_within else 'By the end of'} {due_words(row)}"
        if self.is_neutral:
            yield from self._in_neutral_words(row, until, is_cancelled=is_cancelled)
        else:
            yield from self._in_full(row, until, is_cancelled=is_cancelled)

    def _in_full(self, row: DutyAssessment, until: str, *, is_cancelled: bool) -> Iterator[str]:
        """Say what to do by when, who must act and whom to ring, and give the receipt.

        A cancelled item says why instead of whom to ring and of the receipt.
        """
        policy = self.rules.policy
        if is_cancelled:
            why = (
                "what was recorded since undid it"
                if row.state in TO_DO
                else DUTY_STATES[row.state].lower()
            )
            yield f"This no longer has to be done: {why}."
        elif is_at_once(row):
            yield RING_NOW
        yield f"{row.duty.title}."
        yield f"{until}: {role_words(policy, row.role)} ({self._agencies(row)})."
        if not is_cancelled:
            yield from safe_sentences(row)
            yield from self._ringing(row)
        if row.duty.stage is not None:
            yield f"{stage_name_of(policy, row.duty.stage)}."
        is_guide = row.force is Force.GUIDE
        yield "The policy's guide, not a limit." if is_guide else "The policy's limit."
        if is_cancelled:
            return
        yield ""
        yield "Why this date:"
        for step in row.receipt:
            told = replace(step, known_on=self.known_on) if isinstance(step, CountedBy) else step
            indent = "  " if isinstance(step, DayReckoned) else ""
            yield f"{indent}- {step_words(told_in_short(told))}"

    def _in_neutral_words(
        self, row: DutyAssessment, until: str, *, is_cancelled: bool
    ) -> Iterator[str]:
        """Say by when somebody must act, and nothing by which the case could be told."""
        agencies = self._agencies(row)
        if is_cancelled:
            yield f"This no longer has to be done ({agencies})."
            return
        if is_at_once(row):
            yield RING_NOW
        yield f"{until}: something has to be done ({agencies})."
        yield "Open the log to see what it is, and whom to ring."

    def _agencies(self, row: DutyAssessment) -> str:
        return listed(agency_words(each, self.rules.partnership) for each in self._acting(row))

    def _acting(self, row: DutyAssessment) -> tuple[str, ...]:
        return acting_agencies(row.duty, self.header, self.rules.policy, self.rules.partnership)

    def _ringing(self, row: DutyAssessment) -> Iterator[str]:
        """Name the teams that those who must act can ring, once each."""
        found = {
            ", ".join(filter(None, (each.name, each.phone, each.email))): None
            for agency in self._acting(row)
            for each in lines_for(
                row.duty,
                self.rules.partnership,
                self.header,
                stage=self.stage,
                agency=agency,
            )
        }
        yield from (f"Ring: {each}." for each in found)
