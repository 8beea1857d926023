"""The questions about an event of a kind, in the words of its policy and its partnership."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import FieldChoice, choices_of
from escalation_log.words.titles import of_subject


class AnswerKind(StrEnum):
    """What kind of answer a question takes."""

    MOMENT = "moment"
    DATE = "date"
    ONE = "one"
    SEVERAL = "several"
    TEXT = "text"
    REFERENCE = "reference"
    REFERENCES = "references"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A question about an event: `name` is the key of its answer in a file.

    `choices` are those of a closed list. A question that is not `needed` may be left open.
    `longest` is the most characters that a text may have, `most` the most choices that may be
    taken.
    """

    name: str
    question: str
    answer: AnswerKind
    needed: bool = False
    choices: tuple[FieldChoice, ...] = ()
    longest: int | None = None
    most: int | None = None


# The questions, by the key of the answer. Where a kind asks otherwise, it stands below.
QUESTIONS: Mapping[str, str] = {
    "at": "When did it happen?",
    "by": "Who did it?",
    "to": "To which stage does it go?",
    "whom": "Who was told?",
    "what": "What was it?",
    "on": "On which day?",
    "tier": "To which step within the stage?",
    "agencies": "Which agencies sat on it?",
    "duty": "Which duty is it about?",
    "of": "Which earlier event is it about?",
    "came_about": "Did what was sought come about?",
    "correct": "What should have stood there?",
    "protect_by": "By when must the child be protected?",
    "until": "Until when?",
    "agreed_by": "Who agreed to it?",
    "measures": "What keeps the child safe?",
    "review_on": "On which day is that looked at again?",
    "plan": "Which plans is the child on now?",
    "urgency": "How urgent is it now?",
    "references": "Which other cases?",
    "themes": "What is it about?",
    "action": "What is done about it? No names.",
    "reason": "Why? No names.",
    "why": "Why? No names.",
    "rationale": "What reasons did the receiving side give? No names.",
    "stage": "Was it about an earlier stage?",
    "how": "How?",
    "note": "Anything to add? No names.",
}
_OF_A_KIND: Mapping[tuple[EventKind, str], str] = {
    (EventKind.CONSULTED, "whom"): "Who was consulted?",
    (EventKind.REFERRED, "whom"): "To whom was it referred?",
    (EventKind.NO_ANSWER, "whom"): "Who did not answer?",
    (EventKind.NO_ANSWER, "by"): "Which side did not answer?",
    (EventKind.RECORD_SHARED, "whom"): "With whom was it shared?",
    (EventKind.LEARNING, "whom"): "Who is told of it?",
    (EventKind.CONSIDERED, "what"): "What was considered?",
    (EventKind.CONSIDERED, "why"): "Why was it not done, if it was not? No names.",
    (EventKind.PLANNED, "what"): "What was planned?",
    (EventKind.PLANNED, "on"): "For which day?",
    (EventKind.ESCALATED, "reason"): "Why does it go there?",
    (EventKind.WITHDRAWN, "why"): "Why was it withdrawn?",
    (EventKind.WITHDRAWN, "of"): "Which case does it repeat?",
    (EventKind.DISCUSSED, "by"): "Who began it?",
    (EventKind.MEETING, "by"): "Who called it?",
    (EventKind.DISPUTED, "by"): "Which side replies?",
    (EventKind.DISPUTED, "reason"): "What does it say?",
    (EventKind.DISPUTED, "duty"): "To which mark does it reply?",
    (EventKind.AGREED, "by"): "Which side agreed?",
    (EventKind.IMMEDIATE_RISK, "by"): "Which side says so?",
    (EventKind.RISK_OVER, "by"): "Which side says so?",
    (EventKind.CONCERN_IDENTIFIED, "by"): "Which side says so?",
    (EventKind.CORRECTION, "at"): "When was that noticed?",
    (EventKind.CORRECTION, "by"): "Who noticed it?",
    (EventKind.HEADER_CORRECTION, "at"): "When was that noticed?",
    (EventKind.HEADER_CORRECTION, "by"): "Who noticed it?",
    (EventKind.EXTENSION, "duty"): "For which duty?",
    (EventKind.DONE, "duty"): "What was done?",
}
# The most plans that somebody may be on.
MOST_PLANS = 4
# In characters, the most that a text of an event may have.
_LONGEST = 300
# In characters, the most that the concern and the outcome sought of a case may have.
LONGEST_OF_THE_TOP = 600
# One says how of what reaches somebody else, and not of what is decided or noted.
_NOT_TOLD = frozenset(
    {
        EventKind.CONCERN_IDENTIFIED,
        EventKind.DISAGREEMENT,
        EventKind.CONSIDERED,
        EventKind.NOT_RESOLVED,
        EventKind.RECORD_STARTED,
        EventKind.RECORD_UPDATED,
        EventKind.PROTECTIVE_TIMESCALE,
        EventKind.RISK_OVER,
        EventKind.PLANNED,
        EventKind.DISPUTED,
        EventKind.OUTCOME,
        EventKind.SAFEGUARDS,
        EventKind.CHANGED,
        EventKind.LINKED,
        EventKind.EXTENSION,
        EventKind.LEARNING,
        EventKind.CORRECTION,
        EventKind.HEADER_CORRECTION,
        EventKind.WITHDRAWN,
        EventKind.REOPENED,
    }
)
ANSWERS: Mapping[str, AnswerKind] = {
    "at": AnswerKind.MOMENT,
    "protect_by": AnswerKind.MOMENT,
    "until": AnswerKind.MOMENT,
    "on": AnswerKind.DATE,
    "review_on": AnswerKind.DATE,
    "whom": AnswerKind.SEVERAL,
    "agencies": AnswerKind.SEVERAL,
    "measures": AnswerKind.SEVERAL,
    "plan": AnswerKind.SEVERAL,
    "themes": AnswerKind.SEVERAL,
    "agreed_by": AnswerKind.SEVERAL,
    "references": AnswerKind.REFERENCES,
    "correct": AnswerKind.FIELDS,
}
# Without these a file is in order, and what happened says nothing.
_SAYS_NOTHING_WITHOUT = frozenset({(EventKind.AGREED, "by")})
# Asked last, in this order, and of every kind of event that may have them.
_LAST = ("stage", "how", "note")
# Written by the log itself, or by commands of their own.
_NOT_ASKED = frozenset({"kind", "recorded", "id", "field", "authority"})


