"""Find the files of a log's cases, and of the events that wait beside them."""

from __future__ import annotations

from pathlib import Path

from escalation_log.checks.rules import FILE_NAME
from escalation_log.log.contents import DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.disk import SUFFIX, FoundCase, FoundFile, files_under
from escalation_log.log.file_names import meant_by
from escalation_log.log.strays import stray
from escalation_log.model.cases import is_event_id
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import Problem

_PASSED_OVER = frozenset({"README.md"})
_NOT_READ = (
    "This file is not read: a case's name is its reference and `.yaml`, as in KN-2026-0001.yaml. "
    "Rename it, or move it out of cases/."
)
_BESIDE_NO_CASE = (
    "This event waits beside no case: there is no file of that reference one folder up. Put the "
    "case back, or move this file to its case's folder."
)


def count_case_files(root: Path) -> int:
    """Count the case files of a log, without reading them."""
    return len(case_files(root))


def case_files(root: Path) -> list[FoundCase]:
    """List the case files of a log, each with those of the events that wait beside it."""
    return found_cases(root)[0]


def found_cases(root: Path) -> tuple[list[FoundCase], list[Problem]]:
    """List the case files, and give a problem for each other file or folder under `cases`."""
    cases: dict[str, FoundCase] = {}
    waiting: dict[str, list[FoundFile]] = {}
    odd: list[Problem] = []
    for found in files_under(root, "cases"):
        if isinstance(found, Problem):
            odd.append(found)
        elif (case_file := _case_of(found)) == found.file:
            cases[found.file] = FoundCase(found.file, found.path)
        elif case_file is not None:
            waiting.setdefault(case_file, []).append(found)
        elif not _is_other(found):
            odd.append(_not_read(root, found))
    for case_file, files in waiting.items():
        case = cases.get(case_file)
        if case is not None:
            cases[case_file] = case._replace(waiting=tuple(files))
        else:
            odd += (
                Problem(file=each.file, rule=FILE_NAME.name, message=_BESIDE_NO_CASE)
                for each in files
            )
    return [*cases.values()], odd


def _case_of(found: FoundFile) -> str | None:
    """Give the case's file that this is, or beside which its event waits; None for any other."""
    name = found.path.name
    meant = meant_by(name)
    if not name.endswith(SUFFIX) or (meant is not None and meant.is_list):
        return None
    case_file = case_file_of(found.file)
    return None if (case_file == found.file) is is_event_id(found.path.stem) else case_file


def _is_other(found: FoundFile) -> bool:
    return found.file in (DESTROYED_FILE, HOLDS_FILE) or found.path.name in _PASSED_OVER


def _not_read(root: Path, found: FoundFile) -> Problem:
    if found.path.name.endswith(SUFFIX) or meant_by(found.path.name) is not None:
        return stray(root, found.path)
    return Problem(file=found.file, rule=FILE_NAME.name, message=_NOT_READ)
