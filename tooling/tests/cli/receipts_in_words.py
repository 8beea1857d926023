"""Explanations read back from their words, with nothing of the package that wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_DAY = rf"(?:{'|'.join(WEEKDAYS)}) \d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
_WHEN = rf"{_DAY}(?: at \d\d:\d\d(?::\d\d)?(?: \([A-Z]+\))?)?"
_COUNT = r"(\d+) (working day|calendar day|hour|minute)s?"

# Every sentence that a receipt may hold. What they capture, in order, is what they say.
SENTENCES = {
    name: re.compile(pattern)
    for name, pattern in {
        "started": rf"Started by event (\d+) \(([a-z-]+)(?: to ([a-z0-9-]+))?\) on ({_WHEN})\.",
        "started-by-deadline": rf"Started by the deadline of (\S+) on ({_WHEN})\.",
        "rule": r"Rule of (\S+): (.+) \((advice|required|guide|guide since event (\d+))\); "
        r"(?:clause |under “)(.+?)”?; (\S+@\S+)\.",
        "own-rule": r"The log’s own reminder, not the policy’s: (.+)\.",
        "counting": r"Counting: ([a-z-]+) \([^)]+\)"
        r"(?:; a trigger at or after (\d\d:\d\d) counts as the next working day)?; "
        rf"the day ends at (\d\d:\d\d); calendar (\S+) as known on ({_DAY}), (sha256:\w+)\.",
        "counted": rf"({_DAY}): day (\d+)(?:, (.+?))?( \(foreseen, not published\))?\.",
        "skipped": rf"({_DAY}): not counted, (.+?)( \(foreseen, not published\))?\.",
        "moved": rf"({_DAY}): does not count \((.+?)\), the trigger moves to the next working day"
        r"( \(foreseen, not published\))?\.",
        "hours": rf"(\d+) hours? by the clock from ({_WHEN}) end at ({_WHEN})"
        r"( \(the clocks .+\))?\.",
        "announced": rf"First due ({_DAY}); (.+) on ({_DAY}), "
        rf"(?:announced|no longer a day off as announced) on ({_DAY}), after the trigger: "
        rf"the later date, ({_DAY}), governs\.",
        "provisional": r"Provisional: bank holidays are published to the end of (\d{4}); .+\.",
        "protective": rf"Protective timescale \(event (\d+)\): by ({_WHEN}); (.+)\.",
        "extension": rf"Extension agreed \(event (\d+)\) by (.+): until ({_WHEN}); the guide's own "
        rf"date was ({_DAY})\.",
        "due": rf"Due: last day in time ({_DAY}); late from ({_WHEN})(?:; governed by (.+))?\.",
        "order": r"No date: to be done before (.+?)(?:, which came first \(event (\d+)\))?\.",
        "no-number": r"No deadline: (.+)\.",
        "met": rf"Met by event (\d+) \(([a-z-]+)\) on ({_WHEN})"
        r"(, in time|, late|, before its clock would have started)?\.",
        "lapsed": rf"Lapsed with event (\d+) \(([a-z-]+)\) on ({_WHEN}): (.+)\.",
        "no-record": rf"No record that this was done before event (\d+) \(([a-z-]+)\) on "
        rf"({_WHEN})(?:, until ({_DAY}), when it was recorded that it had been in time)?\.",
        "does-not-count": rf"Event (\d+) \(([a-z-]+)\) on ({_WHEN}) does not count: (.+)\.",
        "every-day": rf"Counting: every day counts, .+; the day ends at (\d\d:\d\d); calendar "
        rf"(\S+) as known on ({_DAY}), (sha256:\w+)\.",
        "on-the-day": rf"“Immediately” is read as the same day, whatever day it is: ({_DAY})\.",
        "urgency": rf"Urgency (\S+) since event (\d+): (.+) from then, last day in time ({_DAY}); "
        r"(it is the earliest and governs|it is not the earliest)\.",
        "past": rf"Counted as missed from ({_WHEN}) to ({_WHEN}); no longer, because of: "
        r"(.+)\.",
    }.items()
}
GOVERNED = {
    "the policy's limit": "limit",
    "the protective timescale": "protective-timescale",
    "the agreed extension": "extension",
}


DEPARTURE = re.compile(
    r"Not by the policy’s route, event (\d+): (.+\.)(?: \((?:clause (.+)|under “(.+)”)\))?"
)


@dataclass(kw_only=True)
class Row:
    """One occurrence of a duty, as told."""

    id: str
    occurrence: int
    title: str
    state: str = ""
    notes: tuple[str, ...] = ()
    steps: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[Any, ...]]:
        return [said for step, said in self.steps if step == name]

    def one(self, name: str) -> tuple[Any, ...] | None:
        found = self.all(name)
        assert len(found) <= 1, (self.id, name)
        return found[0] if found else None


@dataclass(kw_only=True)
class ExplainedCase:
    """One case, as `explain` told it. `silent` gives the state of the duties that are only listed.

    `departures` are where it left the policy's route: event, words and where the policy says so.
    """

    reference: str
    is_agreed: bool = True
    departures: list[tuple[int, str, str | None]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    silent: dict[str, str] = field(default_factory=dict)


def read(text: str) -> Iterator[ExplainedCase]:
    """Read what `explain` printed, case by case; fail for a line that says nothing known."""
    told: ExplainedCase | None = None
    for line in text.splitlines():
        if heading := re.fullmatch(r"([A-Z]{2,4}-\d{4}-\d{4}): .+", line):
            if told is not None:
                yield told
            told = ExplainedCase(reference=heading[1])
            continue
        assert told is not None, line
        _read_line(line, told)
    assert told is not None
    yield told


def _read_line(line: str, told: ExplainedCase) -> None:
    if not line or re.fullmatch(r".+, \S+@\S+, as of .+\.", line):
        return
    if line == "The raising side has not agreed yet.":
        told.is_agreed = False
        return
    if departure := DEPARTURE.fullmatch(line):
        told.departures.append((int(departure[1]), departure[2], departure[3] or departure[4]))
        return
    for words, state in (
        ("Not started", "not-started"),
        ("Does not apply to this case", "not-applicable"),
    ):
        if line.startswith(f"{words}: "):
            ids = line.removeprefix(f"{words}: ").removesuffix(".").split(", ")
            told.silent.update(dict.fromkeys(ids, state))
            return
    if heading := re.fullmatch(r"([a-z0-9-]+/[a-z0-9-]+)(?: \(occurrence (\d+)\))?: (.+)", line):
        told.rows.append(Row(id=heading[1], occurrence=int(heading[2] or 1), title=heading[3]))
        return
    _read_detail(line.strip(), told.rows[-1])


def _read_detail(line: str, row: Row) -> None:
    if line.startswith("State: "):
        state, *notes = line.removeprefix("State: ").removesuffix(".").split("; ")
        is_unshown = state == "no record that this was done"
        row.state = "no-record" if is_unshown else state.replace(" ", "-")
        row.notes = tuple(notes)
        return
    if line.startswith(("For: ", "Our reading: ", "The document's own word: ")):
        return
    for name, sentence in SENTENCES.items():
        if said := sentence.fullmatch(line):
            row.steps.append((name, said.groups()))
            return
    raise AssertionError(f"nothing known: {line}")


def day_of(words: str) -> date:
    """Read a day, and hold its weekday against its date."""
    weekday, number, month, year = words.split(" ")[:4]
    day = date(int(year), MONTHS.index(month) + 1, int(number))
    assert WEEKDAYS[day.weekday()] == weekday, words
    return day


def clock_of(words: str) -> str | None:
    """Read the time of a moment; None for a date alone."""
    found = re.search(r" at (\d\d:\d\d(?::\d\d)?)", words)
    return None if found is None else found[1]


def instant_of(words: str) -> datetime | date:
    """Read a moment in London; a date alone stays a date."""
    clock = clock_of(words)
    if clock is None:
        return day_of(words)
    is_second = words.endswith("(GMT)")
    local = datetime.combine(day_of(words), time.fromisoformat(clock), LONDON)
    return local.replace(fold=1) if is_second else local


def late_of(notes: tuple[str, ...]) -> dict[str, Any] | None:
    """Read how late a duty was: `3 working days late`, `2 hours 5 minutes late`."""
    for note in notes:
        if note == "less than a minute late":
            return {"amount": 0, "unit": "minutes"}
        if note.endswith(" late"):
            counts = re.findall(_COUNT, note)
            if counts[0][1] in ("hour", "minute"):
                units = {"hour": 60, "minute": 1}
                amount = sum(int(number) * units[unit] for number, unit in counts)
                return {"amount": amount, "unit": "minutes"}
            ((number, unit),) = counts
            return {"amount": int(number), "unit": f"{unit.replace(' ', '_')}s"}
    return None


def midnight_after(day: date) -> datetime:
    """Give the local midnight at which a day ends."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
