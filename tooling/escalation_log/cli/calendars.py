"""The calendars of a log, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from escalation_log.errors import EscalogError
from escalation_log.model.calendars import Calendar
from escalation_log.parsing.calendars import parse_calendar

_FOLDER = "policies/calendars"


class CalendarFiles(Mapping[str, Calendar]):
    """The calendars in `policies/calendars`, by name."""

    def __init__(self, root: Path) -> None:
        self._paths = {path.stem: path for path in sorted((root / _FOLDER).glob("*.yaml"))}
        self._read: dict[str, Calendar] = {}

    def __getitem__(self, name: str) -> Calendar:
        """Give a calendar; raise KeyError where there is none, EscalogError for a faulty file."""
        if name not in self._read:
            path = self._paths[name]
            file = f"{_FOLDER}/{path.name}"
            calendar = parse_calendar(file, path.read_bytes())
            if not isinstance(calendar, Calendar):
                raise EscalogError(
                    f"The file {file} has problems, so nothing can be counted by it.",
                    hint=f"See what they are: escalog check {file}",
                )
            self._read[name] = calendar
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names in order."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._paths)
