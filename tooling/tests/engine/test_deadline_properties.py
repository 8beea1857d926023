"""What is true of every deadline, whatever the limit, the rule, the calendar and the trigger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from escalation_log.engine.calendar import is_working_day
from escalation_log.engine.clock import moment_of
from escalation_log.engine.deadline import deadline_for
from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    Hours,
    Months,
    PlainLimit,
    Rolls,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBy,
    DayReckoned,
    Deadline,
    EveryDayCounts,
    OnTheDay,
    Reckoning,
)
from tests.calendars import shipped
from tests.engine.moments import LONDON
from tests.naive_calendar import NATIONS

DATES = st.dates(date(2012, 2, 1), date(2031, 12, 31))
TIMES = st.none() | st.times().map(lambda at: at.replace(microsecond=0))
HOLIDAYS = st.builds(
    BankHoliday,
    on=DATES,
    name=st.just("Extra bank holiday"),
    announced=st.none() | DATES,
    withdrawn=st.none() | DATES,
)


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    first = draw(DATES)
    return Closure(
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 10))),
        name="Offices closed",
        announced=draw(st.none() | DATES),
    )


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    calendar = shipped(draw(st.sampled_from(NATIONS)))
    return replace(
        calendar,
        holidays=(*calendar.holidays, *draw(st.lists(HOLIDAYS, max_size=4))),
        closures=tuple(draw(st.lists(closures(), max_size=3))),
    )


RULES = st.builds(
    CountingRules,
    counting=st.sampled_from(Counting),
    zone=st.just(LONDON),
    cut_off=st.none() | st.just(time(16)),
    day_ends=st.none() | st.just(time(17, 30)),
)
TRIGGERS = st.builds(Stamp, on=DATES, time=TIMES).map(lambda stamp: moment_of(stamp, LONDON))
DAYS = st.builds(WorkingDays, st.integers(0, 60)) | st.builds(WorkingDays, st.integers(60, 400))
ROLLS = st.none() | st.just(Rolls.NEXT)
ANY_ROLLS = st.none() | st.sampled_from(Rolls)


def rolling(
    rolls: st.SearchStrategy[Rolls | None],
) -> st.SearchStrategy[CalendarDays | Weeks | Months]:
    """Draw a limit whose date may roll."""
    return (
        st.builds(CalendarDays, st.integers(1, 90), rolls)
        | st.builds(Weeks, st.integers(1, 12), rolls)
        | st.builds(Months, st.integers(1, 60), rolls)
    )


def simple(rolls: st.SearchStrategy[Rolls | None]) -> st.SearchStrategy[SimpleTime]:
    """Draw a limit of one amount."""
    return (
        DAYS
        | rolling(rolls)
        | st.builds(Hours, st.integers(1, 400))
        | st.sampled_from([SameWorkingDay(), AtOnce()])
    )


def limits(rolls: st.SearchStrategy[Rolls | None]) -> st.SearchStrategy[TimedLimit]:
    """Draw a limit of one amount, or the sooner of several."""
    parts = st.lists(simple(rolls), min_size=2, max_size=3, unique=True).map(tuple)
    return simple(rolls) | st.builds(SoonerOf, parts)


# What rolls back from a day off is sooner for it, as no other limit is.
NEVER_BACK = limits(ROLLS)
LIMITS = limits(ANY_ROLLS)


@dataclass(frozen=True)
class Setting:
    """All that a deadline follows from; what is known is so many days after the trigger's."""

    limit: TimedLimit
    trigger: Moment
    rules: CountingRules
    calendar: Calendar
    known_days: int

    def run(self) -> Deadline:
        known_on = self.trigger.on + timedelta(days=self.known_days)
        return deadline_for(self.limit, self.trigger, self.rules, self.calendar, known_on)

    @property
    def lets_closed_days_off_the_cut_off(self) -> bool:
        """Whether a day that is not worked may be a better day for a trigger than one that is.

        It has no cut-off; only the rules that move such a trigger make up for it.
        """
        return self.rules.cut_off is not None and self.rules.counting is Counting.DAY_AFTER_TRIGGER


