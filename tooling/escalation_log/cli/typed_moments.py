"""Parse moments given on the command line, and decide what a date alone means."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from escalation_log.engine.clock import (
    ClockReading,
    clock_reading,
    moment_at,
    moment_of,
    next_midnight,
)
from escalation_log.files.fields import stamp_from
from escalation_log.model.moments import Moment, Stamp
from escalation_log.words.dates import unclear_words

# The zone of all three nations, used where no policy gives another.
LONDON = ZoneInfo("Europe/London")

_INSTANT = timedelta(microseconds=1)


def when(text: str) -> Stamp:
    """Parse a date, or a date and a time, with or without an offset; raise click.BadParameter."""
    stamp = stamp_from(text)
    if stamp is None:
        raise click.BadParameter(
            f"{text!r} is no date and no moment. Write it like 2026-03-02, '2026-03-02 14:30' "
            "or 2026-03-02T14:30+01:00."
        )
    return stamp


def as_of_moment(stamp: Stamp | None, now: datetime, zone: ZoneInfo) -> Moment:
    """Return the moment of `--as-of` in a zone: the end of the day for a date, now for None.

    Raise click.BadParameter for a local time that is skipped or repeated when the clocks change.
    """
    if stamp is None:
        return moment_at(now, zone)
    if stamp.time is None:
        return moment_at(next_midnight(stamp.on, zone).at - _INSTANT, zone)
    reading = clock_reading(stamp, zone)
    if reading is not ClockReading.ONCE:
        raise click.BadParameter(unclear_time_words(reading), param_hint="--as-of")
    return moment_of(stamp, zone)


def unclear_time_words(reading: ClockReading) -> str:
    """Say why a time is unclear, skipped or repeated when the clocks change, and what to write."""
    advice = "Add the offset: +01:00 for the first time, +00:00 for the second."
    if reading is ClockReading.NEVER:
        advice = "Write a later one."
    return f"{unclear_words(reading)} {advice}"


as_of_option = click.option(
    "--as-of",
    "as_of",
    type=when,
    metavar="WHEN",
    help="The moment asked about, like 2026-03-02 or '2026-03-02 14:30'; a date alone means the "
    "end of that day. Without it: the present.",
)
