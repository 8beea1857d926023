"""From the bytes of a policy file to an edition of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.files.duty_parts import build_duty, build_pattern
from escalation_log.files.fields import day, hour, named, optional, text, words
from escalation_log.files.other_readings import changed_edition
from escalation_log.files.places import Place, locate
from escalation_log.files.reading import content_hash, read
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import (
    Counting,
    Move,
    OtherReading,
    Panel,
    Policy,
    Reading,
    Requirement,
    Side,
    Source,
    Stage,
    Subject,
)
from escalation_log.model.problems import DataPath, Problem


def parse_policy(file: str, data: bytes) -> Policy | tuple[Problem, ...]:
    """Read an edition of a policy; the rules in `checks` test whether its parts agree.

    Each other reading is an edition of its own, in which `changes` stand in place of what is
    adopted; it is refused where the result is no policy.
    """
    written = read(file, data, "policy")
    if isinstance(written, tuple):
        return written
    readings: list[Reading] = []
    refused: list[DataPath] = []
    for index, reading in enumerate(written.get("readings", ())):
        built = _reading(reading, written, index)
        if isinstance(built, Reading):
            readings.append(built)
        else:
            refused.append(built)
    if refused:
        places = locate(data, refused)
        return tuple(_no_edition(file, path, places[path]) for path in refused)
    return _policy(written, tuple(readings))


# What could be considered before editions had lists of their own.
_CONSIDERATIONS = {
    "professionals-meeting": "a professionals’ meeting",
    "commissioners": "telling the commissioners",
}
_NO_EDITION = (
    "With these changes the edition is no policy. Compare each key with the duty or stage that it "
    "changes, and name only stages of this policy; `null` takes a key or a duty away."
)


def _no_edition(file: str, path: DataPath, place: Place) -> Problem:
    line, column = place
    return Problem(
        file=file, path=path, rule="schema", message=_NO_EDITION, line=line, column=column
    )


def _reading(
    reading: Mapping[str, Any], written: Mapping[str, Any], index: int
) -> Reading | DataPath:
    """Build a reading, or give the path of the changes that make no policy."""
    others = []
    duties = list(reading.get("duties", ()))
    for number, other in enumerate(reading.get("others", ())):
        changes = other.get("changes")
        edition = None
        if changes is not None:
            changed = changed_edition(written, changes)
            if changed is None:
                return ("readings", index, "others", number, "changes")
            edition = _policy(changed, ())
            duties += changes.get("duties", ())
        others.append(OtherReading(says=text(other["says"]), edition=edition))
    return Reading(
        id=reading["id"],
        clause=text(reading["clause"]),
        question=text(reading["question"]),
        adopted=text(reading["adopted"]),
        others=tuple(others),
        safe=optional(text, reading.get("safe")),
        duties=tuple(dict.fromkeys(duties)),
    )


def _policy(written: Mapping[str, Any], readings: tuple[Reading, ...]) -> Policy:
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
        subject=Subject(written.get("subject", "child")),
        considerations=named(written.get("considerations", _CONSIDERATIONS)),
        plannings=named(written.get("plannings")),
        clauses=tuple(text(clause) for clause in written.get("clauses", ())),
        readings=readings,
        guide_after=optional(_guide_after, written.get("guide_after")),
        our_readings=tuple(text(reading) for reading in written.get("our_readings", ())),
        content_hash=content_hash({"format": 1, **written}),
    )


def _guide_after(written: Mapping[str, Any]) -> EventPattern | str:
    return str(written["met"]) if "met" in written else build_pattern(written)


def _stage(written: Mapping[str, Any]) -> Stage:
    stage = written["id"]
    return Stage(
        id=stage,
        title=text(written["title"]),
        informal=written.get("informal", False),
        who=optional(text, written.get("who")),
        what=optional(text, written.get("what")),
        clause=optional(text, written.get("clause")),
        label=optional(text, written.get("label")),
        arrival=optional(text, written.get("arrival")),
        ended_by=tuple(Side(side) for side in words(written.get("ended_by", ()))),
        tiers=named(written.get("tiers")),
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