def settings(limits: st.SearchStrategy[TimedLimit] = LIMITS) -> st.SearchStrategy[Setting]:
    return st.builds(
        Setting,
        limit=limits,
        trigger=TRIGGERS,
        rules=RULES,
        calendar=calendars(),
        known_days=st.integers(-20, 900),
    )


@given(settings(st.just(SameWorkingDay()) | DAYS))
def test_a_working_day_deadline_falls_on_a_working_day(setting: Setting) -> None:
    deadline = setting.run()
    (counted_by,) = (step for step in deadline.steps if isinstance(step, CountedBy))
    known = setting.calendar.history.known_on(counted_by.known_on)
    assert is_working_day(known, deadline.due_on)


def longer(limit: SimpleTime) -> SimpleTime:
    """Give a limit that allows one more of its unit."""
    match limit:
        case WorkingDays(days=days):
            return WorkingDays(days + 1)
        case CalendarDays(days=days, rolls=rolls):
            return CalendarDays(days + 1, rolls)
        case Weeks(weeks=weeks, rolls=rolls):
            return Weeks(weeks + 1, rolls)
        case Months(months=months, rolls=rolls):
            return Months(months + 1, rolls)
        case Hours(hours=hours):
            return Hours(hours + 1)
        case SameWorkingDay():
            return WorkingDays(1)
        case AtOnce():
            return CalendarDays(1)


@given(settings())
def test_one_more_day_is_never_sooner(setting: Setting) -> None:
    limit = setting.limit
    if isinstance(limit, SoonerOf):
        more: TimedLimit = SoonerOf(tuple(longer(part) for part in limit.of))
    else:
        more = longer(limit)
    before, after = setting.run(), replace(setting, limit=more).run()
    assert before.due.at <= after.due.at
    assert before.due_on <= after.due_on
    assert before.original_due_on <= after.original_due_on


@given(settings(NEVER_BACK), HOLIDAYS | closures())
def test_an_extra_holiday_never_makes_anything_sooner(
    setting: Setting, extra: BankHoliday | Closure
) -> None:
    calendar = setting.calendar
    if isinstance(extra, BankHoliday):
        first = last = extra.on
        more = replace(calendar, holidays=(*calendar.holidays, extra))
    else:
        first, last = extra.first, extra.last
        more = replace(calendar, closures=(*calendar.closures, extra))
    is_triggers_own = first <= setting.trigger.on <= last
    assume(not (is_triggers_own and setting.lets_closed_days_off_the_cut_off))
    before, after = setting.run(), replace(setting, calendar=more).run()
    assert before.due.at <= after.due.at
    assert before.due_on <= after.due_on


@given(settings(), st.integers(0, 900))
def test_knowing_more_never_makes_anything_sooner(setting: Setting, further: int) -> None:
    # Before the trigger's own day nothing is fixed yet: the deadline counts with what is known.
    known_days = max(setting.known_days, 0)
    before = replace(setting, known_days=known_days).run()
    after = replace(setting, known_days=known_days + further).run()
    assert before.original_due_on == after.original_due_on
    assert before.original_due_on <= before.due_on <= after.due_on
    assert before.due.at <= after.due.at


@given(settings(), TRIGGERS)
def test_a_later_trigger_is_never_due_sooner(setting: Setting, other: Moment) -> None:
    assume(not setting.lets_closed_days_off_the_cut_off)
    # Hours from a date alone run from its end, later than from any time of that day.
    assume(setting.trigger.is_date_alone == other.is_date_alone)
    first, second = sorted((setting.trigger, other), key=lambda moment: moment.at)
    # What was known when differs between the two: here all was known at all times.
    holidays = (replace(each, announced=None) for each in setting.calendar.holidays)
    calendar = replace(
        setting.calendar,
        holidays=tuple(each for each in holidays if each.withdrawn is None),
        closures=(),
    )
    before = replace(setting, calendar=calendar, trigger=first).run()
    after = replace(setting, calendar=calendar, trigger=second).run()
    assert before.due.at <= after.due.at


