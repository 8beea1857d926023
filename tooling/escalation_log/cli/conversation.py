"""Ask on a terminal: again after a mistyped answer, one question back with `<`, out with Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.session import Session, say
from escalation_log.cli.typed_moments import (
    HOW_TO_TYPE,
    HOW_TO_TYPE_A_DAY,
    typed_day,
    typed_moment,
)
from escalation_log.engine.clock import ClockReading, clock_reading, moment_of
from escalation_log.files.fields import stamp
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.model.moments import Moment, Stamp
from escalation_log.recording.form_fields import AnswerKind, FormField
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.written import stamp_words
from escalation_log.words.dates import day_words, moment_words, unclear_words
from escalation_log.words.lines import BLANK, Line, Tone

BACK, NOTHING = "<", "-"
HINT = (
    "Type the number of an answer, `<` to go back, Ctrl-C to leave. Nothing is written before you "
    "say so."
)
_TRUST = "Nothing that identifies a person: roles, no names, and the child by the pseudonym."
_ValueT = TypeVar("_ValueT")


class Choices(NamedTuple):
    """Some of the answers to a question, below a heading and what they are about, if any."""

    words: Sequence[str]
    heading: str = ""
    about: str = ""


class GoingBackError(Exception):
    """The person who is asked wants to answer the question before once more."""


class MistypedError(Exception):
    """What was typed is no answer; the message says what is."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A terminal on which somebody is asked, as of a moment in the policy's zone."""

    session: Session
    now: Moment
    zone: ZoneInfo

    def tell(self, *lines: Line) -> None:
        """Write lines."""
        self.session.write_lines(lines)

    def ask(self, question: str, read: Callable[[str], _ValueT]) -> _ValueT:
        """Ask until `read` takes the answer, which raises MistypedError for what is none."""
        while True:
            typed = self._typed(question).strip()
            if typed == BACK:
                raise GoingBackError
            try:
                return read(typed)
            except MistypedError as error:
                say(f"  {error}")

    def _typed(self, question: str) -> str:
        try:
            return str(click.prompt(question, default="", show_default=False, prompt_suffix=" "))
        except click.Abort as error:
            # The cursor still stands behind the question.
            say("")
            raise EscalogError("Nothing was written.") from error

    def choose(self, question: str, parts: Sequence[Choices]) -> int:
        """Ask for one of some numbered choices; give its place among them all, from 0."""
        self._list(parts)
        words = [each for part in parts for each in part.words]
        return self.ask(question, lambda typed: _place(typed, words))

    def _list(self, parts: Sequence[Choices]) -> None:
        number = 0
        for heading, those in groupby(parts, lambda part: part.heading):
            if heading:
                self.tell(BLANK, Line(text=heading, tone=Tone.HEADING))
            for part in those:
                if part.about:
                    self.tell(Line(text=part.about, indent=1, hang=1, tone=Tone.QUIET))
                for words in part.words:
                    number += 1
                    self.tell(Line(text=f"{number:>2}  {words}", indent=1, hang=4))

    def answer(self, field: FormField, present: object = None) -> object:
        """Ask the question of a field; give its value as a file has it, None where it stays open.

        `present` is the answer that it had before, which an empty line keeps.
        """
        match field.answer:
            case AnswerKind.ONE | AnswerKind.SEVERAL:
                self._list([Choices([each.words for each in field.choices])])
                return self.ask(
                    _asked(field, _words_of(field, present)),
                    lambda typed: _left_or(_chosen, typed, field, present),
                )
            case AnswerKind.MOMENT:
                is_past = field.name == "at"
                if is_past and present is None:
                    present = stamp_words(stamp_at(self.now))
                return self.moment(field.question, present, needed=field.needed, is_past=is_past)
            case AnswerKind.DATE:
                return self.ask(
                    _asked(field, present), lambda typed: _left_or(self._day, typed, field, present)
                )
            case AnswerKind.TEXT:
                return self.ask(
                    _asked(field, present), lambda typed: _left_or(_text, typed, field, present)
                )
            case AnswerKind.REFERENCE | AnswerKind.REFERENCES:
                return self.ask(
                    _asked(field, present),
                    lambda typed: _left_or(_references, typed, field, present),
                )
            case AnswerKind.FIELDS:
                return present

    def moment(
        self,
        question: str,
        present: object = None,
        *,
        needed: bool = True,
        is_past: bool = True,
    ) -> str | None:
        """Ask for a moment, and say it back in words; an empty line is `present`.

        With `is_past` it must have come.
        """
        now = stamp_at(self.now)
        field = FormField(name="", question=question, answer=AnswerKind.MOMENT, needed=needed)

        def read(typed: str, _: FormField) -> str:
            found = self._clear(typed_moment(typed, now, is_past=is_past))
            at = moment_of(found, self.zone)
            is_to_come = found.on > now.on if found.time is None else at.at > self.now.at
            if is_past and is_to_come:
                raise MistypedError("That is still to come. Only what has happened is recorded.")
            self._echo(moment_words(at))
            return stamp_words(found)

        given = self.ask(
            _asked(field, present), lambda typed: _left_or(read, typed, field, present)
        )
        return None if given is None else str(given)

    def stamp(self, question: str, present: str) -> Stamp:
        """Ask for a moment that has come; an empty line is `present`."""
        return stamp(str(self.moment(question, present)))

    def _clear(self, typed: Stamp | None) -> Stamp:
        if typed is None:
            raise MistypedError(f"That is no moment. {HOW_TO_TYPE}")
        reading = clock_reading(typed, self.zone)
        if reading is not ClockReading.ONCE:
            raise MistypedError(f"{unclear_words(reading)} Add +01:00 or +00:00, or leave it out.")
        return typed

    def _day(self, typed: str, _: FormField) -> str:
        on = typed_day(typed, self.now.on)
        if on is None:
            raise MistypedError(f"That is no day. {HOW_TO_TYPE_A_DAY}")
        self._echo(day_words(on))
        return on.isoformat()

    def _echo(self, words: str) -> None:
        self.tell(Line(text=words, indent=2, tone=Tone.QUIET))


