"""Calendars of bank holidays as a nation publishes them, and a partnership's closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHoliday:
    """A public holiday; `announced` is None where it was known years ahead.

    `withdrawn` is the day on which it became known that the day would be worked after all.
    """

    on: date
    name: str
    announced: date | None = None
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days, first and last included, that a partnership adds to those that do not count."""

    first: date
    last: date
    name: str
    announced: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A nation's bank holidays with a partnership's closures.

    Complete from 1 January of `first_year` to 31 December of `published_to`; `content_hash` is
    `sha256:` and 64 hex digits over the holidays, closures and years, whatever the file looks like.
    """

    id: str
    first_year: int
    published_to: int
    holidays: tuple[BankHoliday, ...]
    content_hash: str
    closures: tuple[Closure, ...] = ()
