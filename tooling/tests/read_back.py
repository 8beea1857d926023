"""Reads receipts back through the naive counter: those of a case, under every reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from escalation_log.engine.assess import assess
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    DaysBefore,
    Hours,
    Limit,
    Months,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import (
    CountedBack,
    CountedBy,
    DayReckoned,
    EveryDayCounts,
    ExtensionApplied,
    Governs,
    OnTheDay,
    RuleApplied,
    StartedBy,
    UrgencyChanged,
)
from escalation_log.model.rulebook import Rulebook
from tests.naive import (
    Answer,
    Back,
    Closed,
    NaiveCalendar,
    Question,
    RollsTo,
    Rules,
    answer,
    answer_back,
    soonest,
)
from tests.naive_receipts import replay, replay_back

_Step = TypeVar("_Step")
_ROLLS: dict[str, RollsTo] = {
    "next-working-day": "next-working-day",
    "previous-working-day": "previous-working-day",
}


def assert_read_back_with_every_reading(case: Case, rulebook: Rulebook, as_of: Moment) -> int:
    """Count every date of a case again, by what is adopted and by each other reading.

    Then compare the safe dates, which are the earliest among them. Give how many were counted.
    """
    others: dict[tuple[str, int], list[date]] = defaultdict(list)
    counted = 0
    for edition in other_editions(rulebook.policy):
        book = replace(rulebook, policy=edition, erratum=None)
        for row in rows_read_back(case, book, as_of):
            others[row.duty.id, row.occurrence].append(row.due_on or date.max)
            counted += 1
    assessment = assess(case, rulebook, as_of)
    for row in assessment.duties:
        if row.started_by is None or row.is_own:
            continue
        asked = [*others[row.duty.id, row.occurrence], *([row.due_on] if row.due_on else [])]
        assert row.safe_due_on == min(asked, default=None), (case.reference, row.duty.id)
    return counted + sum(1 for _ in rows_read_back(case, rulebook, as_of))


def other_editions(policy: Policy) -> Iterator[Policy]:
    """Give the edition by each other reading that changes a rule."""
    for reading in policy.readings:
        for other in reading.others:
            if other.edition is not None:
                yield other.edition


def rows_read_back(case: Case, rulebook: Rulebook, as_of: Moment) -> Iterator[DutyAssessment]:
    """Judge a case, count each of its dates again, and give the rows that have one."""
    calendar = naive_calendar(rulebook.calendar)
    for row in assess(case, rulebook, as_of).duties:
        if row.due is None or not steps_of(row, RuleApplied):
            continue
        found = recounted(row, case, rulebook.policy, calendar, as_of)
        where = (case.reference, rulebook.policy.edition, row.duty.id, row.occurrence)
        if row.governed_by is Governs.PROTECTIVE_TIMESCALE:
            # A timescale may shorten an extension to what the guide itself allows, or more.
            is_extended = bool(steps_of(row, ExtensionApplied))
            assert found is None or is_extended or row.due.at < found.due, where
            yield row
            continue
        assert found is not None, where
        if row.governed_by is Governs.LIMIT or row.is_own:
            told = (row.due.at, row.due_on, row.original_due_on, row.is_provisional)
            counted = (found.due, found.due_on, found.original_due_on, found.is_provisional)
            assert told == counted, where
        if row.governed_by is Governs.EXTENSION:
            assert row.original_due_on == found.due_on, where
            assert row.due.at > found.due, where
        yield row


def recounted(
    row: DutyAssessment, case: Case, policy: Policy, calendar: NaiveCalendar, as_of: Moment
) -> Answer | None:
    """Count the deadline of a row's limit, check the days that its receipt tells, and give it.

    Give None where the limit gives no date and only a protective timescale does.
    """
    [started] = steps_of(row, StartedBy)
    [rule] = steps_of(row, RuleApplied)
    limits: list[tuple[Limit | None, Moment]] = [(rule.limit, started.moment)]
    for change in steps_of(row, UrgencyChanged):
        (event,) = (each for each in case.events if each.number == change.event)
        at = event.at.time
        assert at is not None
        local = as_of.local.replace(
            year=event.at.on.year, month=event.at.on.month, day=event.at.on.day
        ).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        moment = Moment(at=local, on=event.at.on, local=local)
        limits.append((change.limit, moment))
    found: list[tuple[Answer, Question | Back]] = []
    for limit, moment in limits:
        if isinstance(limit, DaysBefore):
            back = _back_of(limit, case, policy, as_of)
            if back is not None:
                found.append((answer_back(back, calendar, as_of.on), back))
            continue
        parts = limit.of if isinstance(limit, SoonerOf) else (limit,)
        questions = [
            question_of(part, moment, policy) for part in parts if isinstance(part, SimpleTime)
        ]
        if questions:
            index, first = soonest(questions, calendar, as_of.on)
            assert first.due == answer(questions[index], calendar, as_of.on).due
            found.append((first, questions[index]))
    if not found:
        return None
    best, question = min(found, key=lambda each: each[0].due)
    _check_days(row, question, calendar)
    return best


def question_of(limit: SimpleTime, trigger: Moment, policy: Policy) -> Question:
    """Put a limit to the naive counter, from a trigger and by a policy's rules of counting."""
    at = None if trigger.is_date_alone else f"{trigger.local:%H:%M}"
    rules = rules_of(policy)
    match limit:
        case WorkingDays(days=days):
            return Question("working_days", days, trigger.on, at, rules)
        case CalendarDays(days=days, rolls=rolls):
            return Question("calendar_days", days, trigger.on, at, rules, _rolls(rolls))
        case Weeks(weeks=weeks, rolls=rolls):
            return Question("weeks", weeks, trigger.on, at, rules, _rolls(rolls))
        case Months(months=months, rolls=rolls):
            return Question("months", months, trigger.on, at, rules, _rolls(rolls))
        case Hours(hours=hours):
            return Question("hours", hours, trigger.on, at, rules)
        case SameWorkingDay():
            return Question("same_working_day", 0, trigger.on, at, rules)
        case AtOnce():
            return Question("at_once", 0, trigger.on, at, rules)


