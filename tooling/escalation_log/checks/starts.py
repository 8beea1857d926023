"""Rules on limits and on the deadlines that start duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.checks.possible import (
    placed_conditions,
    placed_duties,
    placed_limits,
    placed_patterns,
    placed_triggers,
)
from escalation_log.checks.subjects import Finding, PolicyToCheck, choices, instead_of
from escalation_log.model.patterns import (
    AtOnce,
    Before,
    ByUrgency,
    DeadlineOf,
    deadlines_in,
    limits_in,
)
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.problems import DataPath


def urgencies(subject: PolicyToCheck) -> Iterator[Finding]:
    """Limits by urgency cover every tier that the policy declares, and no other is mentioned."""
    tiers = subject.policy.urgencies
    for path, value in _urgencies_mentioned(subject.policy):
        if tiers is None:
            yield Finding(
                path, "This policy declares no urgencies. Declare them on top, or leave this out."
            )
        elif value not in tiers:
            yield Finding(
                path, f"`{value}` is no urgency declared on top. {instead_of(value, tiers)}"
            )
    for path, limit in _by_urgency(subject.policy):
        missing = [tier for tier in tiers or () if tier not in limit.limits]
        if missing:
            yield Finding(
                path,
                f"There is no limit for {choices(missing)}. Add one; where the policy gives none, "
                'its words: `{words: "..."}`.',
            )


def _by_urgency(policy: Policy) -> Iterator[tuple[DataPath, ByUrgency]]:
    for path, duty in placed_duties(policy):
        if isinstance(duty.time_allowed, ByUrgency):
            field = "limit" if duty.every is None else "every"
            yield (*path, field, "by_urgency"), duty.time_allowed


def _urgencies_mentioned(policy: Policy) -> Iterator[tuple[DataPath, str]]:
    for path, limit in _by_urgency(policy):
        for tier in limit.limits:
            yield (*path, tier), tier
    for path, duty in placed_duties(policy):
        for place, condition in placed_conditions(duty, path):
            for value in sorted(condition.values if condition.field == "urgency" else ()):
                yield place, value
    for path, pattern in placed_patterns(policy):
        for value in sorted(dict(pattern.fields).get("urgency", ())):
            yield (*path, "urgency"), value


def limits_agree(subject: PolicyToCheck) -> Iterator[Finding]:
    """What a policy states about a duty's limit and its days is free of contradictions."""
    cut_off, day_ends = subject.policy.cut_off, subject.policy.day_ends
    if cut_off is not None and day_ends is not None and cut_off >= day_ends:
        yield Finding(
            ("cut_off",),
            "The day ends (`day_ends`) before this hour. Type an earlier one, or `null`.",
        )
    for path, duty in placed_duties(subject.policy):
        if duty.advice:
            yield from _advice_with_limit(path, duty)
        if duty.each_time and duty.every is not None:
            yield Finding(
                (*path, "each_time"),
                "`every` says already when the duty comes again. Leave one of the two out.",
            )
        for place, limit in placed_limits(duty, path):
            if isinstance(limit, Before) and limit.pattern == duty.met_by:
                yield Finding(
                    (*place, "before"),
                    "This is the very event that meets the duty, which cannot come before itself. "
                    "Type the event that must wait.",
                )


def _advice_with_limit(path: DataPath, duty: Duty) -> Iterator[Finding]:
    for field, is_given in (
        ("limit", duty.limit is not None),
        ("every", duty.every is not None),
        ("or_protective", duty.or_protective),
    ):
        if is_given:
            yield Finding(
                (*path, field),
                "Advice is never overdue, so it has no limit. Leave this out, or leave out "
                "`advice`.",
            )


def trigger_cycle(subject: PolicyToCheck) -> Iterator[Finding]:
    """Duties that are started by deadlines of other duties do not form a circle."""
    sources = {duty.id: tuple(deadlines_in(duty.trigger)) for duty in subject.policy.all_duties}
    told: set[str] = set()
    for path, duty in placed_duties(subject.policy):
        circle = _circle(duty.id, sources)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            way = " waits for ".join(f"`{name}`" for name in (*circle, duty.id))
            yield Finding(
                (*path, "trigger"),
                f"These duties start each other by their deadlines, in a circle: {way}. Let an "
                "event start one of them.",
            )


def _circle(start: str, sources: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Find the shortest way from a duty back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for source in sources.get(way[-1], ()):
            if source == start:
                return way
            if source not in seen:
                seen.add(source)
                ways.append((*way, source))
    return ()


def deadline_has_number(subject: PolicyToCheck) -> Iterator[Finding]:
    """If the deadline of a duty starts another one, its limit is an amount of time."""
    duties = {duty.id: duty for duty in subject.policy.all_duties}
    for place, _, trigger in placed_triggers(subject.policy):
        if not isinstance(trigger, DeadlineOf) or trigger.duty not in duties:
            continue
        if any(isinstance(each, AtOnce) for each in limits_in(duties[trigger.duty].time_allowed)):
            yield Finding(
                (*place, "deadline"),
                f"`{trigger.duty}` is to be done at once, and such a deadline starts nothing. Name "
                "another duty, or let an event start this one.",
            )
        elif not duties[trigger.duty].has_number:
            yield Finding(
                (*place, "deadline"),
                f"`{trigger.duty}` has no limit in days or hours, so its deadline never comes. "
                "Name another duty, or let an event start this one.",
            )
