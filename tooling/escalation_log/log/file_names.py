"""What a file of a log is by its name alone, wherever it stands and however its name ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from escalation_log.log.contents import BASELINE_FILE, DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.disk import SUFFIX
from escalation_log.model.cases import is_event_id
from escalation_log.model.faulty_files import REFERENCE, file_of_case

# As the ending of a name is mistyped, or as a program adds one of its own.
ENDING = re.compile(r"\.ya?ml(?:\.(?:txt|ya?ml))?$", re.IGNORECASE)
# What people and programs add to the name of a copy.
_CASE = re.compile(rf"({REFERENCE.pattern})(?:[ _(.-].*)?", re.IGNORECASE)
_LISTS = {
    "holds": ("The list of holds", HOLDS_FILE),
    "destroyed": ("The list of cases that were destroyed", DESTROYED_FILE),
    "history": ("The file with the baseline", BASELINE_FILE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a file is meant as: `what` begins a sentence, and `name` is how it should be called.

    `file` is where it belongs; None for an event that waits, whose name does not say that.
    """

    what: str
    name: str
    file: str | None

    @property
    def is_list(self) -> bool:
        """Whether it is one of the files of which a log has one."""
        return self.file in (HOLDS_FILE, DESTROYED_FILE, BASELINE_FILE)


def meant_by(name: str) -> Meant | None:
    """Tell what a file is by its name; None where it is probably none of a log's.

    Only the rules of a policy have names of their own, which say nothing without their folder.
    """
    ending = ENDING.search(name)
    if ending is None:
        return None
    stem = name[: ending.start()].removeprefix(".")
    if is_event_id(stem):
        return Meant(what="An event that waits", name=f"{stem}{SUFFIX}", file=None)
    case = _CASE.fullmatch(stem)
    if case is not None:
        what, file = "A case", file_of_case(case[1].upper())
    else:
        word = stem.lower()
        listed = _LISTS.get(word) or _LISTS.get(f"{word}s")
        if listed is None:
            return None
        what, file = listed
    return Meant(what=what, name=file.rpartition("/")[2], file=file)
