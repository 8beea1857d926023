"""The moment by which the site is judged."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from escalation_log.deadlines import moment_of, next_midnight
from escalation_log.errors import EscalogError
from escalation_log.parsing.stamps import stamp_from

_LONDON = ZoneInfo("Europe/London")
_INSTANT = timedelta(microseconds=1)


def built_at() -> datetime:
    """Give the present, or the moment that a reproducible build sets as SOURCE_DATE_EPOCH."""
    set_to = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.now(UTC) if set_to is None else datetime.fromtimestamp(int(set_to), UTC)


def judging_moment(text: str) -> datetime:
    """Read the moment that `mkdocs.yml` gives; a date alone means its last instant.

    Raise EscalogError for what is no moment.
    """
    stamp = stamp_from(text)
    if stamp is None:
        raise EscalogError(
            f"as_of in mkdocs.yml is {text!r}, which is no date and no moment.",
            hint="Write it like 2026-03-02 or '2026-03-02 14:30'.",
        )
    if stamp.time is None:
        return next_midnight(stamp.on, _LONDON).at - _INSTANT
    return moment_of(stamp, _LONDON).at
