"""The amounts that the rules of an edition have, by stage, to hold its prose against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.checks.amounts import Amount, Unit
from escalation_log.model.limits import (
    ByUrgency,
    CalendarDays,
    Hours,
    Limit,
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.model.policies import Duty, Policy

_NOUNS = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.HOURS: "hour",
}
_SAME_DAY = Amount(1, Unit.SAME_DAY)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What prose may say of an edition."""

    policy: Policy

    def times(self, stage: str | None) -> frozenset[Amount]:
        """Give the times of a stage and of the whole case; without a stage, all there are.

        That the same working day is meant may be said anywhere, if any limit means it.
        """
        every = _times(self.policy.all_duties)
        if stage is None:
            return every | self._of_copies()
        own = _times(self._duties(stage)) | _times(self.policy.duties) | self._of_copies()
        return own | (every & {_SAME_DAY})

    def duties_with(self, amount: Amount) -> tuple[str, ...]:
        """Give the duties that have this very time."""
        return tuple(duty.id for duty in self.policy.all_duties if amount in _times((duty,)))

    def duties_with_time(self, stage: str | None) -> tuple[str, ...]:
        """Give the duties of a stage that have a time; without a stage, of them all."""
        duties = self.policy.all_duties if stage is None else self._duties(stage)
        return tuple(duty.id for duty in duties if _times((duty,)))

    def panels(self, stage: str | None) -> frozenset[int]:
        """Give the least numbers of agencies on a stage's panel; without a stage, on any."""
        return frozenset(
            each.panel.agencies
            for each in self.policy.stages
            if each.panel is not None and stage in (None, each.id)
        )

    def _duties(self, stage: str) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.policy.all_duties if duty.stage == stage)

    def _of_copies(self) -> frozenset[Amount]:
        hours = self.policy.printed_copies_valid_hours
        return frozenset() if hours is None else frozenset({Amount(hours, Unit.HOURS)})


def times_in_words(times: frozenset[Amount]) -> str:
    """List times, the units in the order of `Unit`."""
    ordered = sorted(times, key=lambda each: (each.unit.value, each.count))
    words = [_in_words(each) for each in ordered]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _in_words(amount: Amount) -> str:
    noun = _NOUNS.get(amount.unit)
    if noun is None:
        return "the same working day"
    return f"{amount.count} {noun if amount.count == 1 else f'{noun}s'}"


def _times(duties: tuple[Duty, ...]) -> frozenset[Amount]:
    return frozenset(
        amount
        for duty in duties
        for limit in (duty.limit, duty.every)
        for amount in _amounts(limit)
    )


def _amounts(limit: Limit | None) -> Iterator[Amount]:
    match limit:
        case WorkingDays(days=days):
            yield Amount(days, Unit.WORKING_DAYS)
        case CalendarDays(days=days):
            yield Amount(days, Unit.CALENDAR_DAYS)
        case Hours(hours=hours):
            yield Amount(hours, Unit.HOURS)
        case SameWorkingDay():
            yield _SAME_DAY
        case ByUrgency(limits=limits):
            for each in limits.values():
                yield from _amounts(each)
        case _:
            return
