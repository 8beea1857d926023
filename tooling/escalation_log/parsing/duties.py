"""Duties, from data that the schema has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.model.policies import Condition, Duty, Force, RoleBySector
from escalation_log.parsing.fields import optional_text, text, words
from escalation_log.parsing.limits import build_limit
from escalation_log.parsing.patterns import build_met_by, build_trigger


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
        applies_when=_conditions(written.get("applies_when", {})),
        our_reading=optional_text(written.get("our_reading")),
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
