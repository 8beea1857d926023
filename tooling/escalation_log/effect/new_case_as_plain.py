"""The questions about a new case, and what it would be, as plain data for a page.

The functions take and give what JSON can hold. The engine in the browser calls them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from escalation_log.effect.forms_as_plain import refused_as_plain, trial_as_plain
from escalation_log.effect.trial import OnePlace, tried
from escalation_log.log.contents import Log
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.moments import Moment
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.desk import references_in
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.new_case import (
    new_case,
    next_reference,
    parts_of_case,
    questions_of_case,
)
from escalation_log.recording.written import stamp_words
from escalation_log.words.plain_values import Plain, plain


def new_case_as_plain(
    log: Log,
    book: Rulebook,
    now: Moment,
    *,
    children: Sequence[str],
    receiving: Sequence[str],
) -> dict[str, Plain]:
    """Give the next free reference under a policy, and the questions about a new case.

    Of several `children`, by their pseudonyms, and of several `receiving` agencies each has
    questions of its own.
    """
    asked = questions_of_case(
        book, now, children=[*children] or [""], receiving=[*receiving] or [""]
    )
    return {
        "now": stamp_words(stamp_at(now)),
        "title": book.policy.title,
        "reference": next_reference(book.partnership, now.on.year, references_in(log)),
        "questions": [plain(each) for each in asked],
    }


def tried_case_as_plain(
    log: Log,
    book: Rulebook,
    now: Moment,
    *,
    reference: str,
    pseudonyms: Sequence[str],
    answers: Mapping[str, Any],
) -> dict[str, Plain]:
    """Say what a new case would be, by every rule, and give its file."""
    case = new_case(book, reference, pseudonyms, answers)
    if not isinstance(case, Case):
        return refused_as_plain([(0, each.field, each.words, True) for each in case])
    coded, words = parts_of_case(case)
    file = file_of_case(reference)
    trial = tried(log, OnePlace(file=file, data=b""), {file: f"{coded}{words}".encode()}, now)
    files: Plain = [{"file": file, "coded": coded, "words": words}]
    return {**trial_as_plain(trial), "files": files}
