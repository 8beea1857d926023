"""Write where the events of a case came from, for whoever asks at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.export.tables import aligned
from escalation_log.log.provenance import Origin
from escalation_log.model.moments import Moment
from escalation_log.words.dates import moment_iso
from escalation_log.words.lines import Line
from escalation_log.words.plain_values import Plain

_SCHEMA_VERSION = 1
# Enough digits of a commit's name for people to type.
_SHORT = 12
_LONDON = ZoneInfo("Europe/London")
_HEADER = ("Event", "Kind", "Came in", "Commit", "Written by", "In")


def origin_lines(origins: Sequence[Origin]) -> Iterator[Line]:
    """Write a line for each event; the last column names the commit that wrote it, if another."""
    for line in aligned(_HEADER, [_cells(each) for each in origins]).splitlines():
        yield Line(text=line)


def origins_json(reference: str, origins: Sequence[Origin]) -> str:
    """Write the origins as one JSON document."""
    document = {
        "schema_version": _SCHEMA_VERSION,
        "reference": reference,
        "events": [_as_plain(each) for each in origins],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _cells(origin: Origin) -> tuple[str, ...]:
    event, entry, written = origin.event, origin.entry, origin.written
    start = (str(event.key), event.kind.value)
    if entry is None or written is None:
        return (*start, "not committed yet", "", "", "")
    others = "" if written.commit == entry.commit else written.commit[:_SHORT]
    came = f"{_local(entry.moment).local:%Y-%m-%d %H:%M}"
    return (*start, came, entry.commit[:_SHORT], written.name, others)


def _as_plain(origin: Origin) -> dict[str, Plain]:
    entry, written = origin.entry, origin.written
    return {
        "event": origin.event.key,
        "kind": origin.event.kind.value,
        "entry": None if entry is None else moment_iso(_local(entry.moment)),
        "commit": None if entry is None else entry.commit,
        "written_in": None if written is None else written.commit,
        "written_by": None if written is None else written.name,
    }


def _local(at: datetime) -> Moment:
    return moment_at(at, _LONDON)
