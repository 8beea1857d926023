"""The words of limits, triggers and receipt steps that no shipped policy has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    DaysBefore,
    DeadlineOf,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Limit,
    Months,
    Rolls,
    SoonerOf,
    Trigger,
    Weeks,
    WorkingDays,
    unit_of,
)
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBack,
    DayReckoned,
    DoesNotCount,
    NoRecord,
    NotPlanned,
    OnTheDay,
    ReceiptStep,
    Reckoning,
    UrgencyChanged,
    WhyNot,
)
from escalation_log.words.policy_rules import (
    event_in_words,
    guide_after_in_words,
    limit_in_words,
    limit_words,
    trigger_in_words,
)
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.titles import stage_number
from tests.engine.judging import one_duty
from tests.words.samples import DAY, NINE

POLICY = one_duty(
    "limit: {working_days: 1}",
    "plannings: {conference: the conference}\nconsiderations: {visit: a visit}\n",
)
BEFORE = DaysBefore(2, CountedIn.WORKING_DAYS, "conference")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Weeks(2), "2 weeks"),
        (Months(1, Rolls.NEXT), "1 month, or the next working day if that is none"),
        (
            CalendarDays(3, Rolls.PREVIOUS),
            "3 calendar days, or the working day before if that is none",
        ),
        (AtOnce(), "straight away, the same day"),
        (SoonerOf((WorkingDays(5), Weeks(1))), "the sooner of 5 working days and 1 week"),
    ],
)
def test_a_limit_in_time_reads_the_same_with_and_without_a_policy(limit: Limit, words: str) -> None:
    assert limit_words(limit) == limit_in_words(POLICY, limit) == words


def test_a_limit_that_runs_backwards_names_what_is_planned() -> None:
    assert limit_words(BEFORE) == "2 working days before conference"
    assert limit_in_words(POLICY, BEFORE) == "2 working days before the conference"


def test_lateness_is_counted_in_the_unit_of_the_limit() -> None:
    assert unit_of(BEFORE) is CountedIn.WORKING_DAYS
    assert unit_of(Months(1)) is CountedIn.CALENDAR_DAYS
    assert unit_of(SoonerOf((Weeks(1), WorkingDays(1)))) is CountedIn.CALENDAR_DAYS


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (
            DeadlineOf("stage-1/act", when_over=True, unless_met=True),
            "the time for “Act” is over, unless it was done",
        ),
        (
            Latest((Entered("stage-1"), EventPattern(kinds=frozenset({EventKind.MEETING})))),
            "Stage 1: One begins and a meeting is held (the last counts)",
        ),
        (
            FirstRecorded((EventPattern(kinds=frozenset({EventKind.MEETING})), Entered("stage-1"))),
            "a meeting is held; if that was never recorded, when Stage 1: One begins",
        ),
    ],
)
def test_what_starts_a_clock(trigger: Trigger, words: str) -> None:
    assert trigger_in_words(POLICY, trigger, within=None) == words


@pytest.mark.parametrize(
    ("kind", "fields", "excluded", "words"),
    [
        (
            EventKind.CONSIDERED,
            {"what": "visit"},
            {},
            "somebody considers a visit",
        ),
        (
            EventKind.CONSIDERED,
            {"what": "visit", "why": "given"},
            {},
            "somebody considers a visit, with the reason why not",
        ),
        (
            EventKind.CONSIDERED,
            {"what": "visit"},
            {"why": "given"},
            "somebody considers a visit, without a reason why not",
        ),
        (EventKind.PLANNED, {"what": "conference"}, {}, "a day is planned for the conference"),
        (EventKind.RAISED, {"how": "in-writing"}, {}, "the concern is raised (in writing)"),
        (EventKind.RAISED, {"by": "raising"}, {}, "the concern is raised by the raising agency"),
        (
            EventKind.DISCUSSED,
            {},
            {"how": "email"},
            "it is discussed (not by email)",
        ),
        (
            EventKind.RAISED,
            {},
            {"by": "receiving"},
            "the concern is raised (not by the receiving agency)",
        ),
    ],
)
def test_what_happens(
    kind: EventKind, fields: dict[str, str], excluded: dict[str, str], words: str
) -> None:
    pattern = EventPattern(
        kinds=frozenset({kind}),
        fields=tuple((name, frozenset({value})) for name, value in fields.items()),
        excluded=tuple((name, frozenset({value})) for name, value in excluded.items()),
    )
    assert event_in_words(POLICY, pattern) == words


def test_from_when_limits_are_a_guide() -> None:
    assert guide_after_in_words(POLICY, "stage-1/act") == "“Act” is done"
    risk = EventPattern(kinds=frozenset({EventKind.IMMEDIATE_RISK}))
    assert guide_after_in_words(POLICY, risk) == "an immediate risk is recorded"


def test_a_label_stands_in_place_of_a_stages_number() -> None:
    stage = POLICY.stages[0]
    assert stage_number(stage) == "Stage 1"
    assert stage_number(replace(stage, label="Step A")) == "Step A"


BACK = CountedBack(
    event=3,
    planned="conference",
    planned_on=date(2026, 3, 11),
    days=2,
    unit=CountedIn.WORKING_DAYS,
    calendar="scotland",
    calendar_hash="sha256:abc",
    known_on=DAY,
)


def not_counting(field: WhyNot, given: str, *, excluded: bool = False) -> DoesNotCount:
    asked = ("receiving",) if field is WhyNot.BY else ("email",)
    return DoesNotCount(
        event=4,
        kind="raised",
        moment=NINE,
        field=field,
        given=(given,) if given else (),
        asked=asked,
        excluded=excluded,
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (OnTheDay(on=DAY), "“Immediately” is read as the same day, whatever day it is: Monday 9"),
        (
            AlsoAllowed(limit=Weeks(1), due=NINE, due_on=DAY),
            "The other limit, 1 week, would not end sooner: last day in time Monday 9 March 2026.",
        ),
        (BACK, "Counting back: 2 working days before conference, planned for Wednesday 11 March"),
        (
            replace(BACK, recorded_on=DAY),
            "that is before the plan was recorded, so the last day in time is Monday 9 March 2026",
        ),
        (
            NotPlanned(planned="conference", days=2, unit=CountedIn.WORKING_DAYS),
            "No deadline yet: 2 working days before conference, and nothing is planned.",
        ),
        (
            UrgencyChanged(
                event=2, urgency="urgent", limit=Weeks(1), due=NINE, due_on=DAY, governs=False
            ),
            "Urgency urgent since event 2: 1 week from then",
        ),
        (
            NoRecord(event=2, kind="resolved", moment=NINE, until=DAY),
            ", until Monday 9 March 2026,",
        ),
        (
            not_counting(WhyNot.BY, ""),
            "the policy asks the receiving agency, and this was by",
        ),
        (not_counting(WhyNot.WHOM, "iro"), "the policy asks for email, and this was to: iro"),
        (not_counting(WhyNot.HOW, ""), "the policy asks for email, and this was: not said"),
        (not_counting(WhyNot.HOW, "email", excluded=True), "the policy rules out email"),
        (DayReckoned(on=DAY, reckoning=Reckoning.LATER, number=1), "1 month later"),
        (
            DayReckoned(on=DAY, reckoning=Reckoning.ROLLED, name="Sunday"),
            "not a working day, Sunday",
        ),
        (DayReckoned(on=DAY, reckoning=Reckoning.ROLLED_TO), "the working day that is taken"),
        (DayReckoned(on=DAY, reckoning=Reckoning.BACK, number=2), "2 days before"),
    ],
)
def test_later_steps_of_a_receipt(step: ReceiptStep, words: str) -> None:
    assert words in step_words(step)
