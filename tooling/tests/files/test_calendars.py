"""A calendar file becomes a calendar, hashed over what it means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from escalation_log.files.calendar_file import parse_calendar, with_closures
from escalation_log.model.calendars import BankHoliday, Calendar, Closure

SMALL = Path(__file__).with_name("examples") / "good" / "calendar" / "small.yaml"
TEXT = SMALL.read_text("utf-8")
CLOSED = Closure(first=date(2026, 12, 29), last=date(2026, 12, 31), name="Offices closed")
TRAINING = Closure(first=date(2026, 6, 1), last=date(2026, 6, 1), name="Training day")


def parsed(text: str = TEXT) -> Calendar:
    calendar = parse_calendar("f.yaml", text.encode())
    assert isinstance(calendar, Calendar), calendar
    return calendar


def test_holidays_are_in_order() -> None:
    calendar = parsed()
    assert (calendar.id, calendar.first_year, calendar.published_to) == ("example", 2026, 2026)
    assert calendar.holidays == (
        BankHoliday(on=date(2026, 5, 4), name="May Day", withdrawn=date(2026, 1, 1)),
        BankHoliday(on=date(2026, 5, 8), name="May Day", announced=date(2026, 1, 1)),
        BankHoliday(on=date(2026, 12, 25), name="Christmas Day"),
    )
    assert calendar.closures == ()
    assert calendar.content_hash.startswith("sha256:")


def test_hash_is_over_the_days_and_years() -> None:
    same = TEXT.replace("source: Nowhere", "source: Elsewhere").replace(
        "title: An invented nation", "title: A nation # of no size"
    )
    lines = same.splitlines(keepends=True)
    assert parsed("".join([*lines[:-1], lines[-1]])).content_hash == parsed().content_hash
    assert parsed("".join([*lines[:-2], lines[-1], lines[-2]])) == parsed()
    hashes = {
        parsed(TEXT.replace(old, new)).content_hash
        for old, new in (
            ("x", "x"),
            ("12-25", "12-24"),
            ("Christmas Day", "Christmas"),
            ("published_to: 2026", "published_to: 2027"),
            ("first_year: 2026", "first_year: 2025"),
            ("calendar: example", "calendar: other"),
            ("announced: 2026-01-01", "announced: 2026-01-02"),
            ("withdrawn: 2026-01-01", "withdrawn: 2026-01-02"),
        )
    }
    assert len(hashes) == 8


def test_closures_are_joined_and_change_the_hash() -> None:
    calendar = parsed()
    joined = with_closures(calendar, [CLOSED, TRAINING])
    assert joined.closures == (TRAINING, CLOSED)
    assert joined.holidays == calendar.holidays
    assert joined.content_hash != calendar.content_hash
    assert with_closures(calendar, [TRAINING, CLOSED]) == joined
    assert with_closures(joined, []) == calendar
