"""Draw single events of an invented case: kind, parties, method and the other fields each needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from escalation_log.model.cases import Event, EventKind, Header
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Duty, Panel, RoleBySector, Stage
from escalation_log.sample.chance import Chance
from escalation_log.sample.invented_words import (
    EXTENSION_REASONS,
    LEARNING_ACTIONS,
    NOTES,
    PROTECTIVE_REASONS,
)
from escalation_log.sample.openings import Setting, agencies_on, draw_plan

_SPOKEN = ("phone", "video-call", "face-to-face")
_WRITTEN = ("email", "email", "letter")
_HOW: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.DISAGREEMENT: ("phone", "email", "meeting"),
    EventKind.RAISED: ("phone", "email", "message"),
    EventKind.DISCUSSED: _SPOKEN,
    EventKind.CONSULTED: _SPOKEN,
    EventKind.NOT_RESOLVED: ("phone", "email", "meeting"),
    EventKind.ESCALATED: _WRITTEN,
    EventKind.REFERRED: _WRITTEN,
    EventKind.NOTIFIED: _WRITTEN,
    EventKind.UPDATE: ("phone", "email", "message"),
    EventKind.RESOLVED: ("meeting", "phone", "video-call"),
    EventKind.CONFIRMED_IN_WRITING: _WRITTEN,
    EventKind.RECORD_STARTED: ("online-form",),
    EventKind.NOTICE_ISSUED: ("in-writing",),
    EventKind.MEETING: ("meeting", "video-call"),
}
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
_NEED_WHOM = frozenset({EventKind.NOTIFIED, EventKind.REFERRED})


def stamp_of(at: datetime) -> Stamp:
    """Write a local moment as a file does, to the minute."""
    return Stamp(on=at.date(), time=at.time().replace(second=0, microsecond=0))


def bare_event(kind: EventKind, at: datetime, by: str) -> Event:
    """Make an event with what every kind needs; its number is given once all are known."""
    return Event(number=0, at=stamp_of(at), kind=kind, by=by)


class Acts:
    """Draw the events of one case, one at a time, when the storyline asks for them."""

    def __init__(self, setting: Setting, header: Header, chance: Chance) -> None:
        self._setting = setting
        self._policy = setting.edition.policy
        self._partnership = setting.edition.partnership
        self._header = header
        self._chance = chance

    def plain(self, kind: EventKind, at: datetime, by: str) -> Event:
        """Draw an event whose kind needs no other fields."""
        hows = _HOW.get(kind)
        return replace(
            bare_event(kind, at, by),
            how=self._chance.pick(hows) if hows and self._chance.happens(50) else None,
            note=self._chance.pick(NOTES) if self._chance.happens(7) else None,
        )

    def meeting(
        self,
        pattern: EventPattern,
        kinds: Sequence[EventKind],
        duty: Duty,
        stage: int,
        at: datetime,
    ) -> Event | None:
        """Draw an event that meets a duty by a pattern; return None where none can be invented."""
        kind = self._chance.pick(kinds)
        asked = {name: self._chance.pick(sorted(values)) for name, values in pattern.fields}
        named = asked.get("stage")
        if named is not None and self._policy.stage_index(named) > stage:
            return None
        whom = self._whom(kind, asked.get("whom"))
        agencies: tuple[str, ...] = ()
        is_panel = kind is EventKind.PANEL_CONVENED
        if is_panel:
            agencies = self._panel_agencies(self._policy.stages[stage], at)
        if (not whom and kind in _NEED_WHOM) or (not agencies and is_panel):
            return None
        if kind is EventKind.LEARNING:
            drawn = self.learning(at)
        elif kind is EventKind.SAFEGUARDS:
            drawn = self.safeguards(at)
        else:
            drawn = self.plain(kind, at, asked.get("by") or _side_of(duty))
        usual_what = "professionals-meeting" if kind is EventKind.CONSIDERED else None
        return replace(
            drawn,
            stage=named if named != self._policy.stages[stage].id else None,
            how=asked.get("how", drawn.how),
            reason=asked.get("reason"),
            whom=whom,
            what=asked.get("what", usual_what),
            agencies=agencies,
            duty=asked.get("duty", duty.id) if kind is EventKind.DONE else None,
        )

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
            plan=None if by_urgency else draw_plan(self._chance),
        )

    def link(self, reference: str, at: datetime) -> Event:
        """Draw an event that links the case with another."""
        return replace(bare_event(EventKind.LINKED, at, "partnership"), references=(reference,))

    def panel(self, stage: Stage, at: datetime) -> Event | None:
        """Draw the panel that the policy asks for; return None where agencies are too few."""
        agencies = self._panel_agencies(stage, at)
        convened = bare_event(EventKind.PANEL_CONVENED, at, "partnership")
        return replace(convened, agencies=agencies) if agencies else None

    def _panel_agencies(self, stage: Stage, at: datetime) -> tuple[str, ...]:
        """Choose the agencies of a panel: both sides, and others up to the number needed."""
        needed = stage.panel or Panel(agencies=3, concerned_must=True)
        sides = {self._header.raising.agency, self._header.receiving[0].agency}
        members = [agency.id for agency in agencies_on(self._partnership, at.date())]
        others = [agency for agency in members if agency not in sides]
        more = max(needed.agencies - len(sides), 0) + self._chance.below(2)
        chosen = (*sorted(sides), *self._chance.several(others, more))
        is_enough = len(chosen) >= needed.agencies and sides <= set(members)
        return tuple(sorted(chosen)) if is_enough else ()

    def _whom(self, kind: EventKind, asked: str | None) -> tuple[str, ...]:
        if asked is not None:
            return (asked,)
        recipients = sorted(self._policy.recipients)
        return (self._chance.pick(recipients),) if kind in _NEED_WHOM and recipients else ()


def _side_of(duty: Duty) -> str:
    """Guess from a role's name whether a side or the partnership carries a duty out."""
    role = duty.role
    if isinstance(role, RoleBySector):
        return role.side
    if "receiv" in role:
        return "receiving"
    if any(word in role for word in ("chair", "partner", "commissioner", "panel", "board")):
        return "partnership"
    return "raising"
