"""Patterns, triggers and what meets a duty, from data that the schema has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.model.kinds import EventKind
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    MetBy,
    Trigger,
)
from escalation_log.parsing.fields import words

# Keys that may stand beside a pattern without being part of it.
_BESIDE = frozenset({"event", "in", "clause"})


def build_pattern(written: Mapping[str, Any]) -> EventPattern:
    """Build a pattern over events; a field may have any of several values."""
    fields = (
        (name, frozenset(words(value))) for name, value in written.items() if name not in _BESIDE
    )
    return EventPattern(
        kinds=frozenset(EventKind(kind) for kind in words(written["event"])),
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
        return Earliest(tuple(build_trigger(trigger) for trigger in written["earliest"]))
    if "first_recorded" in written:
        return FirstRecorded(tuple(build_trigger(trigger) for trigger in written["first_recorded"]))
    return build_pattern(written)


def build_met_by(written: Mapping[str, Any], duty: str) -> MetBy:
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
