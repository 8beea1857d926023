"""Find out whether this machine's clock is behind what the log already holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.revisions import changed_since, git_line
from escalation_log.model.errors import EscalogError

# The clocks of two machines differ a little, and the newest commit may be of this minute.
_LEEWAY = timedelta(minutes=5)
_A_DAY = timedelta(days=1)
_HEAD = "HEAD"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowClock:
    """A clock that is behind: the present by it, what is later than that, and what to do."""

    now: datetime
    later: str
    remedy: str

    @property
    def words(self) -> str:
        """What is wrong, in a sentence."""
        return f"This machine's clock says {_words(self.now)}, and {self.later}."


def slow_clock(root: Path, now: datetime, log: Log | None = None) -> SlowClock | None:
    """Compare the present with the newest commit and, in a log that was opened, the newest event.

    An event bears witness unless Git has it already: it was then committed before it was entered,
    by which it is mistyped, and `check` says so. Return None where nothing shows the clock to be
    behind.
    """
    committed = _committed_at(root)
    if committed is not None and committed > now + _LEEWAY:
        return SlowClock(
            now=now, later=f"the newest commit is of {_words(committed)}", remedy=_SET_IT
        )
    entered = [] if log is None else sorted(_entered_after(log, now))
    if committed is not None and entered:
        uncommitted = changed_since(root, _HEAD)
        entered = [each for each in entered if each[1] in uncommitted]
    if not entered:
        return None
    at, file, number = entered[-1]
    return SlowClock(
        now=now,
        later=f"event {number} of {file} was entered at {_words(at)}",
        remedy=f"{_SET_IT} If it is right, correct the event: escalog check {file}",
    )


_SET_IT = "Set the clock of this machine, then run the command again."


def shown_by_events(root: Path, now: datetime, log: Log) -> SlowClock | None:
    """Do the same, but ask Git only where an event of the log is later than the present."""
    has_later = any(True for _ in _entered_after(log, now))
    return slow_clock(root, now, log) if has_later else None


def refuse_slow_clock(root: Path, now: datetime, log: Log | None = None) -> None:
    """Raise EscalogError where the clock is behind; the arguments are those of `slow_clock`."""
    slow = slow_clock(root, now, log)
    if slow is not None:
        raise EscalogError(
            f"{slow.words} What is overdue would count as still to come, so nothing was written.",
            hint=slow.remedy,
        )


def _committed_at(root: Path) -> datetime | None:
    """Return the moment of the commit checked out; None outside Git, and without Git."""
    try:
        plainly = ("-c", "log.showSignature=false")
        said = git_line(root, *plainly, "log", "--max-count=1", "--format=%ct", _HEAD, "--")
    except EscalogError:
        return None
    return None if said is None or not said.isdigit() else datetime.fromtimestamp(int(said), UTC)


def _entered_after(log: Log, now: datetime) -> Iterator[tuple[datetime, str, int]]:
    """Yield the events that were entered after a moment: when, and where they stand."""
    for each in log.cases:
        yield from _late_in(each, log, now)


def _late_in(each: CaseFile, log: Log, now: datetime) -> Iterator[tuple[datetime, str, int]]:
    policy = log.policies.get(each.case.edition)
    for event in each.case.events:
        stamp = event.recorded or event.at
        if policy is None or stamp.on < (now - _A_DAY).date():
            continue
        at = moment_of(stamp, ZoneInfo(policy.time_zone)).at
        if at > now + _LEEWAY:
            yield at, each.file, event.number


def _words(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
