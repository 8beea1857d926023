"""The conversation in which somebody opens a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from escalation_log.cli.conversation import Choices, Conversation, GoingBackError, MistypedError
from escalation_log.model.cases import Case
from escalation_log.model.policies import Subject
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.form_fields import FormField
from escalation_log.recording.new_case import new_case, questions_of_case
from escalation_log.recording.problem_words import Objection
from escalation_log.words.lines import BLANK, Line, Tone

_NEXT = "What now?"
_WAYS_ON = ("Write it", "Change the answers")
_MOST_CHILDREN = 20
# What is asked about them, where a rule objects to the children as a whole.
_OF_CHILDREN = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTalk:
    """Asks about a new case.

    `draw` gives so many pseudonyms, `objected` says what the rules object to in a case, and `shown`
    how the case is told before it is written.
    """

    conversation: Conversation
    book: Rulebook
    reference: str
    draw: Callable[[int], Sequence[str]]
    objected: Callable[[Case], Iterator[Objection]]
    shown: Callable[[Case], Sequence[Line]]

    def case(self, given: Mapping[str, object], children: Sequence[str]) -> Case:
        """Ask for what options did not give, and again for what the rules object to.

        `children` are the pseudonyms that options gave. Raise GoingBackError where somebody goes
        back from the first question.
        """
        names = children or self.draw(self._number())
        answers, known, done = dict(given), dict(given), list[str]()
        while True:
            self._ask(names, known, answers, done)
            made = new_case(self.book, self.reference, names, answers)
            if isinstance(made, Case):
                wrong = [each for each in self.objected(made) if each.is_refusal]
                if not wrong and self._is_enough(made):
                    return made
            else:
                wrong = [Objection(each.field, each.words) for each in made]
            for each in wrong:
                self.conversation.tell(Line(text=each.words, indent=2, hang=2, tone=Tone.MISSED))
            again = [name for name in (*done, *known) if any(_is_about(name, w) for w in wrong)]
            for name in again:
                answers.pop(name, None)
                known.pop(name, None)
            done[:] = [name for name in done if name not in again] if again else []

    def _number(self) -> int:
        """Ask how many children a case is about."""
        whom = "adults" if self.book.policy.subject is Subject.ADULT else "children"
        return self.conversation.ask(f"How many {whom} is it about? [Enter: one]", _count)

    def _ask(
        self,
        names: Sequence[str],
        known: Mapping[str, object],
        answers: dict[str, object],
        done: list[str],
    ) -> None:
        """Ask one question after another; `<` asks the last again, and an answer may bring more."""
        while True:
            questions = self._questions(names, answers)
            open_ones = [
                each for each in questions if each.name not in done and each.name not in known
            ]
            if not open_ones:
                return
            field = open_ones[0]
            try:
                answers[field.name] = self.conversation.answer(field, answers.get(field.name))
            except GoingBackError:
                if not done:
                    raise
                done.pop()
            else:
                done.append(field.name)

    def _questions(
        self, names: Sequence[str], answers: Mapping[str, object]
    ) -> tuple[FormField, ...]:
        receiving = answers.get("receiving")
        return questions_of_case(
            self.book,
            self.conversation.now,
            children=names,
            receiving=[str(each) for each in receiving] if isinstance(receiving, list) else ("",),
        )

    def _is_enough(self, case: Case) -> bool:
        self.conversation.tell(*self.shown(case), BLANK)
        try:
            return self.conversation.choose(_NEXT, [Choices(_WAYS_ON)]) == 0
        except GoingBackError:
            return False


def _is_about(name: str, objection: Objection) -> bool:
    """Say whether an objection is to the answer of a question."""
    field = _OF_CHILDREN if objection.field in ("child", "children") else objection.field
    return field != "" and (name == field or name.startswith(f"{field}_"))


def _count(typed: str) -> int:
    if not typed:
        return 1
    if not typed.isdecimal() or not 1 <= int(typed) <= _MOST_CHILDREN:
        raise MistypedError(f"Type a number from 1 to {_MOST_CHILDREN}.")
    return int(typed)
