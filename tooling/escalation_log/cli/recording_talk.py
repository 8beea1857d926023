"""The conversation in which somebody says what happened to a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from escalation_log.cli.conversation import HINT, Conversation, GoingBackError
from escalation_log.cli.recorded_files import drawn_signs
from escalation_log.effect.recorded import coming_up
from escalation_log.effect.trial import OnePlace, Trial, trial_lines, tried
from escalation_log.files.reading import words_of
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.moments import Stamp
from escalation_log.recording.corrections import as_corrected, correctable
from escalation_log.recording.desk import Desk
from escalation_log.recording.field_choices import Choice
from escalation_log.recording.form_fields import Answer, FormField, field_of, form_fields
from escalation_log.recording.offers import GROUP_WORDS, offers, stamp_at
from escalation_log.recording.problem_words import Objection, objections
from escalation_log.recording.written import Refused, contents_of, waiting_event
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.titles import capital, coded_title, coded_words

_HEARD = "When did you hear of it?"
_HOW = "How did you hear of it?"
_THERE = "I was there, or it was my own act"
_HAPPENED = "What happened?"
_TOLD = "Whom have you told of the risk? Each is an event of its own, with its time."
_NOBODY = "Nobody yet. Ring before you go on."
_NEXT = "What now?"
_WRITE, _MORE, _AGAIN = (
    "Write it",
    "Record something else of the same call first",
    "Change the last answers",
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """When somebody heard, and how in words; the words are empty where that says nothing."""

    recorded: Stamp
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingTalk:
    """Asks what happened to a case; `wait` says that each event gets a file of its own."""

    conversation: Conversation
    log: Log
    desk: Desk
    wait: bool

    def events(self, given: Mapping[str, object], heard: Stamp | None) -> tuple[WaitingEvent, ...]:
        """Ask until there is something to write; `given` are answers that options gave."""
        judged = self.desk.judged
        self.conversation.tell(
            Line(text=f"{judged.reference}: {judged.policy.title}", tone=Tone.HEADING),
            *(Line(text=words, indent=2, hang=2) for words in coming_up(judged)),
            Line(text=HINT, hang=2, tone=Tone.QUIET),
            BLANK,
        )
        entry = self._entry(heard)
        events: list[WaitingEvent] = []
        while True:
            try:
                events.append(self._event(self._with(events), {} if events else given, entry))
            except GoingBackError:
                if not events:
                    entry = self._entry(None)
                    continue
                events.pop()
            if events and self._is_enough(events, entry):
                return tuple(events)

    def _with(self, events: Sequence[WaitingEvent]) -> Desk:
        desk = self.desk.with_waiting(events)
        # Each event was tried before it was taken.
        assert isinstance(desk, Desk)  # noqa: S101
        return desk

    def _entry(self, heard: Stamp | None) -> _Entry:
        """Ask when and how somebody heard; going back from the first question asks it again."""
        while True:
            try:
                recorded = heard
                if recorded is None:
                    asked = f"{_HEARD} An empty line is now."
                    recorded = self.conversation.stamp(asked)
                hows = (Choice(value="", words=_THERE), *_hows())
                place = self.conversation.choose(_HOW, [("", [each.words for each in hows])])
                return _Entry(recorded or stamp_at(self.desk.now), hows[place].value)
            except GoingBackError:
                heard = None

    def _is_enough(self, events: list[WaitingEvent], entry: _Entry) -> bool:
        """Show what the events change, and ask how to go on; false where another one is wanted."""
        while True:
            self._tell_of_risk(events, entry)
            self.conversation.tell(BLANK, Line(text="What this changes", tone=Tone.HEADING))
            self.conversation.tell(*trial_lines(self._trial(events)), BLANK)
            try:
                chosen = self.conversation.choose(_NEXT, [("", [_WRITE, _MORE, _AGAIN])])
            except GoingBackError:
                chosen = 2
            if chosen == 2:
                events.pop()
            return chosen == 0

    def _trial(self, events: Sequence[WaitingEvent]) -> Trial:
        place = OnePlace(file=self.desk.file, data=self.desk.data, waiting=self.desk.waiting)
        contents = contents_of(self.desk, events, wait=self.wait)
        return tried(self.log, place, contents, self.desk.now)

    def _tell_of_risk(self, events: list[WaitingEvent], entry: _Entry) -> None:
        """After an immediate risk, ask whom somebody told, and when."""
        while events[-1].written["kind"] in _ASKED_AFTER:
            desk = self._with(events)
            ways = [each for each in offers(desk) if each.is_now]
            if not ways:
                return
            words = [each.title for each in ways]
            try:
                place = self.conversation.choose(_TOLD, [("", [*words, _NOBODY])])
                if place == len(ways):
                    return
                offer = ways[place]
                events.append(self._answered(desk, offer.kind, offer.preset, entry))
            except GoingBackError:
                return

    def _event(self, desk: Desk, given: Mapping[str, object], entry: _Entry) -> WaitingEvent:
        """Ask what happened and all about it."""
        rest = {name: value for name, value in given.items() if name != "kind"}
        while True:
            kind, preset = self._what(desk, given)
            try:
                return self._answered(desk, kind, {**preset, **rest}, entry)
            except GoingBackError:
                if "kind" in given:
                    raise

    def _what(
        self, desk: Desk, given: Mapping[str, object]
    ) -> tuple[EventKind, Mapping[str, object]]:
        """Ask what happened, by what can happen now; a kind that is given is not asked for."""
        if "kind" in given:
            return KINDS_BY_WORD[str(given["kind"])], {}
        ways = offers(desk)
        groups = [
            (GROUP_WORDS[group], [each.words for each in those])
            for group, those in groupby(ways, attrgetter("group"))
        ]
        offer = ways[self.conversation.choose(_HAPPENED, groups)]
        return offer.kind, offer.preset

    def _answered(
        self, desk: Desk, kind: EventKind, preset: Mapping[str, object], entry: _Entry
    ) -> WaitingEvent:
        """Ask all about an event of a kind, and again what the rules object to."""
        answers = dict(preset)
        names = [each.name for each in form_fields(kind, desk, preset)]
        signs, index = drawn_signs(), 0
        while True:
            self._ask(desk, kind, names[index:], answers)
            written = {"kind": kind.value, **self._with_note(answers, entry)}
            if "correct" in written:
                written["correct"] = as_corrected(desk, written)
            event = waiting_event(desk, written, entry.recorded, signs)
            wrong = list(self._objections(desk, event))
            if isinstance(event, WaitingEvent) and not any(each.is_refusal for each in wrong):
                return event
            for each in wrong:
                self.conversation.tell(Line(text=each.words, indent=2, hang=2, tone=Tone.MISSED))
            asked = [names.index(each.field) for each in wrong if each.field in names]
            index = min(asked, default=0)

    def _objections(
        self, desk: Desk, event: WaitingEvent | tuple[Refused, ...]
    ) -> Iterator[Objection]:
        if not isinstance(event, WaitingEvent):
            yield from (Objection(each.field, each.words) for each in event)
            return
        place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
        trial = tried(self.log, place, {event.file: event.data}, desk.now)
        yield from objections(trial.problems)

    def _ask(
        self, desk: Desk, kind: EventKind, names: Sequence[str], answers: dict[str, object]
    ) -> None:
        """Ask for fields one after another; going back asks the one before once more."""
        index = 0
        while index < len(names):
            name = names[index]
            others = {each: value for each, value in answers.items() if each != name}
            field = field_of(name, kind, desk, {"kind": kind.value, **others})
            try:
                value = self._value(desk, field, kind, answers)
            except GoingBackError:
                if index == 0:
                    raise
                index -= 1
                continue
            answers.pop(name, None)
            if value is not None:
                answers[name] = int(str(value)) if name == "of" and _is_number(value) else value
            index += 1

    def _value(
        self, desk: Desk, field: FormField, kind: EventKind, answers: Mapping[str, object]
    ) -> object:
        present = answers.get(field.name)
        if field.answer is not Answer.FIELDS:
            return self.conversation.answer(field, present)
        known = correctable(desk, {"kind": kind.value, **answers})
        choices = tuple(
            Choice(value=each.name, words=capital(coded_words(each.name).replace("_", " ")))
            for each in known
        )
        which = FormField(
            name="which",
            question="What is wrong?",
            answer=Answer.SEVERAL,
            needed=True,
            choices=choices,
        )
        chosen = self.conversation.answer(which)
        names = chosen if isinstance(chosen, list) else []
        by_name = {each.name: each for each in known}
        return {name: self.conversation.answer(by_name[name]) for name in names}

    def _with_note(self, answers: Mapping[str, object], entry: _Entry) -> dict[str, object]:
        """Add to the note how somebody heard."""
        if not entry.how:
            return dict(answers)
        heard = f"Heard by {coded_words(entry.how)}."
        note = " ".join(filter(None, (heard, str(answers.get("note") or ""))))
        return {**answers, "note": note}


_ASKED_AFTER = frozenset({EventKind.IMMEDIATE_RISK.value})


def _is_number(value: object) -> bool:
    return str(value).isdecimal()


def _hows() -> Iterator[Choice]:
    for how in words_of("how"):
        yield Choice(value=how, words=coded_title(how))
