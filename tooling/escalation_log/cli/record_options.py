"""What `escalog record` is given by options: the fields of one event, or of several."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from escalation_log.cli.option_words import NOTHING_ASKED, missing_words, objection_words, option_of
from escalation_log.cli.recorded_files import drawn_signs
from escalation_log.cli.session import ExampleCommand, when
from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.files.reading import words_of
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.moments import Stamp
from escalation_log.recording.corrections import as_corrected
from escalation_log.recording.desk import Desk
from escalation_log.recording.form_fields import ANSWERS, QUESTIONS, AnswerKind, form_fields
from escalation_log.recording.heard import with_heard
from escalation_log.recording.problem_words import Objection, plainly
from escalation_log.recording.written import stamp_words, waiting_event

_AND = "--and"
_FURTHER = "escalation_log.further"
# In a script several values of one field are given one option each.
_SEVERAL = frozenset({AnswerKind.SEVERAL, AnswerKind.REFERENCES})
# What an option each says of an event.
_OPTIONS = tuple(name for name in EVENT_FIELDS if name in QUESTIONS and name != "correct")
FIELDS = frozenset({*_OPTIONS, "correct"})


def field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each field of an event."""
    for name in reversed(_OPTIONS):
        command = click.option(
            option_of(name),
            name,
            metavar="WHEN" if ANSWERS.get(name) in (AnswerKind.MOMENT, AnswerKind.DATE) else "TEXT",
            multiple=ANSWERS.get(name) in _SEVERAL,
            help=QUESTIONS[name],
        )(command)
    return command


def heard_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add when and how whoever records something heard of it."""
    when_heard = click.option(
        "--heard",
        type=when,
        metavar="WHEN",
        help="When you heard of it, like '2026-03-02 14:30'. Without it: now.",
    )
    how_heard = click.option(
        "--heard-by",
        type=click.Choice(words_of("how")),
        metavar="HOW",
        help="How you heard of it, such as phone; it stands in the note.",
    )
    return when_heard(how_heard(command))


class SeveralEvents(ExampleCommand):
    """A command whose arguments may go on after `--and` with a further kind and its options.

    What is not about one event, such as `--yes`, may stand anywhere.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the first `--and`, and keep the rest for `further_events`."""
        parts = list[list[str]]([[]])
        for each in args:
            if each == _AND:
                parts.append([])
            else:
                parts[-1].append(each)
        rest = super().parse_args(ctx, parts[0])
        further = []
        for part in parts[1:]:
            read = click.Context(self, info_name=ctx.info_name, parent=ctx.parent)
            super().parse_args(read, [str(ctx.params.get("reference", "")), *part])
            for parameter in self.params:
                name = str(parameter.name)
                value = read.params.get(name)
                if name in (*FIELDS, "kind", "reference") or not value:
                    continue
                if ctx.params.get(name) not in (None, False, value):
                    read.fail(f"{option_of(name)} is for all of it: give it once.")
                ctx.params[name] = value
            if not read.params.get("kind"):
                read.fail(f"Name a kind of event after {_AND}.")
            further.append(read.params)
        ctx.meta[_FURTHER] = further
        return rest


@dataclass(frozen=True, slots=True)
class Given:
    """What options say of an event: its fields, as a file has them, `kind` perhaps among them."""

    answers: Mapping[str, object]

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Given:
        """Take the options of one event; raise click.BadParameter for what they cannot mean."""
        kind = options.get("kind")
        if kind is not None:
            _refuse_kind(kind)
        answers: dict[str, object] = {} if kind is None else {"kind": kind}
        for name in _OPTIONS:
            value = options.get(name)
            if value not in (None, ()):
                answers[name] = list(value) if isinstance(value, tuple) else value
        if str(answers.get("of", "")).isdecimal():
            answers["of"] = int(str(answers["of"]))
        if options.get("correct"):
            answers["correct"] = dict(map(_correction, options["correct"]))
        return cls(answers)


def further_events() -> list[Given]:
    """Give what stands behind each `--and` of the command that runs."""
    found: list[Mapping[str, Any]] = click.get_current_context().meta.get(_FURTHER, [])
    return [Given.of(each) for each in found]


def _refuse_kind(kind: str) -> None:
    """Raise click.BadParameter for what is no kind of event, or has a command of its own."""
    if kind not in KINDS_BY_WORD:
        near = difflib.get_close_matches(kind, KINDS_BY_WORD, n=1)
        hint = f" Did you mean {near[0]}?" if near else " docs/events.md lists them."
        raise click.BadParameter(f"There is no such kind of event.{hint}", param_hint="KIND")
    if KINDS_BY_WORD[kind] is EventKind.REDACTION:
        raise click.BadParameter("`escalog redact` takes a value out.", param_hint="KIND")


def _correction(pair: str) -> tuple[str, object]:
    """Read what a field should have been; nothing after `=` takes the field away."""
    name, equals, text = pair.partition("=")
    if not equals:
        raise click.BadParameter(
            "Type the field, `=` and what should stand there, such as by=receiving.",
            param_hint="--correct",
        )
    name, text = name.strip().replace("-", "_"), text.strip()
    if ANSWERS.get(name.rstrip("_0123456789")) in _SEVERAL:
        return name, [part.strip() for part in text.split(",")] if text else None
    return name, text or None


def event_of_options(desk: Desk, given: Given, recorded: Stamp, how: str) -> WaitingEvent:
    """Make an event of options alone; raise click.UsageError for what is missing or wrong."""
    if "kind" not in given.answers:
        raise click.UsageError(
            f"{NOTHING_ASKED} Name the kind of event, and give the rest by options."
        )
    kind = KINDS_BY_WORD[str(given.answers["kind"])]
    answers = with_heard({"at": stamp_words(recorded), **given.answers}, how)
    missing = [each for each in form_fields(kind, desk, answers) if each.needed]
    if missing:
        raise click.UsageError(" ".join((NOTHING_ASKED, *map(missing_words, missing))))
    if "correct" in answers:
        answers["correct"] = as_corrected(desk, answers)
    event = waiting_event(desk, answers, recorded, drawn_signs())
    if isinstance(event, WaitingEvent):
        return event
    wrong = (Objection(each.field, plainly(each.words)) for each in event)
    raise click.UsageError(" ".join(objection_words(wrong, FIELDS)))