FORWARD = {Reckoning.MOVED, Reckoning.DAY_ZERO, Reckoning.COUNTED, Reckoning.SKIPPED}


@given(settings(simple(ANY_ROLLS)))
def test_the_receipt_leads_from_the_trigger_to_the_last_day_in_time(setting: Setting) -> None:
    deadline = setting.run()
    days = [step for step in deadline.steps if isinstance(step, DayReckoned)]
    limit = setting.limit
    if isinstance(limit, Hours | AtOnce):
        assert days == []
        return
    assert (days[0].on, days[-1].on) == (setting.trigger.on, deadline.due_on)
    forward = [day for day in days if day.reckoning in FORWARD]
    assert [(day.on - setting.trigger.on).days for day in forward] == list(range(len(forward)))
    numbers = [day.number for day in days if day.reckoning is Reckoning.COUNTED]
    amount = limit.span.amount if isinstance(limit, WorkingDays | CalendarDays | Weeks) else 0
    assert numbers == list(range(1, amount + 1))
    assert all(
        (day.number is not None) == (day.reckoning in (Reckoning.COUNTED, Reckoning.LATER))
        for day in days
    )
    assert (Reckoning.LATER in {day.reckoning for day in days}) == isinstance(limit, Months)
    may_roll = isinstance(limit, CalendarDays | Weeks | Months) and limit.rolls is not None
    assert (days[-1].reckoning is Reckoning.ROLLED_TO) == may_roll


@given(settings(rolling(st.sampled_from(Rolls))))
def test_a_date_that_rolls_is_a_working_day_and_is_no_further_off_than_need_be(
    setting: Setting,
) -> None:
    limit = setting.limit
    assert isinstance(limit, CalendarDays | Weeks | Months)
    deadline = setting.run()
    (counted_by,) = (step for step in deadline.steps if isinstance(step, EveryDayCounts))
    known = setting.calendar.history.known_on(counted_by.known_on)
    there = replace(setting, limit=replace(limit, rolls=None)).run().due_on
    assert is_working_day(known, deadline.due_on)
    assert (deadline.due_on >= there) == (limit.rolls is Rolls.NEXT or deadline.due_on == there)
    first, last = sorted((there, deadline.due_on))
    between = [first + timedelta(days=days) for days in range((last - first).days + 1)]
    assert [day for day in between if is_working_day(known, day)] == [deadline.due_on]


@given(
    settings(st.builds(SoonerOf, st.lists(simple(ANY_ROLLS), min_size=2, unique=True).map(tuple)))
)
def test_the_sooner_of_limits_is_the_earliest_and_names_all_others(setting: Setting) -> None:
    assert isinstance(setting.limit, SoonerOf)
    alone: dict[PlainLimit, Deadline] = {
        part: replace(setting, limit=part).run() for part in setting.limit.of
    }
    deadline = setting.run()
    assert deadline.due.at == min(each.due.at for each in alone.values())
    others = [step for step in deadline.steps if isinstance(step, AlsoAllowed)]
    assert len(others) == len(alone) - 1
    for step in others:
        assert deadline.due.at <= step.due.at == alone[step.limit].due.at
    (governing,) = set(alone) - {step.limit for step in others}
    assert deadline.unit is alone[governing].unit


@given(settings())
def test_the_last_day_in_time_is_over_when_it_is_late(setting: Setting) -> None:
    deadline = setting.run()
    last_instant = (deadline.due.at - timedelta(microseconds=1)).astimezone(LONDON)
    assert last_instant.date() == deadline.due_on
    has_day = any(isinstance(step, CountedBy | EveryDayCounts) for step in deadline.steps)
    if setting.rules.day_ends is not None and has_day:
        assert deadline.due.local.time() == setting.rules.day_ends
    if any(isinstance(step, OnTheDay) for step in deadline.steps):
        assert (deadline.due.local.time(), deadline.due_on) == (time(), setting.trigger.on)
