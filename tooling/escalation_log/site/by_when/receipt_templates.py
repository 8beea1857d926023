"""The sentences of receipts for the browser to fill with numbers and dates."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import ClockReading
from escalation_log.engine.counting import day_is_over_words
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import WorkingDays
from escalation_log.model.policies import Counting, Subject
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBy,
    DayReckoned,
    DueAt,
    EveryDayCounts,
    Governs,
    HoursRun,
    MovedByAnnouncement,
    OnTheDay,
    ProtectiveApplied,
    Provisional,
    ReceiptStep,
    Reckoning,
)
from escalation_log.site.script_words import (
    EXAMPLE_DAYS,
    EXAMPLE_MOMENTS,
    date_places,
    forms,
    template,
)
from escalation_log.words.dates import day_words, moment_words, unclear_words, until_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.plain_values import Plain
from escalation_log.words.policy_rules import time_words
from escalation_log.words.receipt_sentences import COUNTING_WORDS, GOVERNS_WORDS, step_words
from escalation_log.words.titles import of_subject

_NUMBER = 97
_HOUR = time(17, 45)
_LIMIT = WorkingDays(_NUMBER)


def reckoning_words(*subjects: Subject) -> dict[str, Plain]:
    """Return the sentences of receipts that a question can have, and the words of answers."""
    day, moment = EXAMPLE_DAYS[0], EXAMPLE_MOMENTS[0]
    early = OutsideCalendarError.before(_NUMBER, "{calendar}")
    return {
        **date_places(),
        "skipped": f"{unclear_words(ClockReading.NEVER)} Choose a later one.",
        "repeated": f"{unclear_words(ClockReading.TWICE)} Say which of the two is meant.",
        "early": template(early.message, year=str(_NUMBER)),
        "alternatives": listed(["{first}", "{last}"], "or"),
        "byTheEnd": template(until_words(moment, day), day=day_words(day)),
        "before": template(until_words(moment, moment.on), moment=moment_words(moment)),
        "workingDays": forms(lambda number: counted(number, "working day")),
        "hourCounts": forms(lambda number: counted(number, "hour")),
        "minuteCounts": forms(lambda number: counted(number, "minute")),
        "countings": {each.value: words for each, words in COUNTING_WORDS.items()},
        # A question has no extension.
        "governs": {
            each.value: GOVERNS_WORDS[each]
            for each in (Governs.LIMIT, Governs.PROTECTIVE_TIMESCALE)
        },
        "counting": [_counting(None), _counting("{cutOff}")],
        "everyDay": _sentence(
            EveryDayCounts(
                calendar="{calendar}", calendar_hash="", known_on=day, day_ends="{dayEnds}"
            )
        ),
        "dayIsOver": template(day_is_over_words(_HOUR), dayEnds=f"{_HOUR:%H:%M}"),
        "onTheDay": _sentence(OnTheDay(on=day)),
        "alsoAllowed": template(
            step_words(AlsoAllowed(limit=_LIMIT, due=moment, due_on=day)),
            limit=time_words(_LIMIT),
            due_on=day_words(day),
        ),
        "days": {name: _reckoned(*step) for name, step in _RECKONED.items()},
        "monthsLater": [_later(number) for number in (1, 2)],
        "announced": _moved(withdrawn=False),
        "withdrawn": _moved(withdrawn=True),
        "provisional": template(step_words(Provisional(published_to=_NUMBER)), year=str(_NUMBER)),
        "hours": _hours(0),
        "hoursForward": _hours(_NUMBER),
        "hoursBack": _hours(-_NUMBER),
        "protectiveGoverns": _protective(governs=True),
        "limitGoverns": _protective(governs=False),
        "beforeStart": of_subject(_BEFORE_START, *subjects),
        "due": _sentence(
            DueAt(due=moment, due_on=day, governed_by=Governs.LIMIT),
            governs=GOVERNS_WORDS[Governs.LIMIT],
        ),
    }


_BEFORE_START = (
    "The time to protect the child is before the counting begins, so it does not shorten this."
)
_RECKONED = {
    "moved": (Reckoning.MOVED, "{name}"),
    "day-zero": (Reckoning.DAY_ZERO, None),
    "day-zero-named": (Reckoning.DAY_ZERO, "{name}"),
    "counted": (Reckoning.COUNTED, None),
    "skipped": (Reckoning.SKIPPED, "{name}"),
    "rolled": (Reckoning.ROLLED, "{name}"),
    "rolled-to": (Reckoning.ROLLED_TO, None),
}


def _sentence(step: ReceiptStep, **places: str) -> str:
    """Write a step, with the names of its fields in braces in place of days and moments."""
    for field in fields(step):
        value = getattr(step, field.name)
        if isinstance(value, Moment):
            places[field.name] = moment_words(value)
        elif isinstance(value, date):
            places[field.name] = day_words(value)
    return template(step_words(step), **places)


def _counting(cut_off: str | None) -> str:
    counting = Counting.DAY_AFTER_TRIGGER
    step = CountedBy(
        counting=counting,
        calendar="{calendar}",
        calendar_hash="",
        known_on=EXAMPLE_DAYS[0],
        cut_off=cut_off,
        day_ends="{dayEnds}",
    )
    return _sentence(step, counting=counting.value, meaning=COUNTING_WORDS[counting])


def _reckoned(reckoning: Reckoning, name: str | None) -> list[Plain]:
    """Return the words about a day of a count, also for provisional bank holidays."""
    places = {"number": str(_NUMBER)} if reckoning is Reckoning.COUNTED else {}
    step = DayReckoned(on=EXAMPLE_DAYS[0], reckoning=reckoning, number=_NUMBER, name=name)
    return [_sentence(replace(step, is_foreseen=each), **places) for each in (False, True)]


def _later(months: int) -> str:
    step = DayReckoned(on=EXAMPLE_DAYS[0], reckoning=Reckoning.LATER, number=months)
    return template(_sentence(step), number=str(months))


def _moved(*, withdrawn: bool) -> str:
    first, due, day, announced = EXAMPLE_DAYS
    step = MovedByAnnouncement(
        original_due_on=first, due_on=due, day=day, name="{name}", announced=announced
    )
    return _sentence(replace(step, withdrawn=withdrawn))


def _hours(clock_change_minutes: int) -> str:
    start, due = EXAMPLE_MOMENTS
    minutes = {"minutes": counted(_NUMBER, "minute")} if clock_change_minutes else {}
    step = HoursRun(start=start, hours=_NUMBER, due=due, clock_change_minutes=clock_change_minutes)
    return _sentence(step, hours=counted(_NUMBER, "hour"), **minutes)


def _protective(*, governs: bool) -> str:
    """Write the step about a protective timescale without its event; a question has no case."""
    step = ProtectiveApplied(event=_NUMBER, protect_by=EXAMPLE_MOMENTS[0], governs=governs)
    return _sentence(step).replace(f" (event {_NUMBER})", "")
