"""Words on a seal: what it covers, what it lacks, and what it is for."""

from __future__ import annotations

from escalation_log.model.seal import Seal
from escalation_log.words.lists import counted

WHAT_A_SEAL_IS_FOR = (
    "Keep this seal: with it anybody can ask later whether the log still says what it said when "
    "this was made."
)


def seal_scope_words(seal: Seal) -> str:
    """Say what a seal covers, and what it lacks.

    >>> seal_scope_words(Seal(value="sha256:0", cases=14, unsalted=1, unread=0))
    'Over 14 cases. 1 case has no salt yet, so its hash could be guessed: escalog fold writes one.'
    """
    said = [f"Over {counted(seal.cases, 'case')}."]
    if seal.unsalted:
        has = (
            "has no salt yet, so its hash" if seal.unsalted == 1 else "have no salt yet, so theirs"
        )
        said.append(
            f"{counted(seal.unsalted, 'case')} {has} could be guessed: escalog fold writes one."
        )
    if seal.unread:
        files = counted(seal.unread, "file")
        said.append(f"Left out: {files} that nobody can read.")
    return " ".join(said)
