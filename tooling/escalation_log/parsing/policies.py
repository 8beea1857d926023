"""From the bytes of a policy file to an edition of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.model.policies import (
    Counting,
    Move,
    Panel,
    Policy,
    Requirement,
    Side,
    Source,
    Stage,
)
from escalation_log.model.problems import Problem
from escalation_log.parsing.duties import build_duty
from escalation_log.parsing.fields import day, hour, named, optional_day, optional_text, text
from escalation_log.parsing.hashing import content_hash
from escalation_log.parsing.patterns import build_pattern
from escalation_log.parsing.reading import read

_ANY = "any"


def parse_policy(file: str, data: bytes) -> Policy | tuple[Problem, ...]:
    """Read an edition of a policy; whether its parts agree with each other is not judged here."""
    written = read(file, data, "policy")
    if isinstance(written, tuple):
        return written
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
        guide_after=None if guide_after is None else build_pattern(guide_after),
        our_readings=tuple(text(reading) for reading in written.get("our_readings", ())),
        content_hash=content_hash({"format": 1, **written}),
    )


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
        arrival=optional_text(written.get("arrival")),
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
