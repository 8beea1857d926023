"""How long after something happened it was entered into the log, in words."""

from __future__ import annotations

from datetime import date

from escalation_log.words.lists import counted


def days_after(happened: date, entered: date) -> str:
    """Say by how many days of the calendar an entry followed what it is about.

    >>> days_after(date(2026, 3, 2), date(2026, 3, 12))
    '10 days after it happened'
    """
    return f"{counted((entered - happened).days, 'day')} after it happened"
