"""What the files of a log say on both sides of a change, as parsed data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from escalation_log.checks.rules import ReadingRule
from escalation_log.files.history_files import parse_baseline, parse_destroyed, parse_holds
from escalation_log.files.places import locate
from escalation_log.files.reading import read
from escalation_log.log.contents import BASELINE_FILE, DESTROYED_FILE, HOLDS_FILE, STATEMENTS
from escalation_log.log.disk import SUFFIX
from escalation_log.log.earlier_versions import earlier_versions
from escalation_log.log.lock import LOCK_FILE, parse_lock
from escalation_log.log.shown_names import shown_among
from escalation_log.log.snapshots import Snapshot
from escalation_log.model.destroyed import Hold, Taken
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import DataPath, Problem

Data: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["case", "waiting", "policy", "partnership", "calendar"]

_PARTS_OF_RULES = 3
# Enough digits of a commit's name for people to type.
SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a file says, and the commit that says so; None where it is what stands in the folder."""

    file: str
    commit: str | None
    data: Data

    @property
    def restore(self) -> str:
        """The line to type that puts the file back as it was."""
        file = shown_among(self.file, {self.file: None})
        return f"git restore --source={(self.commit or 'HEAD')[:SHORT]} -- {file}"


@lru_cache(maxsize=65536)
def kind_in_history(file: str) -> Kind | None:
    """Tell what a file holds by its place; None for what history does not follow by itself."""
    parts = file.split("/")
    name = parts[-1]
    if not name.endswith(SUFFIX) or file in (DESTROYED_FILE, HOLDS_FILE, BASELINE_FILE):
        return None
    if any(is_passed_over(part) for part in parts):
        return None
    if parts[0] == "cases":
        return "case" if case_file_of(file) == file else "waiting"
    if len(parts) != _PARTS_OF_RULES or name.endswith(STATEMENTS):
        return None
    if parts[1] == "calendars":
        return "calendar"
    return "partnership" if name == "partnership.yaml" else "policy"


def is_passed_over(name: str) -> bool:
    """Say whether nothing reads a file or a folder of this name: hidden, or an editor's copy."""
    return name.startswith((".", "#")) or name.endswith("~")


class Records:
    """What the files of a snapshot say, each parsed once.

    With `goes_back`, what cannot be read is replaced by what the last readable ancestor says.
    """

    def __init__(self, snapshot: Snapshot, *, goes_back: bool) -> None:
        self.snapshot = snapshot
        self._goes_back = goes_back
        self._known: dict[str, Record | None] = {}

    def of(self, file: str) -> Record | None:
        """Give what a file says; None where it is not there, or nothing readable is known of it."""
        if file not in self._known:
            self._known[file] = self._read(file)
        return self._known[file]

    def last_of(self, file: str) -> Record | None:
        """Give what a file said last, whether it is there or not; None where it never could."""
        if self.snapshot.commit is not None:
            for version, data in earlier_versions(self.snapshot.root, [file], self.snapshot.commit):
                if (parsed := parsed_data(file, data)) is not None:
                    return Record(file=file, commit=version.commit, data=parsed)
        return None

    def files(self, *kinds: Kind) -> list[str]:
        """List the files of some kinds, in order."""
        return sorted(file for file in self.snapshot.files if kind_in_history(file) in kinds)

    def openings(self) -> Iterator[tuple[str, bool]]:
        """Give the edition that each case was opened under, and whether the case is invented."""
        known = self.snapshot.contents.openings
        stored = {file: self.snapshot.files[file] for file in self.files("case")}
        self.snapshot.fetch(file for file, each in stored.items() if each.content not in known)
        for file, each in stored.items():
            if each.is_ordinary and each.content in known:
                yield known[each.content]
            elif (record := self.of(file)) is not None:
                opening = (str(record.data["policy"]), record.data.get("invented") is True)
                if record.commit == self.snapshot.commit:
                    known[each.content] = opening
                yield opening

    @cached_property
    def lock(self) -> Mapping[str, str]:
        """The hash of each edition that the lock holds."""
        return parse_lock(self.snapshot.data(LOCK_FILE) or b"")[0]

    @cached_property
    def baseline(self) -> str | None:
        """The commit that the log names as its baseline."""
        data = self.snapshot.data(BASELINE_FILE)
        read_from = None if data is None else parse_baseline(BASELINE_FILE, data)
        return read_from if isinstance(read_from, str) else None

    @cached_property
    def taken(self) -> Taken:
        """The cases that retention took, and the quarters that were kept for them."""
        data = self.snapshot.data(DESTROYED_FILE)
        taken = Taken() if data is None else parse_destroyed(DESTROYED_FILE, data)
        return taken if isinstance(taken, Taken) else Taken()

    @cached_property
    def holds(self) -> tuple[Hold, ...]:
        """The holds on cases, those that are over too."""
        data = self.snapshot.data(HOLDS_FILE)
        holds = () if data is None else parse_holds(HOLDS_FILE, data)
        return tuple(each for each in holds if isinstance(each, Hold))

    def _read(self, file: str) -> Record | None:
        if file not in self.snapshot.files:
            return None
        data = self.snapshot.data(file)
        parsed = None if data is None else parsed_data(file, data)
        if parsed is not None:
            return Record(file=file, commit=self.snapshot.commit, data=parsed)
        return self.last_of(file) if self._goes_back else None


def parsed_data(file: str, data: bytes) -> Data | None:
    """Parse the bytes of a file of the log; None where its schema refuses them."""
    kind = kind_in_history(file)
    found = None if kind is None else read(file, data, kind)
    return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two sides of a change: what was recorded, and what has become of it.

    `moment` is when the change came in. `forks` are given where the first side is one parent of a
    merge: what stood where that parent and another one began to differ. Only what the parent
    brought is held against the merge then, and what is new may have come by another one.
    """

    before: Records
    after: Records
    moment: datetime
    forks: tuple[Snapshot, ...] = ()

    @property
    def is_merge(self) -> bool:
        """Whether the first side is one parent of a merge."""
        return bool(self.forks)

    def differ(self, files: Iterable[str]) -> list[str]:
        """List those of the files that the two sides do not keep alike."""
        ours, theirs = self.before.snapshot.files, self.after.snapshot.files
        return [
            file
            for file in files
            if _unlike(ours.get(file), theirs.get(file)) and self.is_held(file)
        ]

    def is_held(self, file: str) -> bool:
        """Say whether the first side has a part in what a file is."""
        ours = self.before.snapshot.files.get(file)
        return all(_unlike(fork.files.get(file), ours) for fork in self.forks)

    def fetch(self, files: Iterable[str]) -> None:
        """Read files of both sides together."""
        wanted = tuple(files)
        self.before.snapshot.fetch(wanted)
        self.after.snapshot.fetch(wanted)

    def problem(
        self, rule: ReadingRule, file: str, message: str, path: DataPath | None = None
    ) -> Problem:
        """Make a problem of the changed file, with line and column where a path is given."""
        data = None if path is None else self.after.snapshot.data(file)
        name = self.shown(file)
        if data is None or path is None:
            return Problem(file=name, rule=rule.name, message=message)
        line, column = locate(data, [path])[path]
        return Problem(
            file=name, rule=rule.name, message=message, path=path, line=line, column=column
        )

    def shown(self, file: str) -> str:
        """Name a file of either side as findings name it."""
        after = self.after.snapshot.files
        return shown_among(file, after if file in after else self.before.snapshot.files)


def _unlike(before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is not after
    return bool(before.content != after.content or before.is_ordinary != after.is_ordinary)
