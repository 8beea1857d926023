"""Read questions for a deadline from options or lines of JSON, and answer them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from typing import IO, Any, TypeAlias

from escalation_log.cli.session import LONDON, unclear_time_words
from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import ClockReading, clock_reading, moment_of
from escalation_log.engine.deadline import deadline_for
from escalation_log.files.fields import stamp_from
from escalation_log.model.calendars import Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import (
    CalendarDays,
    Months,
    Rolls,
    SimpleTime,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import Deadline

MOST_WORKING_DAYS = 10_000
MOST_MONTHS = 1_200
# In bytes. A longer line is refused.
LONGEST_LINE = 65_536
# Of one line that is too long.
_MOST_PASSED_OVER = 1024 * LONGEST_LINE

Id: TypeAlias = str | int | None

_KEYS = ("id", "calendar", "from", "working_days", "counting", "cut_off")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class UnanswerableError(Exception):
    """A question cannot be answered; the message says what is wrong and what to write."""

    def __init__(self, words: str, asked: Id = None) -> None:
        super().__init__(words)
        self.words = words
        self.asked = asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineQuestion:
    """A limit from a moment, with the calendar and the rule of counting."""

    calendar: str
    since: Stamp
    limit: SimpleTime
    counting: Counting = Counting.DAY_AFTER_TRIGGER
    cut_off: time | None = None
    id: Id = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Values for lines that do not give their own."""

    calendar: str
    counting: Counting
    cut_off: time | None


def answer(
    question: DeadlineQuestion, calendars: Mapping[str, Calendar], known_on: date
) -> Deadline:
    """Count a deadline by the calendar as known on `known_on`; raise UnanswerableError."""
    calendar = calendars.get(question.calendar)
    if calendar is None:
        raise UnanswerableError(_unknown("calendar", question.calendar, calendars), question.id)
    reading = clock_reading(question.since, LONDON)
    if reading is not ClockReading.ONCE:
        raise UnanswerableError(f"from: {unclear_time_words(reading)}", question.id)
    rules = CountingRules(counting=question.counting, zone=LONDON, cut_off=question.cut_off)
    trigger = moment_of(question.since, LONDON)
    try:
        return deadline_for(question.limit, trigger, rules, calendar, known_on)
    except OutsideCalendarError as error:
        raise UnanswerableError(error.message, question.id) from error


def limit_from(amounts: Mapping[str, int | None], rolls: str | None) -> SimpleTime | None:
    """Make the limit of the one amount that is given, by unit; None where none or several are.

    Raise ValueError where working days are to roll, which they never need to.
    """
    given = [(unit, amount) for unit, amount in amounts.items() if amount is not None]
    if len(given) != 1:
        return None
    [(unit, amount)] = given
    where = None if rolls is None else Rolls(rolls)
    if unit == "calendar_days":
        return CalendarDays(amount, where)
    if unit == "weeks":
        return Weeks(amount, where)
    if unit == "months":
        return Months(amount, where)
    if where is not None:
        raise ValueError("Working days end on one, so that there is nothing to roll.")
    return WorkingDays(amount)


