"""Find the files of cases that stand where nothing reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from escalation_log.checks.rules import FILE_NAME
from escalation_log.log.shown_names import shown
from escalation_log.model.cases import is_event_id
from escalation_log.model.faulty_files import REFERENCE, file_of_case
from escalation_log.model.problems import Problem

_SUFFIXES = (".yaml", ".yml")
_CASES = "cases"
_LIKE_CASES = re.compile(r"\.?cases?", re.IGNORECASE)
_NAME = "20261130T1015-discussed-k3f9.yaml"
_REFERENCE = re.compile(REFERENCE.pattern, re.IGNORECASE)


def strays(root: Path) -> Iterator[Problem]:
    """Find what looks like a case or an event that waits, beside `cases/` or hidden within it."""
    try:
        beside = sorted(root.iterdir())
    except OSError:
        return
    for path in beside:
        if path.is_symlink() or path.name == _CASES:
            continue
        if path.is_dir():
            if _LIKE_CASES.fullmatch(path.name):
                yield from _within(root, path)
        elif looks_like_a_case(path.name):
            yield stray(root, path)
    yield from _hidden(root, root / _CASES)


def _within(root: Path, folder: Path) -> Iterator[Problem]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if looks_like_a_case(name):
                yield stray(root, Path(here) / name)


def _hidden(root: Path, cases: Path) -> Iterator[Problem]:
    """Find what begins with a full stop, and all that stands in a folder of such a name."""
    for here, folders, names in os.walk(cases):
        folders.sort()
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in hidden:
            yield from _within(root, Path(here) / name)
        for name in sorted(names):
            if name.startswith(".") and looks_like_a_case(name):
                yield stray(root, Path(here) / name)


def looks_like_a_case(name: str) -> bool:
    """Say whether a file of this name is probably a case, or an event that waits beside one."""
    stem, dot, suffix = name.lstrip(".").rpartition(".")
    if f"{dot}{suffix}".lower() not in _SUFFIXES:
        return False
    return _REFERENCE.fullmatch(stem) is not None or is_event_id(stem)


def _is_beside_its_case(root: Path, path: Path) -> bool:
    folder = path.parent
    return REFERENCE.fullmatch(folder.name) is not None and (
        folder == (root / file_of_case(folder.name)).with_suffix("")
    )


def stray(root: Path, path: Path) -> Problem:
    """Say that a file is not read where it stands, and where it belongs."""
    reference = path.name.lstrip(".").rpartition(".")[0].upper()
    if REFERENCE.fullmatch(reference):
        belongs = file_of_case(reference)
        message = f"A case is not read where this stands. Move it to {belongs}."
        if (root / belongs).exists():
            message = (
                f"A case is not read where this stands, and {belongs} is there already. If this is "
                "a copy, delete it; otherwise move what it has more into that file."
            )
    elif _is_beside_its_case(root, path) and path.name.startswith("."):
        message = (
            "An event that waits is not read where this stands. Delete the full stop at the start "
            "of its name."
        )
    elif _is_beside_its_case(root, path):
        message = (
            "An event that waits is not read under this name. Call the file after the moment at "
            "which its event was recorded, the event's kind, and four small letters or digits of "
            f"your own, as in {_NAME}."
        )
    else:
        message = (
            "An event that waits is not read where this stands. Move it into the folder of its "
            "case, such as cases/2026/KN-2026-0007/."
        )
    return Problem(file=shown(root, path), rule=FILE_NAME.name, message=message)
