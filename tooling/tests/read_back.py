"""Reads receipts back through the naive counter: those of a case, under every reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import PlacedEvent, timeline_of
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    AtOnce,
    DaysBefore,
    Limit,
    Months,
    SimpleTime,
    SoonerOf,
    Weeks,
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
    Reckoning,
    RuleApplied,
    StartedBy,
    UrgencyChanged,
)
from escalation_log.model.rulebook import Rulebook
from tests.naive import (
    Answer,
    Back,
    Question,
    answer,
    answer_back,
    soonest,
)
from tests.naive_calendar import NaiveCalendar
from tests.naive_questions import back_of, calendar_of, naive_calendar, question_of
from tests.naive_receipts import replay, replay_back
from tests.naive_starts import starts_of, waits_for_several

READ_BACK = "read back: "
DATES = "dates"
_KINDS = {
    Weeks: "in weeks",
    Months: "in months",
    SoonerOf: "the sooner of several",
    DaysBefore: "backwards from a plan",
    AtOnce: "at once",
}

_Step = TypeVar("_Step")


def assert_read_back_with_every_reading(
    case: Case, rulebook: Rulebook, as_of: Moment
) -> Counter[str]:
    """Count every date of a case again, by what is adopted and by each other reading.

    Then compare the safe dates, which are the earliest among them. Give how many dates were
    counted, and in how many of them there was what a counter may get wrong.
    """
    others: dict[tuple[str, int], list[date]] = defaultdict(list)
    read: Counter[str] = Counter()
    for edition in other_editions(rulebook.policy):
        book = replace(rulebook, policy=edition, erratum=None)
        read += starts_read_back(case, book, as_of)
        for row in rows_read_back(case, book, as_of):
            others[row.duty.id, row.occurrence].append(row.due_on or date.max)
            read.update(_told_by(row, book))
    assessment = assess(case, rulebook, as_of)
    for row in assessment.duties:
        if row.started_by is None or row.is_own:
            continue
        asked = [*others[row.duty.id, row.occurrence], *([row.due_on] if row.due_on else [])]
        assert row.safe_due_on == min(asked, default=None), (case.reference, row.duty.id)
    read += starts_read_back(case, rulebook, as_of)
    for row in rows_read_back(case, rulebook, as_of):
        read.update(_told_by(row, rulebook))
    return read


def say_read_back(terminal: pytest.TerminalReporter) -> None:
    """Close a run with the number of dates that were counted a second time."""
    read: Counter[str] = Counter()
    for report in terminal.stats.get("passed", ()):
        for name, number in report.user_properties:
            if name.startswith(READ_BACK):
                read[name.removeprefix(READ_BACK)] += int(str(number))
    dates = read.pop(DATES, 0)
    if dates:
        among = ", ".join(f"{number} {name}" for name, number in sorted(read.items()))
        terminal.write_line(
            f"{dates} dates are the same by the naive counter; among them: {among}."
        )


def _told_by(row: DutyAssessment, rulebook: Rulebook) -> Iterator[str]:
    """Name what there was in the count of a date, by its receipt."""
    yield DATES
    [rule] = steps_of(row, RuleApplied)
    if isinstance(rule.limit, Weeks | Months | SoonerOf | DaysBefore | AtOnce):
        yield _KINDS[type(rule.limit)]
    days = steps_of(row, DayReckoned)
    if any(each.reckoning is Reckoning.ROLLED for each in days):
        yield "rolled off a day off"
    some = {each.name for each in rulebook.calendar.whole.closures if each.only_for is not None}
    if any(each.name in some for each in days):
        yield "over a closure of some agencies"


def starts_read_back(case: Case, rulebook: Rulebook, as_of: Moment) -> Counter[str]:
    """Find again what started each clock that waits for several things, and count them."""
    timeline = timeline_of(case, rulebook.index, as_of)
    calendar = naive_calendar(rulebook.calendar)
    stages = [stage.id for stage in rulebook.policy.stages]
    rows = assess(case, rulebook, as_of).duties
    read: Counter[str] = Counter()
    for duty in rulebook.policy.all_duties:
        if not waits_for_several(duty.trigger):
            continue

        def missed(start: PlacedEvent, moment: Moment, limit: Limit | None = duty.limit) -> bool:
            if not isinstance(limit, SimpleTime):
                return False
            question = question_of(limit, start.moment, rulebook.policy)
            return answer(question, calendar, as_of.on).due <= moment.at

        told = [row.started_by for row in rows if row.duty == duty and row.started_by is not None]
        found = list(starts_of(duty, timeline, stages, missed))
        assert told == found, (case.reference, duty.id)
        read["latest of several"] += len(found)
    return read


def other_editions(policy: Policy) -> Iterator[Policy]:
    """Give the edition by each other reading that changes a rule."""
    for reading in policy.readings:
        for other in reading.others:
            if other.edition is not None:
                yield other.edition


def rows_read_back(case: Case, rulebook: Rulebook, as_of: Moment) -> Iterator[DutyAssessment]:
    """Judge a case, count each of its dates again, and give the rows that have one."""
    whole = naive_calendar(rulebook.calendar)
    timeline = timeline_of(case, rulebook.index, as_of)
    for row in assess(case, rulebook, as_of).duties:
        if row.due is None or not steps_of(row, RuleApplied):
            continue
        calendar = whole if row.is_own else calendar_of(row.duty, timeline, rulebook, whole)
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
            back = back_of(limit, case, policy, as_of)
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