def form_fields(kind: EventKind, desk: Desk, preset: Written) -> tuple[FormField, ...]:
    """List the questions about an event of a kind, but for what `preset` answers already.

    A question with a closed list of answers is left out where the list is empty. Of questions of
    which one must be answered the last is needed, while none is.
    """
    fields = tuple(
        each
        for each in (field_of(name, kind, desk, preset) for name in names_of(kind))
        if each.name not in preset
        and (each.choices or each.answer in _OPEN)
        and (each.answer is not AnswerKind.REFERENCE or preset.get("why") == _DUPLICATE)
    )
    if any(name in preset for name in kind.row.needs_one_of):
        return fields
    return with_one_needed(kind, fields)


def with_one_needed(kind: EventKind, fields: Sequence[FormField]) -> tuple[FormField, ...]:
    """Make the last of the questions of which a kind of event needs one answered a needed one."""
    last = [each.name for each in fields if each.name in kind.row.needs_one_of][-1:]
    return tuple(replace(each, needed=each.needed or each.name in last) for each in fields)


_DUPLICATE = "duplicate"
_OPEN = frozenset(
    {
        AnswerKind.MOMENT,
        AnswerKind.DATE,
        AnswerKind.TEXT,
        AnswerKind.REFERENCE,
        AnswerKind.REFERENCES,
        AnswerKind.FIELDS,
    }
)


def names_of(kind: EventKind) -> Iterator[str]:
    """Give the fields that events of a kind may have, in the order in which they are asked."""
    yield "at"
    yield "by"
    for name in EVENT_FIELDS:
        if name in kind.row.own_fields and name not in _NOT_ASKED:
            yield name
    for name in _LAST:
        if name != "how" or kind not in _NOT_TOLD:
            yield name


def field_of(name: str, kind: EventKind, desk: Desk, preset: Written) -> FormField:
    """Give the question for one field of an event; `preset` has the answers to others."""
    row, subject = kind.row, desk.judged.policy.subject
    answer = ANSWERS.get(name)
    is_text = name in FREE_TEXTS and name not in row.coded_texts
    if answer is None:
        answer = AnswerKind.TEXT if is_text else AnswerKind.ONE
    if (kind, name) == (EventKind.WITHDRAWN, "of"):
        answer = AnswerKind.REFERENCE
    asked = _OF_A_KIND.get((kind, name), QUESTIONS[name])
    return FormField(
        name=name,
        question=of_subject(asked, subject),
        answer=answer,
        needed=name == "at"
        or name in row.needs
        or answer is AnswerKind.REFERENCE
        or (kind, name) in _SAYS_NOTHING_WITHOUT,
        choices=choices_of(name, kind, desk.judged, preset),
        longest=_LONGEST if is_text else None,
        most=MOST_PLANS if name == "plan" else None,
    )


_ItemT = TypeVar("_ItemT")


def one_of(name: str, question: str, choices: tuple[FieldChoice, ...]) -> FormField:
    """Make a question that must be answered with one of a list."""
    return FormField(
        name=name, question=question, answer=AnswerKind.ONE, needed=True, choices=choices
    )


def numbered(name: str, items: Sequence[_ItemT]) -> Iterator[tuple[str, _ItemT]]:
    """Name the question about each of some children or agencies; a number tells several apart.

    >>> list(numbered("plan", ["C-7F3KQ"]))
    [('plan', 'C-7F3KQ')]
    >>> list(numbered("plan", ["C-7F3KQ", "C-9QW2Z"]))
    [('plan_1', 'C-7F3KQ'), ('plan_2', 'C-9QW2Z')]
    """
    for number, item in enumerate(items, 1):
        yield (name if len(items) == 1 else f"{name}_{number}"), item
