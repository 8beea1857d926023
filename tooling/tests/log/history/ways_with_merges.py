"""Merges that move the events of a branch, and what its corrections and redactions name then."""

from __future__ import annotations

from collections.abc import Callable

from escalation_log.log.folding import folds, remove_waiting
from tests.log.history.recorded import CASE, CHANGED, NOW, REFERENCE, Way, put
from tests.log.history.ways_with_git import (
    DISCUSSED,
    LATER,
    LATEST,
    branched,
    on_main,
)
from tests.repositories import Repository, git, tried

# The case has six events, so what is appended to it is the seventh and so on.
_TALK = "  - at: 2026-11-25 09:40\n    kind: discussed\n    by: raising\n    how: phone\n"
_LATER_TALK = _TALK.replace("09:40", "09:45")
_NOTED = "    note: A third call was asked for.\n"
WAITING_CORRECTION = f"cases/2026/{REFERENCE}/20261125T0950-correction-m4xd.yaml"


def correction(of: int, how: str = "video-call") -> str:
    """Write a correction of how people talked."""
    return (
        f"  - at: 2026-11-25 09:45\n    kind: correction\n    by: partnership\n    of: {of}\n"
        f"    correct: {{how: {how}}}\n    reason: The diary says so.\n"
    )


def redaction(of: int) -> str:
    """Write a redaction of a note."""
    return (
        f"  - at: 2026-11-25 09:45\n    kind: redaction\n    by: partnership\n    of: {of}\n"
        "    field: note\n    reason: It said too much.\n    authority: The business manager\n"
    )


def waiting_correction(of: int) -> str:
    """Write a correction that waits."""
    event = "  at: 2026-11-25 09:45\n  recorded: 2026-11-25 09:50\n  kind: correction\n"
    event += f"  by: partnership\n  of: {of}\n  correct: {{how: video-call}}\n  reason: A slip.\n"
    return f"reference: {REFERENCE}\nevent:\n{event}"


def merging(
    ours: str, theirs: str, result: str, *, waits: str = "", in_result: str = ""
) -> Callable[[Repository], str]:
    """Give a merge of what a branch appended into the main branch, which appended `ours`.

    Where `waits` is given the branch has a correction that waits, which is `in_result` later.
    """

    def act(log: Repository) -> str:
        before = _begun(log, theirs, waits)
        log.append(CASE, ours)
        base = log.commit("Record on the main branch", at=CHANGED)
        _merge(log)
        put(log, CASE, before + result)
        if waits:
            put(log, WAITING_CORRECTION, in_result)
        log.commit("Merge", at=LATER)
        return base

    return act


def _begun(log: Repository, theirs: str, waits: str = "") -> str:
    branched(log)
    before = log.path(CASE).read_text("utf-8")
    log.append(CASE, theirs)
    if waits:
        put(log, WAITING_CORRECTION, waits)
    log.commit("Record on a branch", at=CHANGED)
    on_main(log)
    return before


def _merge(log: Repository) -> None:
    """Merge as far as Git can do it alone."""
    tried(log.folder, "merge", "--no-commit", "--no-ff", "--quiet", "change", at=LATER)


def merging_main_in(of: int) -> Callable[[Repository], str]:
    """Give a merge of the main branch into a branch, which is merged into that after."""

    def act(log: Repository) -> str:
        before = _begun(log, _TALK + correction(7))
        log.append(CASE, DISCUSSED)
        base = log.commit("Record on the main branch", at=CHANGED)
        git(log.folder, "checkout", "--quiet", "change")
        tried(log.folder, "merge", "--no-commit", "--quiet", "main", at=LATER)
        put(log, CASE, before + DISCUSSED + _TALK + correction(of))
        log.commit("Merge what came meanwhile", at=LATER)
        on_main(log)
        git(log.folder, "merge", "--quiet", "--no-ff", "--no-edit", "change", at=LATEST)
        return base

    return act


def merging_a_fold(of: int) -> Callable[[Repository], str]:
    """Give a merge into a main branch that folded an event meanwhile."""

    def act(log: Repository) -> str:
        _begun(log, _TALK + correction(7))
        for fold in folds(log.log, as_of=NOW):
            fold.case.path.write_bytes(fold.data)
            remove_waiting(fold)
        folded = log.path(CASE).read_text("utf-8")
        base = log.commit("Fold", at=CHANGED)
        _merge(log)
        put(log, CASE, folded + _TALK + correction(of))
        log.commit("Merge", at=LATER)
        return base

    return act


