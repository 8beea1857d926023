"""Moments of Europe/London as tests write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.model.moments import Moment, Stamp

LONDON = ZoneInfo("Europe/London")


def stamp(text: str) -> Stamp:
    """Read `2026-03-02`, `2026-03-02 10:15` or `2026-03-02 10:15+01:00`."""
    read = datetime.fromisoformat(text)
    offset = read.utcoffset()
    return Stamp(
        on=read.date(),
        time=read.time() if ":" in text else None,
        offset=None if offset is None else timedelta(seconds=offset.total_seconds()),
    )


def at(text: str, zone: ZoneInfo = LONDON) -> Moment:
    """Place such a stamp in a zone."""
    return moment_of(stamp(text), zone)