def _rolls(rolls: str | None) -> RollsTo | None:
    return None if rolls is None else _ROLLS[rolls]


def rules_of(policy: Policy) -> Rules:
    """Give a policy's rules of counting in the words of its file."""
    return Rules(
        counting=policy.counting.value,
        cut_off=None if policy.cut_off is None else f"{policy.cut_off:%H:%M}",
        day_ends="24:00" if policy.day_ends is None else f"{policy.day_ends:%H:%M}",
        zone=policy.time_zone,
    )


def naive_calendar(calendar: Calendar) -> NaiveCalendar:
    """Give the naive counter the days off of a calendar."""
    holidays = [
        Closed(each.on, each.on, each.name, each.announced, each.withdrawn)
        for each in calendar.holidays
    ]
    closures = [
        Closed(each.first, each.last, each.name, each.announced) for each in calendar.closures
    ]
    return NaiveCalendar(calendar.id, calendar.published_to, (*holidays, *closures))


def _back_of(limit: DaysBefore, case: Case, policy: Policy, as_of: Moment) -> Back | None:
    """Find the latest plan for something that was recorded by a moment."""
    plans = [
        ((event.recorded or event.at).on, event.number, event.on)
        for event in case.events
        if event.kind is EventKind.PLANNED
        and event.what == limit.planned
        and (event.recorded or event.at).on <= as_of.on
    ]
    if not plans:
        return None
    recorded_on, _, on = max(plans)
    assert on is not None
    is_working = limit.unit is CountedIn.WORKING_DAYS
    return Back(
        "working_days" if is_working else "calendar_days",
        limit.days,
        on,
        recorded_on,
        rules_of(policy),
    )


def _check_days(row: DutyAssessment, question: Question | Back, calendar: NaiveCalendar) -> None:
    """Replay the days that a receipt tells, by what it says was known of the calendar."""
    entries = [
        (step.on, step.reckoning.value, step.number, step.name)
        for step in steps_of(row, DayReckoned)
    ]
    if isinstance(question, Back):
        [counted_back] = steps_of(row, CountedBack)
        replay_back(entries, question, calendar, counted_back.known_on)
    elif question.unit == "at_once":
        assert steps_of(row, OnTheDay) == [OnTheDay(on=question.on)]
    elif question.unit != "hours":
        known = [step.known_on for step in steps_of(row, CountedBy)]
        known += [step.known_on for step in steps_of(row, EveryDayCounts)]
        [known_on] = known
        replay(entries, question, calendar, known_on)


def steps_of(row: DutyAssessment, kind: type[_Step]) -> Sequence[_Step]:
    """Give the steps of one kind in a row's receipt."""
    return [step for step in row.receipt if isinstance(step, kind)]
