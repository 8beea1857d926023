"""Puts what the package knows to the naive counter: limits, plans, and whose days off count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from escalation_log.engine.timeline import Timeline
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, Header
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    DaysBefore,
    Hours,
    Months,
    SameWorkingDay,
    SimpleTime,
    Weeks,
    WorkingDays,
    patterns_in,
)
from escalation_log.model.policies import Duty, Policy, RoleBySector, Side
from escalation_log.model.rulebook import Rulebook
from tests.naive import Back, Question, RollsTo, Rules
from tests.naive_calendar import Closed, NaiveCalendar, only_for

_ROLLS: dict[str, RollsTo] = {
    "next-working-day": "next-working-day",
    "previous-working-day": "previous-working-day",
}


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
        Closed(
            each.first,
            each.last,
            each.name,
            each.announced,
            only_for=None if each.only_for is None else only_for(asdict(each.only_for)),
        )
        for each in calendar.whole.closures
    ]
    return NaiveCalendar(calendar.id, calendar.published_to, (*holidays, *closures))


def calendar_of(
    duty: Duty, timeline: Timeline, rulebook: Rulebook, calendar: NaiveCalendar
) -> NaiveCalendar:
    """Give the calendar of those who must act on a duty."""
    here = rulebook.partnership
    acting = those_who_act(duty, timeline.header, rulebook.policy, here)
    return calendar.of_those(
        (each, here.agencies[each].sector if each in here.agencies else None) for each in acting
    )


def those_who_act(
    duty: Duty, header: Header, policy: Policy, partnership: Partnership
) -> Sequence[str]:
    """Name who must act: the one side that every way asks for, else that of the policy's role."""
    asked = {dict(pattern.fields).get("by", frozenset()) for pattern in patterns_in(duty.met_by)}
    role = duty.role
    if isinstance(role, RoleBySector):
        decides = header.raising if role.side == "raising" else header.receiving[0]
        agency = partnership.agencies.get(decides.agency)
        sector = "other" if agency is None else agency.sector
        role = role.roles.get(sector, role.roles["other"])
    side = policy.sides.get(role, Side.BOTH)
    if len(asked) == 1 and len(*asked) == 1:
        [[value]] = asked
        side = Side(value)
    raising, receiving = [header.raising.agency], [each.agency for each in header.receiving]
    return {
        Side.RAISING: raising,
        Side.RECEIVING: receiving,
        Side.BOTH: [*raising, *receiving],
        Side.PARTNERSHIP: ["partnership"],
    }[side]


def back_of(limit: DaysBefore, case: Case, policy: Policy, as_of: Moment) -> Back | None:
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