def _asked(field: FormField, present: object) -> str:
    """Say the question, what an empty line means, and how an answer is taken away."""
    several = " Several with commas." if field.answer is AnswerKind.SEVERAL else ""
    if present is None:
        return f"{field.question}{several}{'' if field.needed else ' [Enter: leave open]'}"
    nothing = "" if field.needed else f", {NOTHING} for nothing"
    shown = ", ".join(map(str, present)) if isinstance(present, list) else present
    return f"{field.question}{several} [Enter: {shown}{nothing}]"


def _left_or(
    read: Callable[[str, FormField], object], typed: str, field: FormField, present: object
) -> object:
    """Read an answer, unless the line is empty and the question has one or needs none."""
    if typed == NOTHING and not field.needed:
        return None
    if not typed and (present is not None or not field.needed):
        return present
    return read(typed, field)


def _words_of(field: FormField, present: object) -> str | None:
    if present is None:
        return None
    values = present if isinstance(present, list) else [present]
    words = {each.value: each.words for each in field.choices}
    return ", ".join(words.get(str(value), str(value)) for value in values)


def _place(typed: str, words: Sequence[str]) -> int:
    """Read the number of one of some answers, or how it alone begins."""
    if typed.isdecimal() and 1 <= int(typed) <= len(words):
        return int(typed) - 1
    begun = [place for place, each in enumerate(words) if each.lower().startswith(typed.lower())]
    exact = [place for place in begun if words[place].lower() == typed.lower()]
    if typed and len(exact or begun) == 1:
        return (exact or begun)[0]
    raise MistypedError(f"Type a number from 1 to {len(words)}.")


def _chosen(typed: str, field: FormField) -> object:
    """Read one or several of the choices: their numbers, or their words."""
    words, values = zip(*((each.words, each.value) for each in field.choices), strict=True)
    if field.answer is AnswerKind.ONE:
        return values[_place(typed, words)]
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if not parts:
        raise MistypedError(f"Type numbers from 1 to {len(words)}, such as 1, 2.")
    found = list(dict.fromkeys(values[_place(part, words)] for part in parts))
    if _ALONE in found and len(found) > 1:
        raise MistypedError("None goes with nothing else. Type the one or the other.")
    if field.most is not None and len(found) > field.most:
        raise MistypedError(f"At most {field.most} of them.")
    return found


_ALONE = "none"


def _text(typed: str, field: FormField) -> str:
    if not typed:
        raise MistypedError(f"A few words are needed. {_TRUST}")
    longest = field.longest or len(typed)
    if len(typed) > longest:
        raise MistypedError(
            f"That is {len(typed)} characters, and at most {longest} fit. Shorten it."
        )
    return typed


def _references(typed: str, field: FormField) -> object:
    found = [part.strip().upper() for part in typed.replace(",", " ").split()]
    if not found or any(REFERENCE.fullmatch(each) is None for each in found):
        raise MistypedError("Type a reference such as KN-2026-0007.")
    if field.answer is AnswerKind.REFERENCES:
        return list(dict.fromkeys(found))
    if len(found) > 1:
        raise MistypedError("Type one reference.")
    return found[0]
