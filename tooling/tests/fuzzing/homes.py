"""Small logs, each kind of file among theirs, in which a changed file is tried."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from escalation_log.log.contents import BASELINE_FILE, DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.lock import LOCK_FILE
from escalation_log.log.rulebooks import kind_of
from escalation_log.model.faulty_files import case_file_of
from tests.checks.examples import BASE, FOLDER
from tests.files.mutations import EXAMPLES
from tests.logs import CALENDARS, EIGHTH, FIFTH
from tests.waiting import waits

KINDS = (
    *("case", "waiting", "policy", "statements", "partnership", "calendar"),
    *("history", "destroyed", "holds", "lock", "text"),
)
_BY_NAME = {
    BASELINE_FILE: "history",
    DESTROYED_FILE: "destroyed",
    HOLDS_FILE: "holds",
    LOCK_FILE: "lock",
}
_WITH_STATEMENTS = FOLDER / "good" / "statements-complete" / "nothing-became-it"
_LISTS = {
    BASELINE_FILE: f"baseline: {'a' * 40}\n",
    HOLDS_FILE: (
        "holds:\n  - {reference: HB-2026-0001, on: 2026-03-02, by: head-of-legal-services,"
        " review_on: 2026-09-01}\n"
    ),
    DESTROYED_FILE: (
        "cases:\n  - {reference: HB-2025-0004, extent: destroyed, on: 2026-03-04,"
        f" authority: The schedule, hash: 'sha256:{'0' * 64}'}}\n"
        "quarters:\n  - {policy: harbour, quarter: 2026-q1, threshold: 5, total: 12,"
        " months: [{of: [2026-01, 2026-02], count: 12}]}\n"
    ),
}
_WAITING = (
    "at: 2026-02-04 10:00, kind: discussed, by: raising, recorded: 2026-02-04 10:15",
    (
        "at: 2026-02-05, kind: correction, of: 1, correct: {by: raising}, reason: So., "
        "recorded: 2026-02-05 10:15"
    ),
    (
        "at: 2026-02-06, kind: header-correction, correct: {concern: Other words.}, reason: So., "
        "recorded: 2026-02-06 10:15"
    ),
)


@dataclass(frozen=True, kw_only=True)
class Home:
    """A log, and the bytes of its files by name."""

    root: Path

    @cached_property
    def data(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def files(self) -> dict[str, list[str]]:
        """The names of the files of each kind."""
        found: dict[str, list[str]] = {}
        for file in self.data:
            found.setdefault(_kind(file), []).append(file)
        return found

    def put(self, file: str, data: bytes) -> None:
        (self.root / file).write_bytes(data)

    def restore(self, file: str) -> None:
        self.put(file, self.data[file])


def _kind(file: str) -> str:
    if file in _BY_NAME:
        return _BY_NAME[file]
    if file.startswith("cases/"):
        return "case" if case_file_of(file) == file else "waiting"
    return kind_of(file) or "none"


def homes(folder: Path) -> list[Home]:
    """Lay the logs out in a folder."""
    return [
        _harbour(folder / "harbour"),
        _copied(folder / "harwick", EIGHTH),
        _copied(folder / "strathkell", FIFTH),
        _example(folder / "example"),
    ]


def _harbour(root: Path) -> Home:
    """Lay out the sound log of the examples, with every kind of file."""
    for source in (BASE, _WITH_STATEMENTS):
        shutil.copytree(source, root, dirs_exist_ok=True)
    for file, text in _LISTS.items():
        (root / file).write_text(text, "utf-8")
    for event in _WAITING:
        waits(root, event)
    return Home(root=root)


def _copied(root: Path, source: Path) -> Home:
    shutil.copytree(CALENDARS, root / "policies" / "calendars")
    for folder in ("policies", "cases"):
        shutil.copytree(source / folder, root / folder, dirs_exist_ok=True)
    return Home(root=root)


def _example(root: Path) -> Home:
    """Lay out the examples of files that say all that one can say."""
    shutil.copytree(CALENDARS, root / "policies" / "calendars")
    own, year = root / "policies" / "example", root / "cases" / "2026"
    own.mkdir()
    policy = (EXAMPLES / "policy" / "fullest.yaml").read_text("utf-8")
    for line in ("corrects: 2025-12\n", "    advice: true\n"):
        assert line in policy
        policy = policy.replace(line, "")
    (own / "2026-01.yaml").write_text(policy, "utf-8")
    partnership = (EXAMPLES / "partnership" / "fullest.yaml").read_text("utf-8")
    wrong = "instead: {lead: line-manager}"
    assert wrong in partnership
    (own / "partnership.yaml").write_text(
        partnership.replace(wrong, "instead: {workers: managers}"), "utf-8"
    )
    year.mkdir(parents=True)
    for number, path in enumerate(sorted((EXAMPLES / "case").glob("*.yaml")), 1):
        reference = f"EX-2026-{number:04}"
        text = path.read_text("utf-8").replace("KN-2026-0007", reference)
        (year / f"{reference}.yaml").write_text(
            text.replace("knowsley@2020-06", "example@2026-01"), "utf-8"
        )
    return Home(root=root)
