"""The usual bank holidays of the three nations, worked out from the law's pattern."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)


@cache
def usual_bank_holidays(nation: str, year: int) -> dict[date, str]:
    """Work out a year's bank holidays from the law's pattern, substitute days included.

    Of a nation that is none of the three, nobody knows any.
    """
    if nation not in ("england-and-wales", "scotland", "northern-ireland"):
        return {}
    easter = easter_sunday(year)
    days = [
        (date(year, 1, 1), "New Year's Day"),
        (easter - 2 * DAY, "Good Friday"),
        (first_monday(year, 5), "Early May bank holiday"),
        (last_monday(year, 5), "Spring bank holiday"),
        (date(year, 12, 25), "Christmas Day"),
        (date(year, 12, 26), "Boxing Day"),
    ]
    if nation == "scotland":
        days += [
            (date(year, 1, 2), "2nd January"),
            (first_monday(year, 8), "Summer bank holiday"),
            (date(year, 11, 30), "St Andrew's Day"),
        ]
    else:
        days += [(easter + DAY, "Easter Monday"), (last_monday(year, 8), "Summer bank holiday")]
    if nation == "northern-ireland":
        days += [
            (date(year, 3, 17), "St Patrick's Day"),
            (date(year, 7, 12), "Battle of the Boyne"),
        ]
    holidays = {day: name for day, name in days if day.weekday() < 5}
    for day, name in sorted(days):
        substitute = day
        while substitute.weekday() >= 5 or substitute in holidays:
            substitute += DAY
        if day.weekday() >= 5:
            holidays[substitute] = f"{name} (substitute day)"
    return holidays


def easter_sunday(year: int) -> date:
    """Find Easter Sunday by the anonymous Gregorian rule."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped = (century + 8) // 25
    moon = (19 * golden + century - century // 4 - (century - skipped + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def first_monday(year: int, month: int) -> date:
    return next(day for day in _month(year, month) if day.weekday() == 0)


def last_monday(year: int, month: int) -> date:
    return [day for day in _month(year, month) if day.weekday() == 0][-1]


def _month(year: int, month: int) -> list[date]:
    days = (date(year, month, 1) + number * DAY for number in range(31))
    return [day for day in days if day.month == month]