def lines_in(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Read lines one by one; yield None for a line that is longer than `LONGEST_LINE` bytes."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        passed_over = 0
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            passed_over += len(rest)
            if passed_over > _MOST_PASSED_OVER:
                raise EscalogError(
                    "A line goes on without an end, so no further question can be found.",
                    hint="Write one question a line.",
                )
        yield None


def question_from(line: bytes | None, defaults: Defaults) -> DeadlineQuestion:
    """Parse a question from a line of JSON; raise UnanswerableError where it is not valid."""
    if line is None:
        raise UnanswerableError(f"The line is longer than {LONGEST_LINE} bytes.")
    asked = _object_from(line)
    id_ = asked.get("id")
    if isinstance(id_, bool) or not isinstance(id_, str | int | None):
        raise UnanswerableError("id: expected text or a whole number.")
    try:
        return _question(asked, id_, defaults)
    except ValueError as error:
        raise UnanswerableError(str(error), id_) from error


def _question(asked: Mapping[str, Any], id_: Id, defaults: Defaults) -> DeadlineQuestion:
    """Read the fields of a question; raise ValueError that names the first invalid one."""
    for key, value in asked.items():
        if key not in _KEYS:
            raise ValueError(_unknown("keys", key, _KEYS))
        if isinstance(value, _Repeated):
            raise ValueError(f"{key}: stands there more than once.")
    calendar = asked.get("calendar", defaults.calendar)
    if not isinstance(calendar, str):
        raise ValueError('calendar: expected a name such as "england-and-wales".')
    since = asked.get("from")
    stamp = stamp_from(since) if isinstance(since, str) else None
    if stamp is None:
        raise ValueError(
            'from: expected a date or a date and time, such as "2026-03-02" or "2026-03-02T14:30".'
        )
    working_days = asked.get("working_days")
    if isinstance(working_days, str) and working_days.strip().isdecimal():
        raise ValueError("working_days: expected a whole number without quotation marks.")
    if isinstance(working_days, bool) or not isinstance(working_days, int):
        raise ValueError("working_days: expected a whole number.")
    if not 0 <= working_days <= MOST_WORKING_DAYS:
        raise ValueError(f"working_days: expected a number from 0 to {MOST_WORKING_DAYS}.")
    counting, cut_off = asked.get("counting"), asked.get("cut_off")
    return DeadlineQuestion(
        calendar=calendar,
        since=stamp,
        limit=WorkingDays(working_days),
        counting=defaults.counting if counting is None else counting_from(counting),
        cut_off=defaults.cut_off if cut_off is None else cut_off_from(cut_off),
        id=id_,
    )


def counting_from(value: object) -> Counting:
    """Parse a rule of counting; raise ValueError that lists the rules."""
    for rule in Counting:
        if rule.value == value:
            return rule
    raise ValueError(_unknown("counting", value, [rule.value for rule in Counting]))


def cut_off_from(value: object) -> time:
    """Parse a time of day; raise ValueError that says how to write one."""
    if not isinstance(value, str) or _CLOCK.fullmatch(value) is None:
        raise ValueError('cut_off: expected an hour of the day such as "16:00".')
    return time.fromisoformat(value)


def _object_from(line: bytes) -> dict[str, Any]:
    """Parse one JSON object in UTF-8; the value of a repeated key is a `_Repeated`."""
    try:
        # Some programs put a byte order mark before the first line.
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnanswerableError("The line is not in UTF-8.") from error
    if not text:
        raise UnanswerableError("The line is empty.")
    try:
        value = json.loads(text, object_pairs_hook=_marking_repeats)
    except RecursionError as error:
        raise UnanswerableError("The line is nested too deeply to be a question.") from error
    except ValueError as error:
        raise UnanswerableError(_not_json(text)) from error
    if not isinstance(value, dict):
        raise UnanswerableError('Expected a JSON object such as {"id": "1", "from": ...}.')
    return value


_CURLY = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u2018\u2019", '"'))
# What makes JSON of lines that people write, and what is then said of them.
_MENDED: tuple[tuple[Callable[[str], str], str], ...] = (
    (
        lambda text: text.translate(_CURLY),
        'curly quotation marks stand in it; type straight ones, `"`, in their place',
    ),
    (
        lambda text: text.replace("'", '"'),
        'single quotation marks stand in it; type double ones, `"`, in their place',
    ),
    (
        lambda text: re.sub(r",(\s*[}\]])", r"\1", text),
        "a comma stands before the closing bracket; delete it",
    ),
    (
        lambda text: re.sub(r"([{,]\s*)([a-z_]+)(?=\s*:)", r'\1"\2"', text),
        "a key stands without quotation marks; put it in double ones",
    ),
    (lambda text: text.rstrip(",;"), "a sign stands behind the closing bracket; delete it"),
)


def _not_json(text: str) -> str:
    """Say why a line is not JSON, where one kind of mending would make it so."""
    for mend, words in _MENDED:
        with suppress(ValueError, RecursionError):
            json.loads(mend(text))
            return f"The line is not JSON: {words}."
    return "The line is not JSON."


class _Repeated:
    """Marks a key that occurs more than once; JSON readers differ in the value they take."""


def _marking_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key, each in pairs:
        value[key] = _Repeated() if key in value else each
    return value


def _unknown(what: str, value: object, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(str(value), names, n=1) if len(str(value)) < 100 else []
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    return f"{what}: there is none of that name. {hint}"
