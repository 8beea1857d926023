"""When closures came in that do not say when they were announced, as Git knows it.

A closure counts as announced on the day of the commit that brought it. What came with its file or
up to the baseline has always been known; so has every closure where Git's whole history is not at
hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeAlias

from escalation_log.files.partnership_file import parse_partnership
from escalation_log.log.earlier_versions import every_version
from escalation_log.log.entries import baseline_of
from escalation_log.log.revisions import commit_of, is_ancestor, is_shallow, run_git
from escalation_log.model.calendars import LAST_YEAR, Closure, SomeAgencies
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Partnership

_DAY = timedelta(days=1)
# The closures of a file that lists them as most do: from their key to the next one at the margin.
_LIST = re.compile(rb"(?m)^closures:.*(?:\n(?:[ \t#-].*|\r?)$)*")

# Inside of these a list may go on at the margin.
_BRACKETS = ((b"[", b"]"), (b"{", b"}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Where the history of a log's files is: the line of first parents of a commit, in a clone.

    What no commit holds came in `now`. With `base`, what that commit has came in by its own line:
    a branch that took it over does not bring it.
    """

    root: Path
    now: datetime
    head: str = "HEAD"
    base: str | None = None


class _DayOff(NamedTuple):
    on: date
    only_for: SomeAgencies | None


# When the days off of a file came in; None where they have always been known.
_Entered: TypeAlias = Mapping[_DayOff, datetime | None]


class Announcements:
    """When the days off of partnerships came in, by the partnership's id."""

    def __init__(self, branch: Branch | None, entered: Mapping[str, _Entered]) -> None:
        self._branch = branch
        self._entered = entered

    def closures_of(self, partnership: Partnership, zone: tzinfo) -> Iterator[Closure]:
        """Give closures with the day of their announcement, one for each day on which some came."""
        entered = self._entered.get(partnership.id)
        for closure in partnership.closures:
            if entered is None or self._branch is None or closure.announced is not None:
                yield closure
            else:
                yield from _told(closure, entered, self._branch.now, zone)


def announcements(
    root: Path, branch: Branch | None, partnerships: Mapping[str, tuple[str, Partnership]]
) -> Announcements:
    """Read when closures came in; `partnerships` are by id, each with its file in the folder."""
    asked = {
        file: name
        for name, (file, partnership) in partnerships.items()
        if any(each.announced is None for each in partnership.closures)
    }
    if branch is None or not asked:
        return Announcements(None, {})
    try:
        found = _entered(root, branch, tuple(asked))
    except EscalogError:
        # Without Git, or with a part of the history missing, nothing is said rather than half.
        found = {}
    return Announcements(branch, {asked[file]: days for file, days in found.items()})


def _told(closure: Closure, entered: _Entered, now: datetime, zone: tzinfo) -> Iterator[Closure]:
    def announced(on: date) -> date | None:
        moment = entered.get(_DayOff(on, closure.only_for), now)
        return None if moment is None else moment.astimezone(zone).date()

    spans = [(told, list(days)) for told, days in groupby(_days_of(closure), announced)]
    for number, (told, days) in enumerate(spans, start=1):
        last = closure.last if number == len(spans) else days[-1]
        yield replace(closure, first=days[0], last=last, announced=told)
    if not spans:
        yield closure


def _days_of(closure: Closure) -> Iterator[date]:
    last = min(closure.last, date(LAST_YEAR, 12, 31))
    return (closure.first + days * _DAY for days in range((last - closure.first).days + 1))


def _entered(root: Path, branch: Branch, files: tuple[str, ...]) -> dict[str, _Entered]:
    """Give when each day off came in that files have in the last commit, by file."""
    if is_shallow(branch.root):
        return {}
    head = commit_of(branch.root, branch.head)
    counting = _after_baseline(root, branch, head, files)
    if branch.base is None:
        return _followed(branch, head, files, counting, {})
    before = _followed(branch, branch.base, files, counting, {})
    return _followed(branch, f"{branch.base}..{head}", files, counting, before)


def _after_baseline(
    root: Path, branch: Branch, head: str, files: tuple[str, ...]
) -> frozenset[str] | None:
    """Name the commits after the baseline that changed files; None where all count.

    A baseline that is no commit of the branch came from another log, and counts as none.
    """
    baseline = baseline_of(root)
    if baseline is None or not is_ancestor(branch.root, baseline, head):
        return None
    tips = (head,) if branch.base is None else (branch.base, head)
    asked = ("rev-list", "--first-parent", *tips, f"^{baseline}", "--", *files)
    return frozenset(run_git(branch.root, *asked).decode("ascii").split())


def _followed(
    branch: Branch,
    revisions: str,
    files: tuple[str, ...],
    counting: frozenset[str] | None,
    before: Mapping[str, _Entered],
) -> dict[str, _Entered]:
    """Follow the days off of files through revisions; those known before stay as they were."""
    found = dict(before)
    parsed: dict[bytes, frozenset[_DayOff]] = {}
    for version, data in every_version(branch.root, revisions, files):
        days = _days_in(version.file, data, parsed)
        if days is None:
            continue
        counts = version.file in found and (counting is None or version.commit in counting)
        came = version.at if counts else None
        known = {**found.get(version.file, {}), **before.get(version.file, {})}
        found[version.file] = {each: known.get(each, came) for each in days}
    return found


def _days_in(
    file: str, data: bytes, parsed: dict[bytes, frozenset[_DayOff]]
) -> frozenset[_DayOff] | None:
    """List the days off of a version; None where it cannot be read.

    A version whose list was read before is not read again: most changes are to other lines.
    """
    lists: list[bytes] = _LIST.findall(data)
    is_whole = len(lists) == 1 and all(
        lists[0].count(opening) == lists[0].count(closing) for opening, closing in _BRACKETS
    )
    key = lists[0] if is_whole else data
    if key not in parsed:
        partnership = parse_partnership(file, data)
        if not isinstance(partnership, Partnership):
            return None
        parsed[key] = frozenset(
            _DayOff(on, closure.only_for)
            for closure in partnership.closures
            for on in _days_of(closure)
        )
    return parsed[key]
