"""A policy file becomes an edition of a policy."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from escalation_log.files.policy_file import parse_policy
from escalation_log.model.event_kinds import EventKind
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
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.model.policies import (
    Condition,
    Counting,
    Force,
    Move,
    Panel,
    Policy,
    Requirement,
    RoleBySector,
    Side,
    Source,
)

EXAMPLES = Path(__file__).with_name("examples") / "good" / "policy"
SMALLEST = (EXAMPLES / "smallest.yaml").read_text("utf-8")


def parsed(text: str) -> Policy:
    policy = parse_policy("f.yaml", text.encode())
    assert isinstance(policy, Policy), policy
    return policy


def fullest() -> Policy:
    return parsed((EXAMPLES / "fullest.yaml").read_text("utf-8"))


def pattern(*kinds: EventKind, **fields: str) -> EventPattern:
    return EventPattern(
        kinds=frozenset(kinds),
        fields=tuple((name, frozenset({value})) for name, value in sorted(fields.items())),
    )


def test_smallest_policy_has_the_defaults() -> None:
    policy = parsed(SMALLEST)
    assert policy.edition == "example@2026-01"
    assert policy.source == Source(document="An invented document")
    assert policy.counting is Counting.DAY_AFTER_TRIGGER
    assert policy.scope_differ == "agencies"
    assert policy.cut_off is None
    assert policy.day_ends is None
    assert policy.review_due is None
    assert policy.urgencies is None
    assert policy.guide_after is None
    assert policy.corrects is None
    assert policy.printed_copies_valid_hours is None
    assert (policy.duties, policy.moves, policy.our_readings) == ((), (), ())
    assert policy.sides == {}
    [stage] = policy.stages
    assert stage.arrival is None
    assert (stage.informal, stage.panel, stage.requires) == (False, None, None)
    [duty] = stage.duties
    assert duty.id == "stage-1/resolve"
    assert duty.stage == "stage-1"
    assert duty.trigger == Entered("stage-1")
    assert duty.limit == WorkingDays(5)
    assert duty.every is None
    assert duty.force is Force.REQUIRED
    flags = (duty.or_protective, duty.survives, duty.advice, duty.each_time)
    assert flags == (False, False, False, False)
    assert duty.applies_when == ()


def test_fullest_policy() -> None:
    policy = fullest()
    assert policy.urgencies == {"urgent": "at once", "standard": "soon"}
    assert policy.cut_off == time(16)
    assert policy.day_ends == time(17, 30)
    assert policy.effective_from == date(2026, 1, 1)
    assert policy.corrects == "2025-12"
    assert policy.summary == "What it is."
    assert policy.printed_copies_valid_hours == 48
    assert policy.our_readings == ("One clock only.",)
    assert policy.sides == {"workers": Side.RAISING, "managers": Side.BOTH}
    assert policy.guide_after == pattern(EventKind.IMMEDIATE_RISK)
    assert (policy.scope_differ, policy.scope_words) == ("organisations", "Between bodies.")
    assert policy.moves == (
        Move(origin=None, target="stage-1", when="immediate-risk", clause="1", words="At once."),
        Move(origin="stage-1", target=None, when="significant-concern", clause="2"),
    )


def test_stage_with_everything() -> None:
    [stage] = fullest().stages
    assert stage.informal
    assert (stage.who, stage.what, stage.clause) == ("the workers", "They talk.", "1")
    assert stage.arrival == "Never settled."
    assert stage.panel == Panel(agencies=3, concerned_must=True, clause="7")
    assert stage.requires == Requirement(
        pattern=pattern(EventKind.RAISED, EventKind.DISCUSSED),
        stage="stage-1",
        unless="immediate-risk",
        clause="8",
    )


def test_duty_of_the_case_with_everything() -> None:
    duty = fullest().duties[0]
    assert (duty.id, duty.stage) == ("case/tell", None)
    assert duty.role == RoleBySector(
        side="receiving", roles={"health": "managers", "other": "workers"}
    )
    assert duty.trigger == FirstRecorded(
        (
            pattern(EventKind.NOTIFIED, whom="chair"),
            Earliest((Entered("stage-1", or_later=True), DeadlineOf("stage-1/resolve"))),
        )
    )
    assert duty.limit == ByUrgency({"urgent": Hours(24), "standard": SameWorkingDay()})
    assert duty.force is Force.GUIDE
    assert duty.or_protective
    assert duty.survives
    assert duty.advice
    assert duty.each_time
    assert duty.our_reading == "Said nowhere."
    assert duty.applies_when == (
        (
            Condition(field="child.plan", values=frozenset({"looked-after"})),
            Condition(field="raising.sector", values=frozenset({"health", "police"})),
            Condition(field="urgency", values=frozenset({"urgent"})),
        ),
    )


def test_done_alone_means_this_duty() -> None:
    done = pattern(EventKind.DONE, duty="case/tell")
    assert fullest().duties[0].met_by == AllOf(
        (
            pattern(EventKind.NOTIFIED, whom="chair"),
            AnyOf((done, AnyOf((pattern(EventKind.MEETING), done)), done)),
        )
    )


def test_limits_of_the_other_sorts() -> None:
    update, order, soon = fullest().duties[1:]
    assert (update.limit, update.every) == (None, CalendarDays(7))
    assert order.limit == Before(pattern(EventKind.ESCALATED, to="stage-1"))
    assert order.trigger == Entered("stage-1")
    assert soon.limit == InWords("as soon as possible")


@pytest.mark.parametrize(
    ("written", "expected"),
    [('"24:00"', None), ('"17:00"', time(17)), ("17:00", time(17))],
)
def test_end_of_the_day(written: str, expected: time | None) -> None:
    assert parsed(SMALLEST + f"day_ends: {written}\n").day_ends == expected


def test_what_contradicts_itself_is_read_all_the_same() -> None:
    """Rules judge whether stages, duties and roles that are named exist."""
    policy = parsed(
        SMALLEST.replace("role: workers", "role: nobody").replace(
            "limit:", "trigger: {deadline: stage-9/nothing}\n        limit:"
        )
    )
    [duty] = policy.stages[0].duties
    assert duty.role == "nobody"
    assert duty.trigger == DeadlineOf("stage-9/nothing")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "# A comment.\n",
        lambda text: "format: 1\n" + text,
        lambda text: text.replace("An escalation policy", "'An escalation policy'"),
        lambda text: "\n".join(
            [*text.split("\n")[1:10], text.split("\n")[0], *text.split("\n")[10:]]
        ),
    ],
)
def test_hash_is_over_the_meaning(change: Any) -> None:
    other = change(SMALLEST)
    assert other != SMALLEST
    assert parsed(other) == parsed(SMALLEST)


def test_hash_changes_with_the_meaning() -> None:
    policy, other = parsed(SMALLEST), parsed(SMALLEST.replace("working_days: 5", "working_days: 6"))
    assert policy.content_hash != other.content_hash
    assert policy.content_hash.startswith("sha256:")
    assert len(policy.content_hash) == len("sha256:") + 64
