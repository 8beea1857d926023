"""Draw the events of an invented case that meet its duties, or do not count for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Duty, Panel, Policy, RoleBySector, Side, Stage
from escalation_log.sample.ledger import OpenDuty, ways
from escalation_log.sample.openings import agencies_on
from escalation_log.sample.single_events import SPOKEN, WRITTEN, SingleEvents, bare_event

_ANY_HOW = (*SPOKEN, "meeting", *WRITTEN, "message", "online-form", "in-writing")
_NEED_WHOM = frozenset({EventKind.NOTIFIED, EventKind.REFERRED})
_WITH_WHAT = frozenset({EventKind.CONSIDERED, EventKind.PLANNED})
# Out of a hundred: panels that are not as the policy asks, and others told where nobody need be.
_SHORT_PANEL, _WITH_WHOM = 5, 30


class Acts(SingleEvents):
    """Draw the events of one case, one at a time, when the storyline asks for them."""

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
