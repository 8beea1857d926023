"""From the bytes of a policy file to an edition of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from escalation_log.files.fields import day, hour, named, optional, text, words
from escalation_log.files.reading import content_hash, read
from escalation_log.model.cases import KINDS_BY_WORD, EventKind
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    Before,
    ByUrgency,
    CalendarDays,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Hours,
    InWords,
    Limit,
    LimitKind,
    MetByPattern,
    PlainLimit,
    SameWorkingDay,
    TimedLimit,
    Trigger,
    WorkingDays,
)
from escalation_log.model.policies import (
    Condition,
    Counting,
    Duty,
    Force,
    Move,
    Panel,
    Policy,
    Requirement,
    RoleBySector,
    Side,
    Source,
    Stage,
)
from escalation_log.model.problems import Problem

# Keys that may stand beside a pattern without being part of it.
_BESIDE = frozenset({"event", "in", "clause"})


def build_pattern(written: Mapping[str, Any]) -> EventPattern:
    """Build a pattern over events; a field may have any of several values."""
    fields = (
        (name, frozenset(words(value))) for name, value in written.items() if name not in _BESIDE
    )
    return EventPattern(
        kinds=frozenset(KINDS_BY_WORD[kind] for kind in words(written["event"])),
        fields=tuple(sorted(fields)),
    )


def build_trigger(written: Mapping[str, Any]) -> Trigger:
    """Build what starts a duty's clock."""
    if "entered" in written:
        entered = written["entered"]
        if isinstance(entered, str):
            return Entered(entered)
        return Entered(entered["from"], or_later=True)
    if "deadline" in written:
        return DeadlineOf(written["deadline"])
    if "earliest" in written:
        return Earliest(tuple(map(build_trigger, written["earliest"])))
    if "first_recorded" in written:
        return FirstRecorded(tuple(map(build_trigger, written["first_recorded"])))
    return build_pattern(written)


def build_met_by(written: Mapping[str, Any], duty: str) -> MetByPattern:
    """Build what meets a duty; a bare `done` means that this very duty was done."""
    if "any" in written:
        return AnyOf(tuple(build_met_by(part, duty) for part in written["any"]))
    if "all" in written:
        return AllOf(tuple(build_met_by(part, duty) for part in written["all"]))
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
    """Build a limit from the one key that it has."""
    [(key, value)] = written.items()
    match LimitKind(key):
        case LimitKind.WORKING_DAYS:
            return WorkingDays(int(value))
        case LimitKind.CALENDAR_DAYS:
            return CalendarDays(int(value))
        case LimitKind.HOURS:
            return Hours(int(value))
        case LimitKind.SAME_WORKING_DAY:
            return SameWorkingDay()
        case LimitKind.BEFORE:
            return Before(build_pattern(value))
        case LimitKind.WORDS:
            return InWords(value.strip())
        case LimitKind.BY_URGENCY:
            # The schema lets no tier have tiers of its own.
            return ByUrgency(
                {tier: cast(PlainLimit, build_limit(limit)) for tier, limit in value.items()}
            )


def build_threshold(written: Mapping[str, Any]) -> TimedLimit:
    """Build a limit that is a time; the schema of a partnership lets it be nothing else."""
    return cast(TimedLimit, build_limit(written))


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
        applies_when=_conditions(written.get("applies_when", {})),
        our_reading=optional(text, written.get("our_reading")),
    )


def _role(written: str | Mapping[str, Any]) -> str | RoleBySector:
    if isinstance(written, str):
        return written
    return RoleBySector(side=written.get("of", "raising"), roles=dict(written["by_sector"]))


def _conditions(written: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(field=field, values=frozenset(words(values)))
        for field, values in sorted(written.items())
    )


def parse_policy(file: str, data: bytes) -> Policy | tuple[Problem, ...]:
    """Read an edition of a policy; the rules in `checks` test whether its parts agree."""
    written = read(file, data, "policy")
    if isinstance(written, tuple):
        return written
    first_stage = written["stages"][0]["id"]
    scope = written["scope"]
    source = written["source"]
    return Policy(
        id=written["policy"],
        version=written["version"],
        title=text(written["title"]),
        summary=optional(text, written.get("summary")),
        source=Source(
            document=text(source["document"]),
            url=source.get("url"),
            issued=optional(text, source.get("issued")),
            reviewed=optional(text, source.get("reviewed")),
        ),
        corrects=written.get("corrects"),
        effective_from=day(written["effective_from"]),
        review_due=optional(day, written.get("review_due")),
        printed_copies_valid_hours=optional(
            lambda copies: int(copies["hours"]), written.get("printed_copies_valid_for")
        ),
        calendar=written["calendar"],
        time_zone=written["time_zone"],
        counting=Counting(written["counting"]),
        cut_off=hour(written.get("cut_off")),
        day_ends=hour(written.get("day_ends")),
        scope_differ="agencies" if "agencies" in scope else "organisations",
        scope_words=optional(text, scope.get("words")),
        roles=named(written["roles"]),
        sides={role: Side(side) for role, side in written.get("sides", {}).items()},
        recipients=named(written.get("recipients")),
        themes=named(written["themes"]),
        urgencies=named(written["urgencies"]) if written.get("urgencies") else None,
        stages=tuple(_stage(stage) for stage in written["stages"]),
        duties=tuple(
            build_duty(duty, full_id=duty["id"], stage=None, entered=first_stage)
            for duty in written.get("duties", ())
        ),
        moves=tuple(_move(move) for move in written.get("moves", ())),
        guide_after=optional(build_pattern, written.get("guide_after")),
        our_readings=tuple(text(reading) for reading in written.get("our_readings", ())),
        content_hash=content_hash({"format": 1, **written}),
    )


def _stage(written: Mapping[str, Any]) -> Stage:
    stage = written["id"]
    return Stage(
        id=stage,
        title=text(written["title"]),
        informal=written.get("informal", False),
        who=optional(text, written.get("who")),
        what=optional(text, written.get("what")),
        clause=optional(text, written.get("clause")),
        arrival=optional(text, written.get("arrival")),
        our_reading=optional(text, written.get("our_reading")),
        panel=optional(_panel, written.get("panel")),
        requires=_requirement(written.get("requires"), written.get("unless")),
        duties=tuple(
            build_duty(duty, full_id=f"{stage}/{duty['id']}", stage=stage, entered=stage)
            for duty in written.get("duties", ())
        ),
    )


def _panel(written: Mapping[str, Any]) -> Panel:
    return Panel(
        agencies=int(written["agencies"]),
        concerned_must=written["concerned"] == "must",
        clause=optional(text, written.get("clause")),
    )


def _requirement(written: Mapping[str, Any] | None, unless: str | None) -> Requirement | None:
    if written is None:
        return None
    return Requirement(
        pattern=build_pattern(written),
        stage=written["in"],
        unless=unless,
        clause=optional(text, written.get("clause")),
    )


def _move(written: Mapping[str, Any]) -> Move:
    return Move(
        origin=None if written["from"] == "any" else written["from"],
        target=None if written["to"] == "any" else written["to"],
        when=written["when"],
        clause=text(written["clause"]),
        words=optional(text, written.get("words")),
    )
