"""What the receipt of a duty says beside the count of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import EventPattern, Hours, InWords, WorkingDays
from escalation_log.model.receipts import (
    BreachEnded,
    DueAt,
    ExtensionApplied,
    Governs,
    HoursRun,
    LapsedBy,
    MetBy,
    NoNumber,
    Ordered,
    ProtectiveApplied,
    ReceiptStep,
    RuleApplied,
    StartedBy,
)
from tests.engine.judging import judge, moment, one_duty
from tests.engine.moments import at

RAISED = "at: 2026-03-26 10:15, kind: raised\n"
RULE = RuleApplied(
    duty="stage-1/act", clause="1", edition="made-up@1", limit=None, force="required"
)
STARTED = StartedBy(moment=moment("2026-03-26 10:15"), event=1, kind="raised")


def steps(row: DutyAssessment, *kinds: type[ReceiptStep]) -> list[ReceiptStep]:
    return [step for step in row.receipt if isinstance(step, kinds)]


def test_a_receipt_leads_from_the_trigger_by_the_rule_to_the_event_that_met_the_duty() -> None:
    events = RAISED + "at: 2026-03-26 15:00, kind: discussed\n"
    row = judge(events, "2026-04-30", one_duty("limit: {hours: 4}"))["stage-1/act"]
    assert row.receipt == (
        STARTED,
        replace(RULE, limit=Hours(4)),
        HoursRun(start=moment("2026-03-26 10:15"), hours=4, due=moment("2026-03-26 14:15")),
        DueAt(due=moment("2026-03-26 14:15"), due_on=date(2026, 3, 26), governed_by=Governs.LIMIT),
        MetBy(event=2, kind="discussed", moment=moment("2026-03-26 15:00"), in_time=False),
    )
    assert (row.met_at, row.met_by) == (moment("2026-03-26 15:00"), 2)
    in_time = judge(events.replace("15:00", "14:14"), "2026-04-30", one_duty("limit: {hours: 4}"))
    assert steps(in_time["stage-1/act"], MetBy) == [
        MetBy(event=2, kind="discussed", moment=moment("2026-03-26 14:14"), in_time=True)
    ]


@pytest.mark.parametrize(
    ("keys", "limit", "told"),
    [
        ("limit: {words: as soon as possible}", InWords("as soon as possible"), True),
        ("force: required", None, False),
    ],
)
def test_a_receipt_without_a_number_says_what_the_policy_says_instead(
    keys: str, limit: InWords | None, told: bool
) -> None:
    events = RAISED + "at: 2026-03-26 15:00, kind: discussed\n"
    row = judge(events, "2026-04-30", one_duty(keys))["stage-1/act"]
    assert row.receipt == (
        STARTED,
        replace(RULE, limit=limit),
        NoNumber(words="as soon as possible" if told else None),
        MetBy(event=2, kind="discussed", moment=moment("2026-03-26 15:00"), in_time=None),
    )


def test_a_receipt_names_the_urgency_and_that_a_duty_recurs() -> None:
    urgent = one_duty("limit: {by_urgency: {urgent: {hours: 4}, standard: {working_days: 5}}}")
    row = judge(RAISED, "2026-03-27", urgent, header="urgency: urgent\n")["stage-1/act"]
    assert steps(row, RuleApplied) == [replace(RULE, limit=Hours(4), urgency="urgent")]
    row = judge(RAISED, "2026-03-27", one_duty("every: {working_days: 5}"))["stage-1/act"]
    assert steps(row, RuleApplied) == [replace(RULE, limit=WorkingDays(5), recurs=True)]


def test_a_receipt_says_that_a_duty_is_advice_and_names_no_urgency_that_changes_nothing() -> None:
    row = judge(RAISED, "2026-03-27", one_duty("advice: true"), header="urgency: urgent\n")
    assert steps(row["stage-1/act"], RuleApplied) == [replace(RULE, limit=None, force="advice")]


def test_a_receipt_of_a_timescale_alone_does_not_say_that_there_is_no_number() -> None:
    events = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(events, "2026-03-27", one_duty("or_protective: true"))["stage-1/act"]
    assert steps(row, NoNumber) == []


ORDER = EventPattern(
    kinds=frozenset({EventKind.ESCALATED}), fields=(("to", frozenset({"stage-4"})),)
)
STAGE_THREE = """at: 2026-03-02 10:15, kind: disagreement
    at: 2026-03-03 09:00, kind: raised
    at: 2026-03-04, kind: escalated, to: stage-2
    at: 2026-03-05, kind: escalated, to: stage-3
    """


def test_a_receipt_says_which_event_broke_an_order_and_with_which_a_duty_lapsed() -> None:
    row = judge(STAGE_THREE, "2026-03-09")["stage-3/notice"]
    assert steps(row, Ordered, LapsedBy) == [Ordered(before=ORDER)]
    moved = STAGE_THREE + "at: 2026-03-06 10:00, kind: escalated, to: stage-4\n"
    row = judge(moved, "2026-03-09")["stage-3/notice"]
    assert steps(row, StartedBy, Ordered, LapsedBy) == [
        StartedBy(moment=at("2026-03-05"), event=4, kind="escalated", to="stage-3"),
        Ordered(before=ORDER, broken_by=5),
        LapsedBy(event=5, kind="escalated", moment=moment("2026-03-06 10:00")),
    ]


def test_a_receipt_says_when_a_deadline_started_a_duty_and_when_nothing_did() -> None:
    raised = """at: 2026-03-02 10:15, kind: disagreement
        at: 2026-03-03 09:00, kind: raised
        """
    row = judge(raised, "2026-03-06 09:00")["stage-2/escalate"]
    (started,) = steps(row, StartedBy)
    assert isinstance(started, StartedBy)
    assert (started.duty, started.event, started.moment.on) == (
        "stage-1/respond",
        None,
        date(2026, 3, 6),
    )
    early = judge(raised + "at: 2026-03-04 09:00, kind: escalated, to: stage-2", "2026-03-20")
    assert steps(early["stage-2/escalate"], StartedBy, MetBy) == [
        MetBy(
            event=3,
            kind="escalated",
            moment=moment("2026-03-04 09:00"),
            in_time=None,
            before_trigger=True,
        )
    ]


def test_a_receipt_names_the_event_since_which_limits_only_guide() -> None:
    risk = """at: 2026-03-02 10:15, kind: disagreement
        at: 2026-03-02 11:00, kind: immediate-risk
        """
    row = judge(risk, "2026-03-10")["stage-1/raise"]
    (rule,) = steps(row, RuleApplied)
    assert isinstance(rule, RuleApplied)
    assert (rule.guide_since_event, rule.force) == (2, "guide")
    protected = risk + "at: 2026-03-02 12:00, kind: protective-timescale, protect_by: 2026-03-03\n"
    (rule,) = steps(judge(protected, "2026-03-10")["stage-1/raise"], RuleApplied)
    assert isinstance(rule, RuleApplied)
    assert (rule.guide_since_event, rule.force) == (None, "required")


TIMESCALES = "limit: {working_days: 5}\n      or_protective: true"


@pytest.mark.parametrize(
    ("recorded", "protect_by", "governs", "too_late"),
    [
        ("2026-03-27 09:00", "2026-03-30 12:00", True, False),
        ("2026-03-27 09:00", "2026-04-20 12:00", False, False),
        ("2026-04-08 09:00", "2026-04-09 12:00", False, True),
    ],
)
def test_a_receipt_says_whether_a_protective_timescale_governs(
    recorded: str, protect_by: str, governs: bool, too_late: bool
) -> None:
    kind = "kind: protective-timescale"
    events = RAISED + f"at: {recorded}, {kind}, protect_by: {protect_by}\n"
    row = judge(events, "2026-04-10", one_duty(TIMESCALES))["stage-1/act"]
    applied, due = steps(row, ProtectiveApplied, DueAt)
    assert applied == ProtectiveApplied(
        event=2, protect_by=moment(protect_by), governs=governs, too_late=too_late
    )
    assert isinstance(due, DueAt)
    assert due.governed_by is (Governs.PROTECTIVE_TIMESCALE if governs else Governs.LIMIT)
    assert row.original_due_on == date(2026, 4, 2)


def test_a_receipt_says_who_agreed_to_an_extension_and_how_long_a_breach_was_held_true() -> None:
    events = (
        "at: 2026-03-02 10:00, kind: escalated, to: stage-1\n"
        "at: 2026-03-11 10:00, kind: extension, duty: stage-1/resolve, until: 2026-03-16 12:00,"
        " reason: Leave of the lead, agreed_by: [team-manager]\n"
    )
    row = judge(events, "2026-03-12", "barnsley")["stage-1/resolve"]
    assert steps(row, ExtensionApplied, DueAt, BreachEnded) == [
        ExtensionApplied(
            event=2,
            until=moment("2026-03-16 12:00"),
            agreed_by=("team-manager",),
            original_due_on=date(2026, 3, 9),
        ),
        DueAt(
            due=moment("2026-03-16 12:00"),
            due_on=date(2026, 3, 16),
            governed_by=Governs.EXTENSION,
        ),
        BreachEnded(
            since=moment("2026-03-10 00:00"),
            until=moment("2026-03-11 10:00"),
            because="extension (event 2)",
        ),
    ]


def test_a_receipt_tells_the_end_of_an_extension_by_the_clocks_of_the_policy() -> None:
    policy = one_duty("limit: {working_days: 5}\n      force: guide")
    events = (
        RAISED
        + "at: 2026-03-27 10:00, kind: extension, duty: stage-1/act, until: 2026-04-16 12:00,"
        " reason: Leave of the lead, agreed_by: [team-manager]\n"
    )
    (extension,) = steps(judge(events, "2026-03-28", policy)["stage-1/act"], ExtensionApplied)
    assert isinstance(extension, ExtensionApplied)
    assert extension.until.local.isoformat() == "2026-04-16T12:00:00+01:00"
