"""Draw events of an invented case that no duty asks for: measures, plans, replies, more time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from escalation_log.model.cases import Event, Header
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import Duty, Stage
from escalation_log.sample.chance import Chance
from escalation_log.sample.invented_words import (
    EXTENSION_REASONS,
    LEARNING_ACTIONS,
    NOTES,
    PROTECTIVE_REASONS,
    RATIONALES,
    REASONS_AGAINST,
)
from escalation_log.sample.openings import Setting, draw_plan

SPOKEN = ("phone", "video-call", "face-to-face")
WRITTEN = ("email", "email", "letter")
_HOW: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.DISAGREEMENT: ("phone", "email", "meeting"),
    EventKind.RAISED: ("phone", "email", "message"),
    EventKind.DISCUSSED: SPOKEN,
    EventKind.CONSULTED: SPOKEN,
    EventKind.NOT_RESOLVED: ("phone", "email", "meeting"),
    EventKind.ESCALATED: WRITTEN,
    EventKind.REFERRED: WRITTEN,
    EventKind.NOTIFIED: WRITTEN,
    EventKind.UPDATE: ("phone", "email", "message"),
    EventKind.RESOLVED: ("meeting", "phone", "video-call"),
    EventKind.CONFIRMED_IN_WRITING: WRITTEN,
    EventKind.RECORD_STARTED: ("online-form",),
    EventKind.NOTICE_ISSUED: ("in-writing",),
    EventKind.MEETING: ("meeting", "video-call"),
    EventKind.NO_ANSWER: ("phone", "message"),
}
# Out of a hundred: how often the receiving side's reasons are noted.
_WITH_RATIONALE = 12
_CAME_ABOUT = (("yes", 55), ("in-part", 30), ("no", 15))
_WITHDRAWN_BECAUSE = ("withdrawn", "withdrawn", "opened-in-error", "moved-area", "transferred")
_MEASURES = (
    "safety-plan",
    "increased-visits",
    "supervised-contact",
    "family-member-support",
    "school-monitoring",
    "health-monitoring",
    "police-welfare-check",
    "strategy-discussion",
)


def stamp_of(at: datetime) -> Stamp:
    """Write a local moment as a file does, to the minute."""
    return Stamp(on=at.date(), time=at.time().replace(second=0, microsecond=0))


def bare_event(kind: EventKind, at: datetime, by: str) -> Event:
    """Make an event with what every kind needs; its number is given once all are known."""
    return Event(number=0, at=stamp_of(at), kind=kind, by=by)


class SingleEvents:
    """Draw the events of one case that no duty needs to ask for."""

    def __init__(self, setting: Setting, header: Header, chance: Chance) -> None:
        self._setting = setting
        self._policy = setting.edition.policy
        self._partnership = setting.edition.partnership
        self._header = header
        self._chance = chance

    def plain(self, kind: EventKind, at: datetime, by: str) -> Event:
        """Draw an event whose kind needs no other fields."""
        hows = _HOW.get(kind)
        may_reason = "rationale" in kind.row.takes
        return replace(
            bare_event(kind, at, by),
            how=self._chance.pick(hows) if hows and self._chance.happens(50) else None,
            note=self._chance.pick(NOTES) if self._chance.happens(7) else None,
            rationale=(
                self._chance.pick(RATIONALES)
                if may_reason and self._chance.happens(_WITH_RATIONALE)
                else None
            ),
        )

    def considered(self, at: datetime, asked: str | None = None) -> Event | None:
        """Draw a step that was considered, perhaps with why it was not taken."""
        codes = sorted(self._policy.considerations)
        if not codes:
            return None
        return replace(
            bare_event(EventKind.CONSIDERED, at, "raising"),
            what=asked or self._chance.pick(codes),
            why=self._chance.pick(REASONS_AGAINST) if self._chance.happens(40) else None,
        )

    def planned(self, at: datetime, asked: str | None = None) -> Event | None:
        """Draw a day for something of the policy's own list."""
        codes = sorted(self._policy.plannings)
        if not codes:
            return None
        return replace(
            bare_event(EventKind.PLANNED, at, "receiving"),
            what=asked or self._chance.pick(codes),
            on=self._setting.diary.after(at.date(), self._chance.between(3, 15)),
        )

    def outcome(self, at: datetime) -> Event:
        """Draw whether what was sought came about."""
        came_about = self._chance.weighted(_CAME_ABOUT)
        return replace(bare_event(EventKind.OUTCOME, at, "raising"), came_about=came_about)

    def no_answer(self, at: datetime) -> Event:
        """Draw an attempt to reach somebody that nobody answered."""
        return self.plain(EventKind.NO_ANSWER, at, "raising")

    def disputed(self, duty: Duty, at: datetime) -> Event:
        """Draw a side's reply to a mark against it."""
        by = self._chance.pick(("raising", "receiving"))
        reason = self._chance.pick(("was-done", "not-ours", "not-told", "other-date"))
        event = bare_event(EventKind.DISPUTED, at, by)
        return replace(event, duty=duty.id, reason=reason)

    def withdrawn(self, at: datetime, earlier: Sequence[str]) -> Event:
        """Draw that the case is withdrawn, with why for most; `earlier` are cases it may repeat."""
        event = self.plain(EventKind.WITHDRAWN, at, "raising")
        if earlier and self._chance.happens(12):
            return replace(event, why="duplicate", duplicate_of=self._chance.pick(earlier))
        why = self._chance.pick(_WITHDRAWN_BECAUSE) if self._chance.happens(80) else None
        return replace(event, why=why)

    def tier(self, stage: Stage, tier: str, at: datetime) -> Event:
        """Draw a move to another tier of the stage that the case is in."""
        event = self.plain(EventKind.ESCALATED, at, "raising")
        return replace(event, to=stage.id, tier=tier)

    def safeguards(self, at: datetime) -> Event:
        """Draw the measures that keep the child safe meanwhile."""
        by = self._chance.pick(("raising", "receiving"))
        return replace(
            bare_event(EventKind.SAFEGUARDS, at, by),
            measures=self._chance.several(_MEASURES, self._chance.between(1, 3)),
            review_on=at.date() + timedelta(days=self._chance.between(3, 14)),
        )

    def learning(self, at: datetime) -> Event:
        """Draw what is to change for later cases."""
        return replace(
            bare_event(EventKind.LEARNING, at, "partnership"),
            themes=(self._header.theme,),
            action=self._chance.pick(LEARNING_ACTIONS),
        )

    def protective_timescale(self, at: datetime) -> Event:
        """Draw a protective timescale: a moment, some days ahead, to protect the child by."""
        day = at.date() + timedelta(days=self._chance.between(1, 4))
        noon = time(12) if self._chance.happens(40) else None
        return replace(
            bare_event(EventKind.PROTECTIVE_TIMESCALE, at, "raising"),
            protect_by=Stamp(on=day, time=noon),
            reason=self._chance.pick(PROTECTIVE_REASONS),
        )

    def extension(self, duty: Duty, due_on: date, at: datetime) -> Event:
        """Draw an agreed extension of a guide: some working days more than its limit."""
        roles = sorted(self._partnership.case_roles)
        beyond = max(due_on, at.date()) + timedelta(days=1)
        until = self._setting.diary.after(beyond, self._chance.between(1, 5))
        return replace(
            bare_event(EventKind.EXTENSION, at, "receiving"),
            duty=duty.id,
            until=Stamp(on=until),
            reason=self._chance.pick(EXTENSION_REASONS),
            agreed_by=self._chance.several(roles, 2),
        )

    def change(self, at: datetime) -> Event:
        """Draw a change of the child's plan, or of the urgency where the policy has tiers of it."""
        urgencies = sorted(self._policy.urgencies or ())
        by_urgency = bool(urgencies) and self._chance.happens(60)
        return replace(
            bare_event(EventKind.CHANGED, at, "receiving"),
            urgency=self._chance.pick(urgencies) if by_urgency else None,
            plan=None if by_urgency else draw_plan(self._chance, self._policy.subject),
        )

    def link(self, reference: str, at: datetime) -> Event:
        """Draw an event that links the case with another."""
        return replace(bare_event(EventKind.LINKED, at, "partnership"), references=(reference,))
