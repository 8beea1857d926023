"""Ask all about one event of a case, and again what the rules object to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from escalation_log.cli.conversation import Conversation, GoingBackError
from escalation_log.cli.heard_talk import HeardEntry
from escalation_log.cli.recorded_files import drawn_signs
from escalation_log.effect.trial import OnePlace, tried
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.event_kinds import EventKind
from escalation_log.recording.corrections import (
    as_corrected,
    correctable,
    corrected_event,
    standing_values,
)
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import FieldChoice
from escalation_log.recording.form_fields import AnswerKind, FormField, field_of, form_fields
from escalation_log.recording.heard import heard_words, with_heard
from escalation_log.recording.problem_words import Objection, objections
from escalation_log.recording.written import NotTaken, stamp_words, waiting_event
from escalation_log.words.lines import Line, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event that is taken, with the answers that it was made of; `preset` was not asked for."""

    kind: EventKind
    preset: Written
    answers: Written
    event: WaitingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTalk:
    """Asks about events of a case as it stands at a desk, heard of as `entry` says."""

    conversation: Conversation
    log: Log
    desk: Desk
    entry: HeardEntry

    def draft(self, kind: EventKind, preset: Written, before: Written | None = None) -> EventDraft:
        """Ask all about an event of a kind but for `preset`, until the rules take the answers.

        `before` are answers that it had, which an empty line keeps. Raise GoingBackError where
        somebody goes back from the first question.
        """
        answers, done = {**(before or {}), **preset}, list[str]()
        known, signs = dict(preset), drawn_signs()
        while True:
            self._ask(kind, known, answers, done)
            written = self._written(kind, answers)
            event = waiting_event(self.desk, written, self.entry.recorded, signs)
            wrong = list(self._objections(event))
            if isinstance(event, WaitingEvent) and not any(each.is_refusal for each in wrong):
                return EventDraft(kind=kind, preset=preset, answers=answers, event=event)
            for each in wrong:
                words = self._too_early() if each.field == "recorded" else each.words
                self.conversation.tell(Line(text=words, indent=2, hang=2, tone=Tone.MISSED))
            again = {each.field for each in wrong if each.is_refusal}
            asked = [name for name in (*done, *known) if name in again]
            for name in asked:
                # What is wrong is no answer to keep; what might be personal is not shown again.
                answers.pop(name, None)
                known.pop(name, None)
            done[:] = [name for name in done if name not in asked] if asked else []

    def _ask(
        self, kind: EventKind, known: Written, answers: dict[str, object], done: list[str]
    ) -> None:
        """Ask one question after another, but for those that are `done`; `<` asks the last again.

        An answer may bring further questions.
        """
        while True:
            given = {name: answers[name] for name in (*known, *done) if name in answers}
            fields = form_fields(kind, self.desk, {"kind": kind.value, **given})
            open_ones = [each for each in fields if each.name not in done]
            if not open_ones:
                return
            field = open_ones[0]
            try:
                value = self._value(field, kind, answers)
            except GoingBackError:
                if not done:
                    raise
                done.pop()
                continue
            answers.pop(field.name, None)
            if value is not None:
                answers[field.name] = value
            done.append(field.name)

    def _value(self, field: FormField, kind: EventKind, answers: Written) -> object:
        """Ask one question."""
        present = answers.get(field.name)
        if field.answer is AnswerKind.FIELDS:
            return self._correct({"kind": kind.value, **answers})
        if field.name == "at" and present is None:
            present = stamp_words(self.entry.recorded)
        if field.name == "note" and field.longest is not None and self.entry.how:
            room = field.longest - len(heard_words(self.entry.how)) - 1
            field = replace(field, longest=room)
        value = self.conversation.answer(field, present)
        is_number = field.name == "of" and str(value).isdecimal()
        return int(str(value)) if is_number else value

    def _correct(self, answers: Written) -> Mapping[str, object]:
        """Ask what is wrong in an event or on top of a case, and what should stand there."""
        known = {each.name: each for each in correctable(self.desk, answers)}
        stands = standing_values(self.desk, answers)
        which = FormField(
            name="which",
            question="What is wrong?",
            answer=AnswerKind.SEVERAL,
            needed=True,
            choices=tuple(
                FieldChoice(value=each.name, words=each.question) for each in known.values()
            ),
        )
        while True:
            chosen = self.conversation.answer(which)
            names = [str(each) for each in chosen] if isinstance(chosen, list) else []
            try:
                given = {
                    name: self.conversation.answer(
                        self._may_go(known[name], answers), stands.get(name)
                    )
                    for name in names
                }
            except GoingBackError:
                continue
            different = {name: each for name, each in given.items() if each != stands.get(name)}
            if different:
                return different
            words = "That is what stands there already."
            self.conversation.tell(Line(text=words, indent=2, tone=Tone.MISSED))

    def _may_go(self, field: FormField, answers: Written) -> FormField:
        """Let a field of an event be taken away that its kind can do without."""
        event = corrected_event(self.desk, answers)
        if event is None or answers["kind"] == EventKind.HEADER_CORRECTION:
            return field
        return replace(field, needed=field_of(field.name, event.kind, self.desk, {}).needed)

    def _written(self, kind: EventKind, answers: Written) -> dict[str, object]:
        written = with_heard({"kind": kind.value, **answers}, self.entry.how)
        if "correct" in written:
            written["correct"] = as_corrected(self.desk, written)
        return written

    def _objections(self, event: WaitingEvent | tuple[NotTaken, ...]) -> Iterator[Objection]:
        if not isinstance(event, WaitingEvent):
            yield from (Objection(each.field, each.words) for each in event)
            return
        desk = self.desk
        place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
        trial = tried(self.log, place, {event.file: event.data}, desk.now)
        yield from objections(trial.problems)

    def _too_early(self) -> str:
        heard = stamp_words(self.entry.recorded)
        return (
            f"You said that you heard of it at {heard}, which is earlier. Type the moment again, "
            "or go back with `<` to the question when you heard."
        )


def _without_advice(question: str) -> str:
    """Leave out of a question how its answer is to be written."""
    return question.partition(" Short, ")[0].partition(" No names")[0]
