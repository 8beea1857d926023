"""The issue that speaks up when a workflow has not succeeded for a day, and when it does so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from escalation_log.github.model import State
from escalation_log.render.dates import day_words

LABEL = "escalation-log-watch"
# A day of the working week; at weekends the schedule rests, so their hours do not count.
LIMIT = timedelta(hours=24)

_MARK = re.compile(r"^<!-- escalation-log-watch workflow=([\w.-]+) -->", re.MULTILINE)
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A workflow of a repository, and when its schedule last succeeded; None for never."""

    workflow: str
    page: str
    succeeded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An issue that spoke up for a workflow, as GitHub has it."""

    number: int
    state: State
    title: str
    body: str


def weekday_time(since: datetime, until: datetime) -> timedelta:
    """Count the time between two moments that lies between Monday and Friday, in UTC.

    >>> friday, monday = datetime(2026, 3, 6, 17, 17, tzinfo=UTC), datetime(2026, 3, 9, 10, 17)
    >>> weekday_time(friday, monday.replace(tzinfo=UTC)) == timedelta(hours=17)
    True
    """
    at, until = since.astimezone(UTC), until.astimezone(UTC)
    counted = timedelta()
    while at < until:
        midnight = datetime.combine(at.date() + _DAY, time(), UTC)
        if at.weekday() < _SATURDAY:
            counted += min(midnight, until) - at
        at = midnight
    return counted


def is_silent(watched: Watched, now: datetime) -> bool:
    """Say whether nothing has succeeded for a day of the working week."""
    return watched.succeeded_at is None or weekday_time(watched.succeeded_at, now) >= LIMIT


def title_of(watched: Watched) -> str:
    """Give the title of the issue."""
    return f"The escalation bot is silent: {watched.workflow} has not succeeded for a day"


def silence_words(watched: Watched) -> str:
    """Say since when nothing has succeeded; the words change only when that does."""
    if watched.succeeded_at is None:
        return f"The schedule of {watched.workflow} has never succeeded."
    at = watched.succeeded_at.astimezone(UTC)
    when = f"{day_words(at.date())} at {at:%H:%M} UTC"
    return f"The schedule of {watched.workflow} last succeeded on {when}."


def body_of(watched: Watched) -> str:
    """Write the body: what is wrong, what it means, and what to do."""
    return (
        f"{_mark(watched)}\n"
        f"**{silence_words(watched)}** Since then a stage may have become overdue without anybody "
        "being told, and an issue may be open that should be closed.\n"
        "\n"
        "What to do:\n"
        "\n"
        "1. Until this is mended, see what is overdue with `escalog assess`, or on the tracker.\n"
        f"2. Open [the runs of {watched.workflow}]({watched.page}). If the last one failed, its "
        "page says why and what to look at.\n"
        "3. If there is none, the schedule is off: choose *Enable workflow* there. GitHub turns "
        "schedules off in a public repository in which nothing happened for 60 days, and when "
        "who last edited the file has left.\n"
        "\n"
        "This issue is kept up to date, and closed once the schedule has succeeded again."
    )


def ended_body_of(watched: Watched) -> str:
    """Write the body with which the issue is closed."""
    return f"{_mark(watched)}\n{silence_words(watched)} That run did all that had been left."


def workflow_marked_in(body: str) -> str | None:
    """Give the workflow for which an issue spoke up; None for any other issue."""
    found = _MARK.match(body)
    return None if found is None else found[1]


def _mark(watched: Watched) -> str:
    return f"<!-- escalation-log-watch workflow={watched.workflow} -->"
