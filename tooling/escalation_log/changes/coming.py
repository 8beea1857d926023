"""What is next in a case: who must do what, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.assessment.acting import acting_agencies
from escalation_log.model.assessments import CaseState, DutyAssessment, DutyState
from escalation_log.render.limits import counted
from escalation_log.render.to_do import is_at_once, to_do_of
from escalation_log.render.wording import agency_words, due_words
from escalation_log.store import JudgedCase

_MOST = 3


def coming_up(judged: JudgedCase) -> Iterator[str]:
    """Say what is next, the most urgent first; what has no date is only counted."""
    to_do = [row for row in to_do_of(judged.assessment.duties) if not row.duty.advice]
    pressing = [row for row in to_do if is_at_once(row) or row.due is not None]
    for row in pressing[:_MOST]:
        must = f"{who_must(row, judged)} must {_lowered(row.duty.title)}"
        yield f"{_when(row)}: {must}{_by_when(row)}."
    rest, undated = len(pressing[_MOST:]), len(to_do) - len(pressing)
    if rest:
        yield f"After that: {counted(rest, 'more duty', 'more duties')} with a date."
    if undated:
        yield f"Without a date: {counted(undated, 'duty', 'duties')}."
    if not to_do:
        is_open = judged.assessment.state is CaseState.OPEN
        yield (
            "Next: nothing that the policy asks for." if is_open else "Nothing is left to be done."
        )


def who_must(row: DutyAssessment, judged: JudgedCase) -> str:
    """Name the agencies that must act on a duty, or the partnership."""
    agencies = acting_agencies(row, judged.timeline.header, judged.policy)
    return _listed([agency_words(each, judged.partnership) for each in agencies])


def _when(row: DutyAssessment) -> str:
    if row.due is None:
        return "At once"
    return "Late" if row.state is DutyState.OVERDUE else "Next"


def _by_when(row: DutyAssessment) -> str:
    if row.due is None:
        return ""
    if row.state is DutyState.OVERDUE:
        return f"; it was due {due_words(row)}"
    return f" by {due_words(row)}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _lowered(title: str) -> str:
    """Let a title stand within a sentence, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"
