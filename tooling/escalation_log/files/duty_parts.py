"""From the data of a policy file to duties, and to the patterns, triggers and limits in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from escalation_log.files.fields import optional, text, words
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    AtOnce,
    Before,
    ByUrgency,
    CalendarDays,
    CountedIn,
    DaysBefore,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Hours,
    InWords,
    Latest,
    Limit,
    LimitKind,
    MetByPattern,
    Months,
    PlainLimit,
    Rolls,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    Threshold,
    Trigger,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Condition, Duty, Force, RoleBySector

# Keys that may stand beside a pattern without being part of it.
_BESIDE = frozenset({"event", "in", "clause"})
_BESIDE_LIMIT = frozenset({"rolls", "event"})


def build_pattern(written: Mapping[str, Any]) -> EventPattern:
    """Build a pattern over events; a field may have any of several values, or none of them."""
    fields = [(name, value) for name, value in sorted(written.items()) if name not in _BESIDE]
    return EventPattern(
        kinds=frozenset(KINDS_BY_WORD[kind] for kind in words(written["event"])),
        fields=tuple(
            (name, frozenset(words(value))) for name, value in fields if not _is_excluding(value)
        ),
        excluded=tuple(
            (name, frozenset(words(value["not"]))) for name, value in fields if _is_excluding(value)
        ),
    )


def _is_excluding(value: object) -> bool:
    return isinstance(value, Mapping) and "not" in value


def build_trigger(written: Mapping[str, Any]) -> Trigger:
    """Build what starts a duty's clock."""
    if "entered" in written:
        entered = written["entered"]
        if isinstance(entered, str):
            return Entered(entered)
        return Entered(entered["from"], or_later=True)
    if "deadline" in written:
        return DeadlineOf(
            written["deadline"],
            when_over=written.get("when") == "over",
            unless_met=written.get("unless") == "met",
        )
    if "earliest" in written:
        return Earliest(tuple(build_trigger(trigger) for trigger in written["earliest"]))
    if "latest" in written:
        return Latest(tuple(build_trigger(trigger) for trigger in written["latest"]))
    if "first_recorded" in written:
        return FirstRecorded(tuple(map(build_trigger, written["first_recorded"])))
    return build_pattern(written)


def build_met_by(written: Mapping[str, Any], duty: str) -> MetByPattern:
    """Build what meets a duty; a bare `done` means that this very duty was done.

    `{whom: {all: [...]}}` is met once each of the recipients was told, by one event or several.
    """
    if "any" in written:
        return AnyOf(tuple(build_met_by(part, duty) for part in written["any"]))
    if "all" in written:
        return AllOf(tuple(build_met_by(part, duty) for part in written["all"]))
    if isinstance(written.get("whom"), Mapping):
        every = written["whom"]["all"]
        return AllOf(tuple(build_met_by({**written, "whom": whom}, duty) for whom in every))
    pattern = build_pattern(written)
    if EventKind.DONE not in pattern.kinds or "duty" in written:
        return pattern
    done = EventPattern(
        kinds=frozenset({EventKind.DONE}),
        fields=tuple(sorted([*pattern.fields, ("duty", frozenset({duty}))])),
    )
    others = pattern.kinds - done.kinds
    return AnyOf((EventPattern(kinds=others, fields=pattern.fields), done)) if others else done


def build_limit(written: Mapping[str, Any]) -> Limit:
    """Build a limit from its one key, beside which `rolls` or `event` may stand."""
    [key] = written.keys() - _BESIDE_LIMIT
    return _LIMITS[LimitKind(key)](written[key], written)


def _rolls(written: Mapping[str, Any]) -> Rolls | None:
    return optional(Rolls, written.get("rolls"))


# The schema lets only limits in time stand in `sooner_of`, and no tier have tiers of its own.
_LIMITS: Mapping[LimitKind, Callable[[Any, Mapping[str, Any]], Limit]] = {
    LimitKind.WORKING_DAYS: lambda days, _: WorkingDays(int(days)),
    LimitKind.CALENDAR_DAYS: lambda days, written: CalendarDays(int(days), _rolls(written)),
    LimitKind.WEEKS: lambda weeks, written: Weeks(int(weeks), _rolls(written)),
    LimitKind.MONTHS: lambda months, written: Months(int(months), _rolls(written)),
    LimitKind.HOURS: lambda hours, _: Hours(int(hours)),
    LimitKind.SAME_WORKING_DAY: lambda _, __: SameWorkingDay(),
    LimitKind.AT_ONCE: lambda _, __: AtOnce(),
    LimitKind.SOONER_OF: lambda limits, _: SoonerOf(
        tuple(cast(SimpleTime, build_limit(limit)) for limit in limits)
    ),
    LimitKind.WORKING_DAYS_BEFORE: lambda days, written: DaysBefore(
        int(days), CountedIn.WORKING_DAYS, written["event"]["planned"]
    ),
    LimitKind.CALENDAR_DAYS_BEFORE: lambda days, written: DaysBefore(
        int(days), CountedIn.CALENDAR_DAYS, written["event"]["planned"]
    ),
    LimitKind.BEFORE: lambda pattern, _: Before(build_pattern(pattern)),
    LimitKind.WORDS: lambda words, _: InWords(words.strip()),
    LimitKind.BY_URGENCY: lambda tiers, _: ByUrgency(
        {tier: cast(PlainLimit, build_limit(limit)) for tier, limit in tiers.items()}
    ),
}


def build_threshold(written: Mapping[str, Any]) -> Threshold:
    """Build a limit that is a time; the schema of a partnership lets it be nothing else."""
    return cast(Threshold, build_limit(written))


def build_duty(
    written: Mapping[str, Any], *, full_id: str, stage: str | None, entered: str
) -> Duty:
    """Build a duty; without a trigger of its own, entering the stage `entered` starts it."""
    return Duty(
        id=full_id,
        stage=stage,
        title=text(written["title"]),
        role=_role(written["role"]),
        clause=text(written["clause"]),
        trigger=build_trigger(written.get("trigger", {"entered": entered})),
        met_by=build_met_by(written["met_by"], full_id),
        limit=optional(build_limit, written.get("limit")),
        every=optional(build_limit, written.get("every")),
        force=Force(written.get("force", "required")),
        or_protective=written.get("or_protective", False),
        survives=written.get("survives", False),
        advice=written.get("advice", False),
        each_time=written.get("each_time", False),
        owed_until_case=written.get("owed_until") == "case",
        lapses=written.get("lapses", False),
        word=optional(text, written.get("word")),
        applies_when=_conditions(written.get("applies_when", {})),
        our_reading=optional(text, written.get("our_reading")),
    )


def _role(written: str | Mapping[str, Any]) -> str | RoleBySector:
    if isinstance(written, str):
        return written
    return RoleBySector(side=written.get("of", "raising"), roles=dict(written["by_sector"]))


def _conditions(written: Mapping[str, Any]) -> tuple[tuple[Condition, ...], ...]:
    alternatives = written.get("any", [written] if written else [])
    return tuple(
        tuple(
            Condition(field=field, values=frozenset(words(values)))
            for field, values in sorted(alternative.items())
        )
        for alternative in alternatives
    )
