"""What is wrong with answers, for whoever gave them: the question concerned, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.checks.rules import IDLE_CORRECTION, PERSONAL_DATA
from escalation_log.model.problems import Problem, Severity

# What the finding of a file goes on with, which is of no use before anything is recorded.
_RECORDED = " If it was not recorded yet, "


@dataclass(frozen=True, slots=True)
class Objection:
    """Why answers are not taken, or what to think of: the field, empty where it is about all.

    Only a `refusal` keeps them from being recorded.
    """

    field: str
    words: str
    is_refusal: bool = True


# A file may have these, which can still be put right before anything is recorded.
_REFUSED_AT_ONCE = frozenset({PERSONAL_DATA.name, IDLE_CORRECTION.name})
# What says how a file is mended, which nobody who is asked has before them.
_A_LINE = " Add a line such as "


def plainly(words: str) -> str:
    """Leave out of a problem's words which line to add to a file."""
    return words.partition(_A_LINE)[0]


def objections(problems: tuple[Problem, ...]) -> Iterator[Objection]:
    """Say of problems that new files have which answer they are about.

    What seems to identify somebody is refused, since nothing is recorded yet, and so is what
    corrects nothing.
    """
    for each in problems:
        is_personal = each.rule == PERSONAL_DATA.name
        words = each.message
        if is_personal:
            found, _, advice = words.partition(_RECORDED)
            words = f"{found} {advice.partition('. ')[0].capitalize()}." if advice else found
        yield Objection(
            field=_field(each),
            words=plainly(words),
            is_refusal=each.severity is Severity.PROBLEM or each.rule in _REFUSED_AT_ONCE,
        )


def _field(problem: Problem) -> str:
    """Give the field of the event that a problem is about."""
    match problem.path:
        # An event that waits has no place in the list of events.
        case ("event" | "events", str(field), *_) | ("events", int(_), str(field), *_):
            return field
        case (str(field), *_) if field not in ("event", "events"):
            return field
        case _:
            return ""