def uncommitted(of: int) -> Callable[[Repository], str]:
    """Give a merge that is not committed yet."""

    def act(log: Repository) -> str:
        before = _begun(log, _TALK + correction(7))
        log.append(CASE, DISCUSSED)
        base = log.commit("Record on the main branch", at=CHANGED)
        _merge(log)
        put(log, CASE, before + DISCUSSED + _TALK + correction(of))
        return base

    return act


def of_three(first: int, second: int) -> Callable[[Repository], str]:
    """Give a merge of two branches at once, each with a correction, into the main branch."""

    def act(log: Repository) -> str:
        before = log.path(CASE).read_text("utf-8")
        for name, theirs in (("one", _TALK), ("two", _LATER_TALK)):
            branched(log, name)
            log.append(CASE, theirs + correction(7))
            log.commit("Record on a branch", at=CHANGED)
        on_main(log)
        log.append(CASE, DISCUSSED)
        base = log.commit("Record on the main branch", at=CHANGED)
        tree = before + DISCUSSED + _TALK + correction(first) + _LATER_TALK + correction(second)
        put(log, CASE, tree)
        git(log.folder, "add", "--all")
        parents = (part for name in ("main", "one", "two") for part in ("-p", name))
        written = git(log.folder, "write-tree")
        merge = git(log.folder, "commit-tree", written, *parents, "-m", "Merge", at=LATER)
        git(log.folder, "reset", "--quiet", "--hard", merge)
        return base

    return act


corrected_along = merging(DISCUSSED, _TALK + correction(7), DISCUSSED + _TALK + correction(8))
redacted_along = merging(
    DISCUSSED + _NOTED,
    _TALK + redaction(7),
    DISCUSSED + _NOTED + _TALK + redaction(8),
)
_SAME = DISCUSSED + "    recorded: 2026-11-25 09:45\n"
_TWICE = _SAME + correction(7)
same_along = merging(_TWICE, _TWICE.replace("video-call", "meeting"),
                     _TWICE + _SAME + correction(9, "meeting"))  # fmt: skip
waiting_along = merging(
    DISCUSSED,
    _TALK,
    DISCUSSED + _TALK,
    waits=waiting_correction(7),
    in_result=waiting_correction(8),
)

EVENTS = "events-stand"

WAYS = (
    Way(name="a merge lets a correction hit another event", rule=EVENTS,
        act=merging(DISCUSSED, _TALK + correction(7), DISCUSSED + _TALK + correction(7))),
    Way(name="a merge has a correction of what nobody meant", rule=EVENTS,
        act=merging(DISCUSSED, _TALK + correction(7), DISCUSSED + _TALK + correction(3))),
    Way(name="a merge has a correction of another event of the main branch", rule=EVENTS,
        act=merging(_TALK + correction(7), DISCUSSED, _TALK + correction(3) + DISCUSSED)),
    Way(name="a merge has a correction of what was there before", rule=EVENTS,
        act=merging(DISCUSSED, _TALK + correction(3), DISCUSSED + _TALK + correction(2))),
    Way(name="a merge moves a correction of what it does not move", rule=EVENTS,
        act=merging(DISCUSSED, _TALK + correction(3), DISCUSSED + _TALK + correction(4))),
    Way(name="a merge lets a redaction take out another note", rule=EVENTS,
        act=merging(DISCUSSED + _NOTED, _TALK + redaction(7),
                    DISCUSSED + _TALK + redaction(7))),
    Way(name="a merge takes out a note by a redaction of another event", rule=EVENTS,
        act=merging(DISCUSSED + redaction(7), _TALK + _NOTED,
                    DISCUSSED + redaction(7) + _TALK)),
    Way(name="a merge lets a correction hit the same event of somebody else", rule=EVENTS,
        act=merging(_TWICE, _TWICE.replace("video-call", "meeting"),
                    _TWICE + _SAME + correction(7, "meeting"))),
    Way(name="a merge lets a waiting correction hit another event", rule="waiting-stands",
        act=merging(DISCUSSED, _TALK, DISCUSSED + _TALK,
                    waits=waiting_correction(7), in_result=waiting_correction(7))),
    Way(name="a merge of the main branch lets a correction hit another event", rule=EVENTS,
        act=merging_main_in(7)),
    Way(name="a merge lets a correction hit a folded event", rule=EVENTS, act=merging_a_fold(7)),
    Way(name="a merge that is not committed lets a correction hit another event", rule=EVENTS,
        act=uncommitted(7), is_committed=False),
    Way(name="a merge of three lets a correction hit that of another", rule=EVENTS,
        act=of_three(8, 8)),
)  # fmt: skip
