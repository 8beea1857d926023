"""Ask on a terminal: again after a mistyped answer, one question back with `<`, out with Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
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
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.model.moments import Moment, Stamp
from escalation_log.recording.field_choices import Choice
from escalation_log.recording.form_fields import Answer, FormField
from escalation_log.recording.offers import stamp_at
from escalation_log.recording.written import stamp_words
from escalation_log.words.dates import day_words, moment_words, unclear_words
from escalation_log.words.lines import BLANK, Line, Tone

BACK = "<"
HINT = (
    "Type the number of an answer, `<` to go back, Ctrl-C to leave. Nothing is written before you "
    "say so."
)
_TRUST = "Nothing that identifies a person: roles, no names, and the child by the pseudonym."
_ValueT = TypeVar("_ValueT")


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
            typed = str(
                click.prompt(question, default="", show_default=False, prompt_suffix=" ")
            ).strip()
            if typed == BACK:
                raise GoingBackError
            try:
                return read(typed)
            except MistypedError as error:
                say(f"  {error}")

    def choose(self, question: str, groups: Sequence[tuple[str, Sequence[str]]]) -> int:
        """Ask for one of some numbered choices, in groups with a heading; give its place from 0."""
        self._list(groups)
        total = sum(len(choices) for _, choices in groups)
        return self.ask(question, lambda typed: _number(typed, total))

    def _list(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        number = 0
        for heading, choices in groups:
            if heading:
                self.tell(BLANK, Line(text=heading, tone=Tone.HEADING))
            for words in choices:
                number += 1
                self.tell(Line(text=f"{number:>2}  {words}", indent=1, hang=4))

    def answer(self, field: FormField, present: object = None) -> object:
        """Ask the question of a field; give its value as a file has it, None where it stays open.

        `present` is the answer that it had before, which an empty line keeps.
        """
        question = field.question if field.needed else f"{field.question} [Enter: leave open]"
        match field.answer:
            case Answer.ONE | Answer.SEVERAL:
                return self._of_a_list(field, question, present)
            case Answer.MOMENT:
                return self.moment(field.question, present, needed=field.needed)
            case Answer.DATE:
                return self._day(question, present, field)
            case Answer.TEXT:
                return self.ask(
                    _kept(question, present), lambda typed: _text(typed, field, present)
                )
            case Answer.REFERENCE | Answer.REFERENCES:
                return self.ask(
                    _kept(question, present), lambda typed: _references(typed, field, present)
                )
            case Answer.FIELDS:
                return present

    def moment(self, question: str, present: object = None, *, needed: bool = True) -> str | None:
        """Ask for a moment, now if the line is empty, and say it back in words."""
        standard = present if isinstance(present, str) else stamp_words(stamp_at(self.now))
        offer = f"[Enter: {standard}]" if needed or present is not None else "[Enter: leave open]"

        def read(typed: str) -> str | None:
            if not typed:
                return standard if needed or present is not None else None
            return stamp_words(self._clear(typed_moment(typed, stamp_at(self.now))))

        given = self.ask(f"{question} {offer}", read)
        if given is not None:
            stamp = typed_moment(given, stamp_at(self.now))
            if stamp is not None:
                self._echo(moment_words(moment_of(stamp, self.zone)))
        return given

    def stamp(self, question: str) -> Stamp | None:
        """Ask for a moment; None for an empty line."""
        given = self.moment(question, needed=False)
        return None if given is None else typed_moment(given, stamp_at(self.now))

    def _clear(self, stamp: Stamp | None) -> Stamp:
        if stamp is None:
            raise MistypedError(f"That is no moment. {HOW_TO_TYPE}")
        reading = clock_reading(stamp, self.zone)
        if reading is not ClockReading.ONCE:
            raise MistypedError(f"{unclear_words(reading)} Add +01:00 or +00:00, or leave it out.")
        return stamp

    def _day(self, question: str, present: object, field: FormField) -> str | None:
        def read(typed: str) -> str | None:
            if not typed and (present is not None or not field.needed):
                return None if present is None else str(present)
            on = typed_day(typed, self.now.on)
            if on is None:
                raise MistypedError(f"That is no day. {HOW_TO_TYPE_A_DAY}")
            self._echo(day_words(on))
            return on.isoformat()

        return self.ask(_kept(question, present), read)

    def _echo(self, words: str) -> None:
        self.tell(Line(text=words, indent=2, tone=Tone.QUIET))

    def _of_a_list(self, field: FormField, question: str, present: object) -> object:
        self._list([("", [each.words for each in field.choices])])
        if field.answer is Answer.ONE:
            return self.ask(
                _kept(question, _words_of(field, present)),
                lambda typed: _one(typed, field, present),
            )
        return self.ask(
            _kept(f"{question} Several with commas.", _words_of(field, present)),
            lambda typed: _several(typed, field, present),
        )


def _kept(question: str, present: object) -> str:
    if present is None:
        return question
    return f"{question.removesuffix(' [Enter: leave open]')} [Enter: {present}]"


def _words_of(field: FormField, present: object) -> str | None:
    if present is None:
        return None
    values = present if isinstance(present, list) else [present]
    words = {each.value: each.words for each in field.choices}
    return ", ".join(words.get(str(value), str(value)) for value in values)


def _number(typed: str, total: int) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= total:
        raise MistypedError(f"Type a number from 1 to {total}.")
    return int(typed) - 1


def _chosen(typed: str, choices: Sequence[Choice]) -> str:
    """Read the number of a choice, or its word."""
    for each in choices:
        if typed.lower() in (each.value, each.words.lower()):
            return each.value
    return choices[_number(typed, len(choices))].value


def _one(typed: str, field: FormField, present: object) -> object:
    if not typed and (present is not None or not field.needed):
        return present
    return _chosen(typed, field.choices)


def _several(typed: str, field: FormField, present: object) -> object:
    if not typed and (present is not None or not field.needed):
        return present
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if not parts:
        raise MistypedError(f"Type numbers from 1 to {len(field.choices)}, such as 1, 2.")
    return list(dict.fromkeys(_chosen(part, field.choices) for part in parts))


def _text(typed: str, field: FormField, present: object) -> object:
    if not typed and (present is not None or not field.needed):
        return present
    if not typed:
        raise MistypedError(f"A few words are needed. {_TRUST}")
    longest = field.longest or len(typed)
    if len(typed) > longest:
        raise MistypedError(
            f"That is {len(typed)} characters, and at most {longest} fit. Shorten it."
        )
    return typed


def _references(typed: str, field: FormField, present: object) -> object:
    if not typed and (present is not None or not field.needed):
        return present
    found = [part.strip().upper() for part in typed.replace(",", " ").split()]
    if not found or any(REFERENCE.fullmatch(each) is None for each in found):
        raise MistypedError("Type a reference such as KN-2026-0007.")
    if field.answer is Answer.REFERENCES:
        return list(dict.fromkeys(found))
    if len(found) > 1:
        raise MistypedError("Type one reference.")
    return found[0]
