"""When each event came to the main branch, which is its entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from escalation_log.files.case_file import parse_case
from escalation_log.files.history_files import parse_baseline
from escalation_log.log.contents import BASELINE_FILE
from escalation_log.log.earlier_versions import every_version
from escalation_log.log.first_entry import main_line
from escalation_log.model.cases import Case, EventId, EventKey
from escalation_log.model.errors import EscalogError

# The entries of a case: by the numbers of its events, and by the ids of events in their own files.
Entries: TypeAlias = Mapping[EventKey, datetime]
_EVENTS = re.compile(
    rb"(?m)^events:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?P<first> *)-(?=\s)"
)


def entries_of_log(root: Path) -> Mapping[str, Entries]:
    """Give the entry of each event that came after its case had, by the case's reference.

    An event that came with the file of its case has none, nor one of before the baseline. Outside
    Git nothing is known.
    """
    entries: dict[str, dict[EventKey, datetime]] = {}
    seen: dict[str, int] = {}
    try:
        counting = _since_baseline(root)
        for version, data in every_version(root):
            is_before = counting is not None and version.commit not in counting
            place = PurePosixPath(version.file)
            # cases/<year>/<reference>.yaml, or cases/<year>/<reference>/<id>.yaml
            if place.suffix != ".yaml" or len(place.parts) not in (3, 4):
                continue
            if len(place.parts) == 4:
                if not is_before:
                    entries.setdefault(place.parts[2], {}).setdefault(
                        EventId(place.stem), version.at
                    )
                continue
            count = event_count(version.file, data)
            first = seen.setdefault(place.stem, count)
            if is_before:
                first = max(first, count)
            for number in range(first + 1, count + 1):
                entries.setdefault(place.stem, {}).setdefault(number, version.at)
            seen[place.stem] = max(first, count)
    except EscalogError:
        # Without Git, or with a part of the history missing, nothing is said rather than half.
        return {}
    return entries


def _since_baseline(root: Path) -> frozenset[str] | None:
    """Name the commits of the line of first parents after the baseline; None where none is set.

    There are none after a baseline that cannot be read.
    """
    path = root / BASELINE_FILE
    if not path.is_file():
        return None
    baseline = parse_baseline(BASELINE_FILE, path.read_bytes())
    if not isinstance(baseline, str):
        return frozenset()
    return frozenset(step.commit for step in main_line(root, baseline, "HEAD"))


def event_count(file: str, data: bytes) -> int:
    """Count the events of a case file, without reading it where its list is written plainly."""
    found = _EVENTS.search(data)
    if found is None:
        case = parse_case(file, data)
        return len(case.events) if isinstance(case, Case) else 0
    # What belongs to an event is indented further than its dash, whatever it is.
    item = re.compile(rb"(?m)^%s-(?=\s)" % found["first"])
    after = re.compile(rb"(?m)^ {0,%d}[^\s#-]" % len(found["first"]))
    ends = after.search(data, found.end())
    return len(item.findall(data, found.start("first"), ends.start() if ends else len(data)))
