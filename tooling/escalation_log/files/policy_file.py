"""From the bytes of a policy file to an edition of a policy."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from escalation_log.files.fields import day, hour, named, optional_day, optional_text, text, words
from escalation_log.files.reading import content_hash, read, validator_of
from escalation_log.model.cases import KINDS_BY_WORD, EventKind
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
from escalation_log.model.policies import (
    Condition,
    Counting,
    Duty,
    Force,
    Move,
    OtherReading,
    Panel,
    Policy,
    Reading,
    Requirement,
    RoleBySector,
    Side,
    Source,
    Stage,
    Subject,
)
from escalation_log.model.problems import Problem

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
        return FirstRecorded(tuple(build_trigger(trigger) for trigger in written["first_recorded"]))
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
    [(key, value)] = ((key, value) for key, value in written.items() if key not in _BESIDE_LIMIT)
    rolls = None if "rolls" not in written else Rolls(written["rolls"])
    match LimitKind(key):
        case LimitKind.WORKING_DAYS:
            return WorkingDays(int(value))
        case LimitKind.CALENDAR_DAYS:
            return CalendarDays(int(value), rolls)
        case LimitKind.WEEKS:
            return Weeks(int(value), rolls)
        case LimitKind.MONTHS:
            return Months(int(value), rolls)
        case LimitKind.HOURS:
            return Hours(int(value))
        case LimitKind.SAME_WORKING_DAY:
            return SameWorkingDay()
        case LimitKind.AT_ONCE:
            return AtOnce()
        case LimitKind.SOONER_OF:
            # The schema lets only limits in time stand here.
            return SoonerOf(tuple(cast(SimpleTime, build_limit(limit)) for limit in value))
        case LimitKind.WORKING_DAYS_BEFORE:
            return DaysBefore(int(value), CountedIn.WORKING_DAYS, written["event"]["planned"])
        case LimitKind.CALENDAR_DAYS_BEFORE:
            return DaysBefore(int(value), CountedIn.CALENDAR_DAYS, written["event"]["planned"])
        case LimitKind.BEFORE:
            return Before(build_pattern(value))
        case LimitKind.WORDS:
            return InWords(value.strip())
        case LimitKind.BY_URGENCY:
            # The schema lets no tier have tiers of its own.
            return ByUrgency(
                {tier: cast(PlainLimit, build_limit(limit)) for tier, limit in value.items()}
            )


def build_threshold(written: Mapping[str, Any]) -> Threshold:
    """Build a limit that is a time; the schema of a partnership lets it be nothing else."""
    return cast(Threshold, build_limit(written))


def build_duty(
    written: Mapping[str, Any], *, full_id: str, stage: str | None, entered: str
) -> Duty:
    """Build a duty; without a trigger of its own, entering the stage `entered` starts it."""
    limit = written.get("limit")
    every = written.get("every")
    return Duty(
        id=full_id,
        stage=stage,
        title=text(written["title"]),
        role=_role(written["role"]),
        clause=text(written["clause"]),
        trigger=build_trigger(written.get("trigger", {"entered": entered})),
        met_by=build_met_by(written["met_by"], full_id),
        limit=None if limit is None else build_limit(limit),
        every=None if every is None else build_limit(every),
        force=Force(written.get("force", "required")),
        or_protective=written.get("or_protective", False),
        survives=written.get("survives", False),
        advice=written.get("advice", False),
        each_time=written.get("each_time", False),
        owed_until_case=written.get("owed_until") == "case",
        lapses=written.get("lapses", False),
        word=optional_text(written.get("word")),
        applies_when=_conditions(written.get("applies_when", {})),
        our_reading=optional_text(written.get("our_reading")),
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


_ANY = "any"


def parse_policy(file: str, data: bytes) -> Policy | tuple[Problem, ...]:
    """Read an edition of a policy; the rules in `checks` test whether its parts agree.

    Each other reading is an edition of its own, in which `changes` stand in place of what is
    adopted; it is refused where the result is no policy.
    """
    written = read(file, data, "policy")
    if isinstance(written, tuple):
        return written
    readings = []
    for index, reading in enumerate(written.get("readings", ())):
        built = _reading(reading, written, file, index)
        if isinstance(built, Problem):
            return (built,)
        readings.append(built)
    return _policy(written, tuple(readings))


def _reading(
    reading: Mapping[str, Any], written: Mapping[str, Any], file: str, index: int
) -> Reading | Problem:
    others = []
    duties = list(reading.get("duties", ()))
    for number, other in enumerate(reading.get("others", ())):
        changes = other.get("changes")
        edition = None
        if changes is not None:
            changed = changed_edition(written, changes)
            if changed is None or not validator_of("policy").is_valid(changed):
                return Problem(
                    file=file,
                    place=("readings", index, "others", number, "changes"),
                    rule="schema",
                    message=_NO_EDITION,
                )
            edition = _policy(changed, ())
            duties += changes.get("duties", ())
        others.append(OtherReading(says=text(other["says"]), edition=edition))
    return Reading(
        id=reading["id"],
        clause=text(reading["clause"]),
        question=text(reading["question"]),
        adopted=text(reading["adopted"]),
        others=tuple(others),
        safe=optional_text(reading.get("safe")),
        duties=tuple(dict.fromkeys(duties)),
    )


_NO_EDITION = (
    "With these changes the edition is no policy. Compare each key with the duty or stage that it "
    "changes, and name only stages of this policy; `null` takes a key or a duty away."
)


def changed_edition(written: Mapping[str, Any], changes: Mapping[str, Any]) -> Any:
    """Put the changes of another reading into an edition as written, which stays as it is.

    `duties`, `requires` and `panel` are changed by id; a key that is null is taken away. Give None
    where a change names a stage that the edition does not have.
    """
    edition = copy.deepcopy({key: value for key, value in written.items() if key != "readings"})
    stages = {stage["id"]: stage for stage in edition["stages"]}
    for key, value in changes.items():
        if key == "duties":
            for duty_id, keys in value.items():
                stage, _, name = duty_id.rpartition("/")
                home = edition if stage == "case" else stages.get(stage)
                if home is None:
                    return None
                name = duty_id if stage == "case" else name
                home["duties"] = list(_changed_duties(home.get("duties", []), name, keys))
        elif key in ("requires", "panel"):
            for stage, keys in value.items():
                if stage not in stages:
                    return None
                stages[stage].pop(key, None)
                if keys is not None:
                    stages[stage][key] = keys
        else:
            edition[key] = value
    return edition


def _changed_duties(
    duties: Sequence[Mapping[str, Any]], name: str, keys: Mapping[str, Any] | None
) -> Iterator[Mapping[str, Any]]:
    is_new = True
    for duty in duties:
        if duty["id"] != name:
            yield duty
            continue
        is_new = False
        if keys is not None:
            merged = {**duty, **keys}
            yield {key: value for key, value in merged.items() if value is not None}
    if is_new and keys is not None:
        yield {"id": name, **keys}


def _policy(written: Mapping[str, Any], readings: tuple[Reading, ...]) -> Policy:
    first_stage = written["stages"][0]["id"]
    scope = written["scope"]
    source = written["source"]
    guide_after = written.get("guide_after")
    return Policy(
        id=written["policy"],
        version=written["version"],
        title=text(written["title"]),
        summary=optional_text(written.get("summary")),
        source=Source(
            document=text(source["document"]),
            url=source.get("url"),
            issued=optional_text(source.get("issued")),
            reviewed=optional_text(source.get("reviewed")),
        ),
        corrects=written.get("corrects"),
        effective_from=day(written["effective_from"]),
        review_due=optional_day(written.get("review_due")),
        printed_copies_valid_hours=_hours(written.get("printed_copies_valid_for")),
        calendar=written["calendar"],
        time_zone=written["time_zone"],
        counting=Counting(written["counting"]),
        cut_off=hour(written.get("cut_off")),
        day_ends=hour(written.get("day_ends")),
        scope_differ="agencies" if "agencies" in scope else "organisations",
        scope_words=optional_text(scope.get("words")),
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
        subject=Subject(written.get("subject", "child")),
        considerations=named(written.get("considerations")),
        plannings=named(written.get("plannings")),
        clauses=tuple(text(clause) for clause in written.get("clauses", ())),
        readings=readings,
        guide_after=_guide_after(guide_after),
        our_readings=tuple(text(reading) for reading in written.get("our_readings", ())),
        content_hash=content_hash({"format": 1, **written}),
    )


def _guide_after(written: Mapping[str, Any] | None) -> EventPattern | str | None:
    if written is None:
        return None
    return str(written["met"]) if "met" in written else build_pattern(written)


def _hours(written: Mapping[str, Any] | None) -> int | None:
    return None if written is None else int(written["hours"])


def _stage(written: Mapping[str, Any]) -> Stage:
    stage = written["id"]
    return Stage(
        id=stage,
        title=text(written["title"]),
        informal=written.get("informal", False),
        who=optional_text(written.get("who")),
        what=optional_text(written.get("what")),
        clause=optional_text(written.get("clause")),
        label=optional_text(written.get("label")),
        arrival=optional_text(written.get("arrival")),
        ended_by=tuple(Side(side) for side in words(written.get("ended_by", ()))),
        tiers=named(written.get("tiers")),
        our_reading=optional_text(written.get("our_reading")),
        panel=_panel(written.get("panel")),
        requires=_requirement(written.get("requires"), written.get("unless")),
        duties=tuple(
            build_duty(duty, full_id=f"{stage}/{duty['id']}", stage=stage, entered=stage)
            for duty in written.get("duties", ())
        ),
    )


def _panel(written: Mapping[str, Any] | None) -> Panel | None:
    if written is None:
        return None
    return Panel(
        agencies=int(written["agencies"]),
        concerned_must=written["concerned"] == "must",
        clause=optional_text(written.get("clause")),
    )


def _requirement(written: Mapping[str, Any] | None, unless: str | None) -> Requirement | None:
    if written is None:
        return None
    return Requirement(
        pattern=build_pattern(written),
        stage=written["in"],
        unless=unless,
        clause=optional_text(written.get("clause")),
    )


def _move(written: Mapping[str, Any]) -> Move:
    return Move(
        origin=None if written["from"] == _ANY else written["from"],
        target=None if written["to"] == _ANY else written["to"],
        when=written["when"],
        clause=text(written["clause"]),
        words=optional_text(written.get("words")),
    )
