"""Words for scripts to fill with numbers and dates, taken from those of the other outputs.

Each is made by writing an example and replacing its particulars by `{name}`, so that scripts and
the other outputs always use the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import ClockReading, moment_at
from escalation_log.engine.counting import day_is_over_words
from escalation_log.model.assessments import Breach, DutyState, Late, LateUnit
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
from escalation_log.site.dues import AT_ONCE_LOOK, OWN, far_words
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.templates import data_script
from escalation_log.words.dates import (
    MONTHS,
    WEEKDAYS,
    day_words,
    moment_words,
    unclear_words,
    until_words,
)
from escalation_log.words.lists import counted, listed
from escalation_log.words.plain_values import Plain
from escalation_log.words.policy_rules import time_words
from escalation_log.words.receipt_sentences import COUNTING_WORDS, GOVERNS_WORDS, step_words
from escalation_log.words.states import (
    BREACHES,
    DUTY_STATES,
    OVER_GUIDE,
    OWN_CHIP,
    amount_words,
    late_words,
    without_record,
)
from escalation_log.words.titles import of_subject
from escalation_log.words.to_do import safe_day_words, safe_sentence

SCRIPT_WORDS = "assets/escalation-log/words.js"

# How many other duties of a case are late, beside the next one.
ALSO_LATE = "and {number} late"
MORE_LATE = "and {number} more late"

_ABOUT = "What scripts say of deadlines, with places in braces for numbers and dates."
_OPEN = (DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE)
# Example values; each is written like nothing else in its sentence, so that it can be replaced.
_DAYS = tuple(date(1999, 1, day) for day in (11, 12, 13, 14))
_LONDON = ZoneInfo("Europe/London")
_MOMENTS = tuple(moment_at(datetime(1999, 2, day, 9, 5, tzinfo=_LONDON), _LONDON) for day in (1, 2))
_SHOWN_TWICE = moment_at(datetime(1999, 10, 31, 1, 30, tzinfo=_LONDON), _LONDON)
_NUMBER = 97
_HOUR = time(17, 45)
_LIMIT = WorkingDays(_NUMBER)


def template(said: str, **places: str) -> str:
    """Replace each part of an example by its name in braces; raise ValueError if it is missing.

    >>> template("Late from 9 March 2026", day="9 March 2026")
    'Late from {day}'
    """
    for name, part in places.items():
        before, found, after = said.partition(part)
        if not found:
            raise ValueError(f"{part!r} does not stand in {said!r}")
        said = f"{before}{{{name}}}{after}"
    return said


def forms(say: Callable[[int], str]) -> list[Plain]:
    """Return the words for one and for several.

    >>> forms(lambda number: counted(number, "case"))
    ['{number} case', '{number} cases']
    """
    return [template(say(number), number=str(number)) for number in (1, 2)]


def words_file() -> GeneratedFile:
    """Return the words for the scripts of every page about cases, as a file."""
    script = data_script(_ABOUT, "escalationLogWords", clock_words())
    return GeneratedFile(address=SCRIPT_WORDS, write=lambda _: script)


def clock_words() -> dict[str, Plain]:
    """Return the words about a deadline before and after it passes, and about a page's age."""
    example = Late(amount=2, unit=LateUnit.WORKING_DAYS)
    amount = amount_words(example)
    return {
        "chips": {
            **{state.value: DUTY_STATES[state] for state in _OPEN},
            AT_ONCE_LOOK: DUTY_STATES[DutyState.DUE_NOW],
            "guide": BREACHES[Breach.OVER_GUIDE],
            OWN: OWN_CHIP,
        },
        "amounts": {
            **{unit.value: _amounts(unit) for unit in LateUnit},
            "hours": _amounts(LateUnit.MINUTES, of=60),
            "days": forms(lambda number: counted(number, "day")),
        },
        "least": amount_words(Late(amount=0, unit=LateUnit.MINUTES)),
        "late": template(late_words(example), amount=amount),
        "guide": template(late_words(example, over_guide=True), amount=amount),
        "more": "more than {amount}",
        "past": far_words("{late}"),
        "today": "Due today",
        "tomorrow": "Due tomorrow",
        "by": "{day} by {time}",
        "coming": "Due in {amount}",
        "age": "Last updated {amount} ago:",
        "behind": "The clock of this device is behind. This page tells time as of",
        "passed": forms(_passed),
        "nonePassed": ". No deadline has passed since.",
        "old": " Ask your business team for a newer one.",
        "goToCase": "Go to {reference}",
    }


