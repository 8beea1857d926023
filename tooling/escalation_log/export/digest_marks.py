"""What a digest asks and notes of the marks of a case: no record, the route, no agreement yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.export.digest_items import left_words
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.policies import Side
from escalation_log.words.dates import day_words
from escalation_log.words.departures import departure_words
from escalation_log.words.events import reply_words
from escalation_log.words.lists import listed
from escalation_log.words.titles import agency_words, stage_name_of

# So long after its end a case is asked about; many marks come only with the end.
_ASKED_FOR = timedelta(days=28)
_MOST_NOTED = 10


class Marks:
    """The marks of the cases of one agency, gathered case by case.

    `asked` are things without a record that the agency itself was to do, and to which its side has
    not replied. `unshown` are the others in cases in which it is a side.
    """

    def __init__(self, agency: str) -> None:
        self._agency = agency
        self.asked: list[str] = []
        self.unshown: list[str] = []
        self.off_route: list[str] = []
        self.not_agreed: list[str] = []

    def add(self, case: JudgedCase, *, is_side: bool) -> None:
        """Add what marks one case, if it is open or ended only lately."""
        if not is_asked_about(case):
            return
        for row in case.assessment.duties:
            if row.state is DutyState.NO_RECORD:
                self._add_unshown(row, case, is_side=is_side)
        if not is_side:
            return
        for each in case.assessment.departures:
            words = departure_words(each, case.policy, case.partnership)
            self.off_route.append(f"{case.reference}, event {each.event}: {words}")
        ended = case.timeline.episodes[-1].ended
        if case.assessment.agreed is False and ended is not None:
            on = day_words(ended.moment.on)
            self.not_agreed.append(f"{case.reference}: {case.assessment.state.value} on {on}")

    def _add_unshown(self, row: DutyAssessment, case: JudgedCase, *, is_side: bool) -> None:
        acted = case.acting_on(row)
        acting = case.answering_for(acted)
        stage = f" ({stage_name_of(case.policy, row.duty.stage)})" if row.duty.stage else ""
        what = f"{case.reference}: “{row.duty.title}”"
        reply = case.reply_to(row)
        said = "" if reply is None else f" {reply_words(reply.event)}"
        if self._agency in acting and (
            reply is None or reply.event.by not in tuple(self._sides_in(case))
        ):
            others = [agency_words(each, case.partnership) for each in acting]
            others.remove(agency_words(self._agency, case.partnership))
            together = f", together with {listed(others)}" if others else ""
            left = left_words(case, acted, agency=self._agency)
            self.asked.append(f"{what}{stage}{together}.{said}{left and f' {left}'}")
        elif is_side:
            who = listed(agency_words(each, case.partnership) for each in acting)
            self.unshown.append(f"{what} ({who}).{said}")

    def _sides_in(self, case: JudgedCase) -> Iterator[Side]:
        """Yield the sides for which the agency answers in a case."""
        header = case.timeline.header
        receiving = [each.agency for each in header.receiving]
        if self._agency == PARTNERSHIP:
            yield Side.PARTNERSHIP
        if self._agency in case.answering_for([header.raising.agency]):
            yield Side.RAISING
        if self._agency in case.answering_for(receiving):
            yield Side.RECEIVING


def is_asked_about(case: JudgedCase) -> bool:
    """Say whether a case is open, or ended so lately that its marks are still asked about."""
    ended = case.timeline.episodes[-1].ended
    return ended is None or case.assessment.as_of.on - ended.moment.on <= _ASKED_FOR


def few(lines: Sequence[str]) -> tuple[str, ...]:
    """Keep only some lines, and count the others."""
    if len(lines) <= _MOST_NOTED:
        return tuple(lines)
    return (*lines[:_MOST_NOTED], f"and {len(lines) - _MOST_NOTED} more")
