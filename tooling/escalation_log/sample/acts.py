"""Draw single events of an invented case: kind, parties, method and the other fields each needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from escalation_log.model.cases import Event, EventKind, Header
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Duty, Panel, Policy, RoleBySector, Side, Stage
from escalation_log.sample.chance import Chance
from escalation_log.sample.invented_words import (
    EXTENSION_REASONS,
    LEARNING_ACTIONS,
    NOTES,
    PROTECTIVE_REASONS,
    RATIONALES,
    REASONS_AGAINST,
)
from escalation_log.sample.ledger import OpenDuty, ways
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
    EventKind.NO_ANSWER: ("phone", "message"),
}
_ANY_HOW = (*_SPOKEN, "meeting", *_WRITTEN, "message", "online-form", "in-writing")
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
_NEED_WHOM = frozenset({EventKind.NOTIFIED, EventKind.REFERRED})
_WITH_WHAT = frozenset({EventKind.CONSIDERED, EventKind.PLANNED})
# Out of a hundred: panels that are not as the policy asks, and others told where nobody need be.
_SHORT_PANEL, _WITH_WHOM = 5, 30


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
        excluded = dict(pattern.excluded)
        whom = self._whom(kind, asked.get("whom"), excluded.get("whom", frozenset()))
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
        elif kind in _WITH_WHAT:
            what = self._with_what(kind, at, asked.get("what"))
            if what is None:
                return None
            drawn = replace(what, by=asked.get("by") or side_of(duty, self._policy))
        elif kind is EventKind.OUTCOME:
            drawn = self.outcome(at)
        else:
            drawn = self.plain(kind, at, asked.get("by") or side_of(duty, self._policy))
        return replace(
            drawn,
            stage=named if named != self._policy.stages[stage].id else None,
            how=self._how(drawn.how, asked.get("how"), excluded.get("how", frozenset())),
            reason=asked.get("reason"),
            whom=whom,
            agencies=agencies,
            duty=asked.get("duty", duty.id) if kind is EventKind.DONE else None,
        )

    def as_asked(self, event: Event, open_duties: Iterable[OpenDuty]) -> Event:
        """Take from the first open duty that an event may meet by whom and how it is done."""
        for each in open_duties:
            for way in ways(each.duty.met_by):
                for pattern in way:
                    asked, excluded = dict(pattern.fields), dict(pattern.excluded)
                    is_it = event.kind in pattern.kinds and event.to in asked.get("to", {event.to})
                    if not is_it or asked.keys() - {"by", "how", "to"}:
                        continue
                    by = asked.get("by", frozenset({event.by or "raising"}))
                    how = self._chance.pick(sorted(asked["how"])) if "how" in asked else None
                    return replace(
                        event,
                        by=event.by if event.by in by else self._chance.pick(sorted(by)),
                        how=self._how(event.how, how, excluded.get("how", frozenset())),
                    )
        return event

    def amiss(self, event: Event, pattern: EventPattern) -> Event | None:
        """Draw the same event done by, to or in what a pattern does not ask; None for no way."""
        asked, excluded = dict(pattern.fields), dict(pattern.excluded)
        others = sorted(self._policy.recipients.keys() - asked.get("whom", frozenset()))
        if "by" in asked and event.by in ("raising", "receiving"):
            by = "receiving" if event.by == "raising" else "raising"
            return None if by in asked["by"] else replace(event, by=by)
        if "whom" in asked and others:
            return replace(event, whom=(self._chance.pick(others),))
        if "how" in excluded:
            return replace(event, how=self._chance.pick(sorted(excluded["how"])))
        return None

    def _how(self, drawn: str | None, asked: str | None, excluded: frozenset[str]) -> str | None:
        if asked is not None or drawn not in excluded:
            return asked or drawn
        return self._chance.pick([how for how in _ANY_HOW if how not in excluded] or [None])

    def _with_what(self, kind: EventKind, at: datetime, asked: str | None) -> Event | None:
        if kind is EventKind.PLANNED:
            return self.planned(at, asked)
        return self.considered(at, asked)

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

    def panel(self, stage: Stage, at: datetime) -> Event | None:
        """Draw the panel that the policy asks for; return None where agencies are too few.

        A few are one agency short, or lack one that is concerned.
        """
        agencies = self._panel_agencies(stage, at)
        if len(agencies) > 1 and self._chance.happens(_SHORT_PANEL):
            left_out = self._chance.pick(agencies)
            agencies = tuple(each for each in agencies if each != left_out)
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

    def _whom(
        self, kind: EventKind, asked: str | None, excluded: frozenset[str]
    ) -> tuple[str, ...]:
        if asked is not None:
            return (asked,)
        recipients = sorted(self._policy.recipients.keys() - excluded)
        is_asked = kind in _NEED_WHOM or (
            "whom" in kind.row.takes and recipients and self._chance.happens(_WITH_WHOM)
        )
        return (self._chance.pick(recipients),) if is_asked and recipients else ()


def side_of(duty: Duty, policy: Policy) -> str:
    """Say who carries a duty out, a side or the partnership, or guess it from the role's name."""
    role = duty.role
    if isinstance(role, RoleBySector):
        return role.side
    side = policy.sides.get(role)
    if side is not None:
        return Side.RAISING if side is Side.BOTH else side.value
    if "receiv" in role:
        return "receiving"
    if any(word in role for word in ("chair", "partner", "commissioner", "panel", "board")):
        return "partnership"
    return "raising"