def _passed(number: int) -> str:
    have, are = ("has", "it is") if number == 1 else ("have", "they are")
    return (
        f". {counted(number, 'deadline')} {have} passed since: {are} shown as late, but what "
        "follows from that is not on this page yet."
    )


def _amounts(unit: LateUnit, *, of: int = 1) -> list[Plain]:
    return forms(lambda number: amount_words(Late(amount=number * of, unit=unit)))


def date_places() -> dict[str, Plain]:
    """Return what a script needs to write days and moments."""
    return {
        "weekdays": list(WEEKDAYS),
        "months": list(MONTHS),
        "moment": _moment_template(_MOMENTS[0], time="09:05"),
        "momentShownTwice": _moment_template(_SHOWN_TWICE, time="01:30", zone="BST"),
    }


def _moment_template(moment: Moment, **places: str) -> str:
    return template(moment_words(moment), day=day_words(moment.on), **places)


def tracker_words() -> dict[str, Plain]:
    """Return the words of the tracker's rows."""
    return {
        **date_places(),
        "list": listed(["{first}", "{last}"]),
        "cases": forms(lambda number: counted(number, "case")),
        "part": "{number} of {cases}",
        "showClosed": "Show {number} closed too",
        "meant": {
            "chase": "What is late, due at once or due today, and every immediate risk.",
            "since-friday": "What became late on {friday} or after.",
            "this-week": "What is due by {sunday} and not late.",
        },
        "parts": {
            "raising": "Raised by {name}",
            "receiving": "Received by {name}",
            "duty": "Also to do: {name}",
            "acting": "Also for {name}",
            "missed": "Missed: {name}",
            "opened": "Opened on {name}",
        },
        "chosen": " ({number} chosen)",
        "show": "Show {number} more",
        "breaches": forms(lambda number: counted(number, "breach", "breaches")),
        "overGuide": f"{{number}} {OVER_GUIDE}",
        "noRecord": forms(without_record),
        "safe": template(safe_day_words(_DAYS[0]), day=day_words(_DAYS[0])),
        "late": ALSO_LATE,
        "moreLate": MORE_LATE,
    }


def safe_template() -> str:
    """Return the sentence with a safe date, for a day and a clause."""
    sentence = safe_sentence(safe_day_words(_DAYS[0]), "{clause}")
    return template(sentence, day=day_words(_DAYS[0]))


def reckoning_words(*subjects: Subject) -> dict[str, Plain]:
    """Return the sentences of receipts that a question can have, and the words of answers."""
    day, moment = _DAYS[0], _MOMENTS[0]
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
    "The child was to be protected before the counting begins, so this time shortens nothing."
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
        known_on=_DAYS[0],
        cut_off=cut_off,
        day_ends="{dayEnds}",
    )
    return _sentence(step, counting=counting.value, meaning=COUNTING_WORDS[counting])


def _reckoned(reckoning: Reckoning, name: str | None) -> list[Plain]:
    """Return the words about a day of a count, also for provisional bank holidays."""
    places = {"number": str(_NUMBER)} if reckoning is Reckoning.COUNTED else {}
    step = DayReckoned(on=_DAYS[0], reckoning=reckoning, number=_NUMBER, name=name)
    return [_sentence(replace(step, is_foreseen=each), **places) for each in (False, True)]


def _later(months: int) -> str:
    step = DayReckoned(on=_DAYS[0], reckoning=Reckoning.LATER, number=months)
    return template(_sentence(step), number=str(months))


def _moved(*, withdrawn: bool) -> str:
    first, due, day, announced = _DAYS
    step = MovedByAnnouncement(
        original_due_on=first, due_on=due, day=day, name="{name}", announced=announced
    )
    return _sentence(replace(step, withdrawn=withdrawn))


def _hours(clock_change_minutes: int) -> str:
    start, due = _MOMENTS
    minutes = {"minutes": counted(_NUMBER, "minute")} if clock_change_minutes else {}
    step = HoursRun(start=start, hours=_NUMBER, due=due, clock_change_minutes=clock_change_minutes)
    return _sentence(step, hours=counted(_NUMBER, "hour"), **minutes)


def _protective(*, governs: bool) -> str:
    """Write the step about a protective timescale without its event; a question has no case."""
    step = ProtectiveApplied(event=_NUMBER, protect_by=_MOMENTS[0], governs=governs)
    return _sentence(step).replace(f" (event {_NUMBER})", "")
