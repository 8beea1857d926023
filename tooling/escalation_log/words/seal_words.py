"""Words on a seal: what it covers, what it lacks, and what it is for."""

from __future__ import annotations

from escalation_log.model.seal import Seal
from escalation_log.words.lists import counted

SEAL_OF_THE_LOG = "Seal of the whole log"
WHAT_A_SEAL_IS_FOR = (
    "Keep this seal: with it anybody can ask later whether the log still says what it said when "
    "this was made."
)


def seal_scope_words(seal: Seal) -> str:
    """Say what a seal covers, and what it lacks.

    >>> seal_scope_words(Seal(value="sha256:0", cases=14, unsalted=0, unread=0))
    'It covers 14 cases.'
    >>> seal_scope_words(Seal(value="sha256:0", cases=14, unsalted=2, unread=1))
    'It covers 14 cases, 2 of them without a salt. Left out: 1 file that nobody can read.'
    """
    without = f", {seal.unsalted} of them without a salt" if seal.unsalted else ""
    unread = counted(seal.unread, "file")
    left_out = f" Left out: {unread} that nobody can read." if seal.unread else ""
    return f"It covers {counted(seal.cases, 'case')}{without}.{left_out}"


def seal_words(seal: Seal) -> str:
    """Say what a seal covers, and what it is for."""
    return f"{seal_scope_words(seal)} {WHAT_A_SEAL_IS_FOR}"
