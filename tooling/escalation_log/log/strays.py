"""Find the files of a log that stand where nothing reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from escalation_log.checks.rules import FILE_NAME
from escalation_log.log.disk import SUFFIX, FoundFile
from escalation_log.log.file_names import ENDING, Meant, meant_by
from escalation_log.log.shown_names import shown
from escalation_log.model.faulty_files import REFERENCE, file_of_case
from escalation_log.model.problems import Problem, Severity

_READ = ("cases", "policies")
# Folders that somebody takes for that of the cases, and in one those of the years and the cases.
_LIKE_CASES = re.compile(r"\.?(?:.*\b)?cases?\b.*|\.?(?:19|20)[0-9]{2}", re.IGNORECASE)
_WITHIN = re.compile(rf"{_LIKE_CASES.pattern}|\.?{REFERENCE.pattern}", re.IGNORECASE)
_MISPLACED = (
    "This file is not read where it stands. Put a policy into policies/<policy>/<version>.yaml, "
    "its statements into policies/<policy>/<version>.statements.yaml, a partnership into "
    "policies/<policy>/partnership.yaml, a calendar into policies/calendars/<calendar>.yaml."
)
_ANOTHER_ENDING = "This file is not read under this name. Let its name end in `.yaml` alone."
_OTHER_SIGNS = (
    "This file is not read under this name: under policies/ the name of a folder and of a file has "
    "small letters, digits and hyphens alone. Rename the {}."
)
_NAME = "20261130T1015-discussed-k3f9.yaml"


def strays(root: Path) -> Iterator[Problem]:
    """Find what looks like a case, a list of them or an event that waits, beside `cases/`.

    And what is hidden within it. In a folder that is probably not meant for cases, it is a warning.
    """
    try:
        beside = sorted(root.iterdir())
    except OSError:
        return
    for path in beside:
        if path.is_symlink() or path.name in _READ:
            continue
        if not path.is_dir():
            if meant_by(path.name) is not None:
                yield stray(root, path)
        elif _LIKE_CASES.fullmatch(path.name):
            yield from _within(root, path)
        elif not path.name.startswith(".") and not (path / _READ[1]).is_dir():
            yield from _within(root, path, Severity.WARNING)
    yield from _hidden(root, root / _READ[0])


def _within(root: Path, folder: Path, severity: Severity = Severity.PROBLEM) -> Iterator[Problem]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _WITHIN.fullmatch(name))
        for name in sorted(names):
            if meant_by(name) is not None:
                yield stray(root, Path(here) / name, severity)


def _hidden(root: Path, cases: Path) -> Iterator[Problem]:
    """Find what begins with a full stop, and what stands in a folder of such a name."""
    for here, folders, names in os.walk(cases):
        folders.sort()
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in hidden:
            yield from _within(root, Path(here) / name)
        for name in sorted(names):
            if name.startswith(".") and meant_by(name) is not None:
                yield stray(root, Path(here) / name)


def stray(root: Path, path: Path, severity: Severity = Severity.PROBLEM) -> Problem:
    """Say that a file is not read where it stands, or under its name, and where it belongs."""
    meant, is_beside = meant_by(path.name), _is_beside_its_case(root, path)
    if meant is None and is_beside:
        message = (
            "An event that waits is not read under this name. Call the file after the moment at "
            "which its event was recorded, the event's kind, and four small letters or digits of "
            f"your own, as in {_NAME}."
        )
    elif meant is None or (meant.file is None and not is_beside):
        message = (
            "An event that waits is not read where this stands. Move it into the folder of its "
            "case, such as cases/2026/KN-2026-0007/."
        )
        if meant is not None and meant.name != path.name:
            message += f" Call it {meant.name}."
    else:
        message = _misplaced(root, path, meant)
    return Problem(file=shown(root, path), rule=FILE_NAME.name, message=message, severity=severity)


def stray_rules(root: Path, found: FoundFile) -> Problem:
    """Say of a file under policies/ why it is not read, and where it belongs or what to call it."""
    if meant_by(found.path.name) is not None:
        return stray(root, found.path)
    folder, message = found.path.parent, _MISPLACED
    if folder.parent == root / _READ[1]:
        ending = ENDING.search(found.path.name)
        if ending is not None and ending[0] != SUFFIX:
            message = _ANOTHER_ENDING
        else:
            is_folder = shown(root, folder) != folder.relative_to(root).as_posix()
            message = _OTHER_SIGNS.format("folder" if is_folder else "file")
    return Problem(file=found.file, rule=FILE_NAME.name, message=message)


def _misplaced(root: Path, path: Path, meant: Meant) -> str:
    belongs = path.with_name(meant.name) if meant.file is None else root / meant.file
    file = belongs.relative_to(root).as_posix()
    if belongs.exists() and not belongs.samefile(path):
        return (
            f"{meant.what} is not read where this stands, and {file} is there already. If this is "
            "a copy, delete it; otherwise move what it has more into that file."
        )
    if belongs.parent == path.parent:
        return f"{meant.what} is not read under this name. Call it {meant.name}."
    return f"{meant.what} is not read where this stands. Move it to {file}."


def _is_beside_its_case(root: Path, path: Path) -> bool:
    folder = path.parent
    return REFERENCE.fullmatch(folder.name) is not None and (
        folder == (root / file_of_case(folder.name)).with_suffix("")
    )
