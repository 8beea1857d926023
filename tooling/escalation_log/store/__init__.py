"""The files of a log: found, read, checked and put together.

Each name is imported when it is first asked for, so that finding a log does not load the checks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escalation_log.store.disk import read_bytes
    from escalation_log.store.finding_root import find_root
    from escalation_log.store.judging import JudgedCase, judged_case
    from escalation_log.store.lock import LOCK_FILE, LockPlan, plan_lock, read_lock, write_lock
    from escalation_log.store.log import CaseFile, Findings, Log, Rulebook
    from escalation_log.store.opening import (
        END_OF_TIME,
        NotOfTheLog,
        check_log,
        count_case_files,
        open_log,
        open_rules,
    )
    from escalation_log.store.processes import has_two_processors, second_process

__all__ = [
    "END_OF_TIME",
    "LOCK_FILE",
    "CaseFile",
    "Findings",
    "JudgedCase",
    "LockPlan",
    "Log",
    "NotOfTheLog",
    "Rulebook",
    "check_log",
    "count_case_files",
    "find_root",
    "has_two_processors",
    "judged_case",
    "open_log",
    "open_rules",
    "plan_lock",
    "read_bytes",
    "read_lock",
    "second_process",
    "write_lock",
]

_MODULES = {
    "disk": ("read_bytes",),
    "finding_root": ("find_root",),
    "judging": ("JudgedCase", "judged_case"),
    "lock": ("LOCK_FILE", "LockPlan", "plan_lock", "read_lock", "write_lock"),
    "log": ("CaseFile", "Findings", "Log", "Rulebook"),
    "opening": (
        "END_OF_TIME",
        "NotOfTheLog",
        "check_log",
        "count_case_files",
        "open_log",
        "open_rules",
    ),
    "processes": ("has_two_processors", "second_process"),
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a name's module."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
