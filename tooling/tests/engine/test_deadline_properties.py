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
    SameWorkingDay,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import CountedBy, DayReckoned, Deadline, Reckoning
from tests.calendars import shipped
from tests.engine.moments import LONDON
from tests.naive import NATIONS

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
LIMITS = (
    DAYS
    | st.builds(CalendarDays, st.integers(1, 90))
    | st.builds(Hours, st.integers(1, 400))
    | st.just(SameWorkingDay())
)


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


@given(settings())
def test_one_more_day_is_never_sooner(setting: Setting) -> None:
    match setting.limit:
        case WorkingDays(days=days):
            longer: TimedLimit = WorkingDays(days + 1)
        case CalendarDays(days=days):
            longer = CalendarDays(days + 1)
        case Hours(hours=hours):
            longer = Hours(hours + 1)
        case SameWorkingDay():
            longer = WorkingDays(1)
        case Weeks(weeks=weeks):
            longer = Weeks(weeks + 1)
        case Months(months=months):
            longer = Months(months + 1)
        case AtOnce():
            longer = CalendarDays(1)
        case SoonerOf():
            raise AssertionError("not drawn")
    before, after = setting.run(), replace(setting, limit=longer).run()
    assert before.due.at <= after.due.at
    assert before.due_on <= after.due_on
    assert before.original_due_on <= after.original_due_on


@given(settings(), HOLIDAYS | closures())
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


@given(settings())
def test_the_receipt_leads_from_the_trigger_to_the_last_day_in_time(setting: Setting) -> None:
    deadline = setting.run()
    days = [step for step in deadline.steps if isinstance(step, DayReckoned)]
    if isinstance(setting.limit, Hours):
        assert days == []
        return
    span = (deadline.due_on - setting.trigger.on).days
    assert [(day.on - setting.trigger.on).days for day in days] == list(range(span + 1))
    numbers = [day.number for day in days if day.number is not None]
    limit = setting.limit
    amount = limit.days if isinstance(limit, WorkingDays | CalendarDays) else 0
    assert numbers == list(range(1, amount + 1))
    assert all((day.number is not None) == (day.reckoning is Reckoning.COUNTED) for day in days)


@given(settings())
def test_the_last_day_in_time_is_over_when_it_is_late(setting: Setting) -> None:
    deadline = setting.run()
    last_instant = (deadline.due.at - timedelta(microseconds=1)).astimezone(LONDON)
    assert last_instant.date() == deadline.due_on
    if setting.rules.day_ends is not None and not isinstance(setting.limit, Hours):
        assert deadline.due.local.time() == setting.rules.day_ends
