"""Cases of the tests' logs, open for recording as of a moment, and answers that are valid."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from escalation_log.effect.trial import OnePlace, Trial, tried
from escalation_log.engine.clock import moment_at
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.log.judged_case import judged_case
from escalation_log.model.event_kinds import EventKind
from escalation_log.recording.corrections import as_corrected, correctable, standing_values
from escalation_log.recording.desk import Desk, Written, desk_of
from escalation_log.recording.form_fields import AnswerKind, FormField, form_fields
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.written import contents_of, stamp_words, waiting_event

# When most cases of the four policies are open.
NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """A log whose cases can be opened for recording."""

    root: Path
    log: Log

    @property
    def references(self) -> list[str]:
        return [each.case.reference for each in self.log.cases]

    def open(self, reference: str, at: datetime = NOW) -> Desk:
        """Open a case as of a moment."""
        file = next(each for each in self.log.cases if each.case.reference == reference)
        book = self.log.rulebook(file.case)
        moment = moment_at(at, ZoneInfo(book.policy.time_zone))
        return desk_of(self.log, judged_case(file.file, file.case, book, moment))

    def event(
        self, desk: Desk, kind: EventKind, *, signs: str = "k3f9", **answers: object
    ) -> WaitingEvent:
        """Record an event of a kind at the moment; it must be possible."""
        now = stamp_at(desk.now)
        event = waiting_event(
            desk, {"at": stamp_words(now), "kind": kind.value, **answers}, now, signs
        )
        assert isinstance(event, WaitingEvent), event
        return event

    def trial(self, desk: Desk, events: Sequence[WaitingEvent], *, wait: bool = False) -> Trial:
        """Try events on a case."""
        place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
        return tried(self.log, place, contents_of(desk, events, wait=wait), desk.now)


def any_answers(
    desk: Desk, kind: EventKind, preset: Written, chance: random.Random
) -> dict[str, object]:
    """Answer the questions about an event of a kind by chance; half of what may stay open does."""
    answers = {"kind": kind.value, **preset}
    done = set[str]()
    while True:
        fields = [each for each in form_fields(kind, desk, answers) if each.name not in done]
        if not fields:
            return answers
        field = fields[0]
        done.add(field.name)
        if field.needed or (field.name not in _LEFT and chance.random() < 0.5):
            answers[field.name] = _answer(desk, field, answers, chance)


# What an event says of another stage changes what it is; a tier goes with moves inside a stage.
_LEFT = frozenset({"stage", "tier", "reason"})


def _answer(  # noqa: PLR0911 - one for each kind of answer
    desk: Desk, field: FormField, answers: Written, chance: random.Random
) -> object:
    values = [each.value for each in field.choices]
    match field.answer:
        case AnswerKind.ONE:
            return _key(chance.choice(values))
        case AnswerKind.SEVERAL:
            several = [each for each in values if each != "none"]
            return chance.sample(several, chance.randint(1, min(len(several), field.most or 9)))
        case AnswerKind.MOMENT if field.name == "at":
            return stamp_words(stamp_at(desk.now))
        case AnswerKind.MOMENT:
            return f"{desk.now.on + timedelta(days=chance.randint(20, 40))} 16:00"
        case AnswerKind.DATE:
            return (desk.now.on + timedelta(days=chance.randint(1, 9))).isoformat()
        case AnswerKind.TEXT:
            return "In a few words."
        case AnswerKind.REFERENCE:
            return _other(desk, chance)
        case AnswerKind.REFERENCES:
            return [_other(desk, chance)]
        case AnswerKind.FIELDS:
            return as_corrected(desk, {**answers, "correct": _corrected(desk, answers, chance)})


def _key(value: str) -> object:
    return int(value) if value.isdecimal() else value


def _other(desk: Desk, chance: random.Random) -> str:
    return chance.choice([each for each in desk.references if each != desk.case.reference])


# With another moment, stage or side an event or a case may be one that could not have been.
_TIED = ("at", "to", "stage", "agency")


def _corrected(desk: Desk, answers: Written, chance: random.Random) -> dict[str, object]:
    """Give another answer to one of the questions about what is wrong."""
    stands = standing_values(desk, answers)
    fields = [each for each in correctable(desk, answers) if not each.name.endswith(_TIED)]
    while True:
        field = chance.choice(fields)
        value = _answer(desk, field, answers, chance)
        if value != stands.get(field.name):
            return {field.name: value}
