"""The files of a log: found, read, checked and put together."""

from __future__ import annotations

from escalation_log.store.disk import read_bytes
from escalation_log.store.finding_root import find_root
from escalation_log.store.lock import LOCK_FILE, LockPlan, plan_lock, read_lock, write_lock
from escalation_log.store.log import CaseFile, Findings, Log, Rulebook
from escalation_log.store.opening import NotOfTheLog, check_log, count_case_files, open_log

__all__ = [
    "LOCK_FILE",
    "CaseFile",
    "Findings",
    "LockPlan",
    "Log",
    "NotOfTheLog",
    "Rulebook",
    "check_log",
    "count_case_files",
    "find_root",
    "open_log",
    "plan_lock",
    "read_bytes",
    "read_lock",
    "write_lock",
]
