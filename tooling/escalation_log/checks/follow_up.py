"""Rules on what is asked after a case has ended."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.subjects import CaseToCheck, Finding
from escalation_log.engine.outcomes import outcome_question
from escalation_log.model.problems import Severity
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted


def outcome_asked(subject: CaseToCheck) -> Iterator[Finding]:
    """Where the partnership asks for it, an ended case says if what was sought came about."""
    today = subject.as_of.astimezone(subject.zone).date()
    question = outcome_question(subject.timeline, subject.partnership.outcome_weeks, today)
    if question is not None:
        yield Finding(
            subject.place(question.ended, "kind"),
            f"The case ended here on {day_words(question.ended.moment.on)}, and the partnership "
            f"asks {counted(question.weeks, 'week')} later whether what was sought came about. Ask "
            "the raising side, and add an event with `kind: outcome` and `came_about: yes`, "
            "`in-part` or `no`.",
            Severity.WARNING,
        )
