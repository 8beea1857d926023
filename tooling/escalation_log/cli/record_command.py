"""`escalog record`: add what happened to a case."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.conversation import Conversation
from escalation_log.cli.recorded_files import drawn_signs, put_files
from escalation_log.cli.recording_talk import RecordingTalk
from escalation_log.cli.selection import select
from escalation_log.cli.session import (
    ExampleCommand,
    Session,
    as_of_option,
    pass_session,
    say,
    when,
)
from escalation_log.effect.trial import OnePlace, Trial, trial_lines, tried
from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import KINDS_BY_WORD
from escalation_log.model.moments import Stamp
from escalation_log.recording.desk import Desk, desk_of
from escalation_log.recording.form_fields import ANSWERS, QUESTIONS, Answer
from escalation_log.recording.offers import stamp_at
from escalation_log.recording.written import Refused, contents_of, stamp_words, waiting_event
from escalation_log.words.lines import Line, Tone

# In a script several values of one field are given one option each.
_SEVERAL = frozenset({Answer.SEVERAL, Answer.REFERENCES})
_OPTIONS = tuple(name for name in EVENT_FIELDS if name in QUESTIONS and name != "correct")


def _field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each field of an event."""
    for name in reversed(_OPTIONS):
        command = click.option(
            f"--{name.replace('_', '-')}",
            name,
            metavar="WHEN" if ANSWERS.get(name) in (Answer.MOMENT, Answer.DATE) else "TEXT",
            multiple=ANSWERS.get(name) in _SEVERAL,
            help=QUESTIONS[name],
        )(command)
    return command


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog record KN-2026-0007", "Asks what happened, and shows what that changes."),
        (
            "escalog record KN-2026-0007 discussed --at '2026-11-23 10:15' --by raising --yes",
            "For scripts: asks nothing.",
        ),
        ("escalog record KN-2026-0007 --waiting", "Into a file of its own, beside the case."),
    ],
)
@click.argument("reference")
@click.argument("kind", required=False, metavar="[KIND]")
@_field_options
@click.option(
    "--correct",
    multiple=True,
    metavar="FIELD=VALUE",
    help="For a correction: a field as it should have been; once for each field.",
)
@click.option(
    "--heard",
    type=when,
    metavar="WHEN",
    help="When you heard of it, like '2026-03-02 14:30'. Without it: now.",
)
@click.option("--waiting", is_flag=True, help="Write an event that waits, in a file of its own.")
@click.option("--yes", is_flag=True, help="Write it without asking once more.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and write nothing.")
@as_of_option
@pass_session
def record(
    session: Session,
    /,
    *,
    reference: str,
    kind: str | None,
    correct: Sequence[str],
    heard: Stamp | None,
    waiting: bool,
    yes: bool,
    dry_run: bool,
    as_of: Stamp | None,
    **given: Any,
) -> None:
    """Add what happened to a case.

    Asks for what is missing, in the words of the case's policy, offers what can happen now, and
    shows what it changes before anything is written. KIND is the kind of event, see docs/events.md.
    With KIND and without a terminal nothing is asked. The new events stand at the end of the case's
    file, whose comments and layout stay; with --waiting each in a file of its own. Every rule of
    `escalog check` is applied first, and what seems to identify somebody is refused. Nothing is
    committed.
    """
    selection = select(session, (reference,), as_of, only_reads=False)
    if len(selection.cases) != 1:
        raise click.BadParameter("Name one case by its reference.", param_hint="REFERENCE")
    desk = desk_of(selection.log, selection.judged(selection.cases[0]))
    answers = _answers(kind, given, correct)
    if sys.stdin.isatty() and not yes:
        zone = ZoneInfo(desk.judged.policy.time_zone)
        talk = RecordingTalk(
            conversation=Conversation(session=session, now=desk.now, zone=zone),
            log=selection.log,
            desk=desk,
            wait=waiting,
        )
        events = talk.events(answers, heard)
    else:
        events = (_event(desk, answers, heard),)
    contents = contents_of(desk, events, wait=waiting)
    trial = trial_of(selection.log, desk, events, wait=waiting)
    if not sys.stdin.isatty() or yes or trial.is_refused:
        session.write_lines(trial_lines(trial))
    if trial.is_refused:
        raise EscalogError("Nothing was written.", hint="See above what to type instead.")
    if dry_run:
        say("Nothing was written: this was a dry run.")
        return
    put_files(session.root, contents, desk.file, desk.data)
    session.write_lines(
        [
            Line(text=f"Written: {', '.join(contents)}", hang=2, tone=Tone.DONE),
            Line(
                text="It counts for everybody once it is merged: commit it, and open a pull "
                "request that says why.",
                hang=2,
            ),
        ]
    )


def trial_of(log: Log, desk: Desk, events: Sequence[WaitingEvent], *, wait: bool) -> Trial:
    """Try events on a case."""
    place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
    return tried(log, place, contents_of(desk, events, wait=wait), desk.now)


def _answers(kind: str | None, given: dict[str, Any], correct: Sequence[str]) -> dict[str, object]:
    """Take the answers that options give; raise click.BadParameter for an unknown kind."""
    if kind is not None and kind not in KINDS_BY_WORD:
        raise click.BadParameter(
            "There is no such kind of event. docs/events.md lists them.", param_hint="KIND"
        )
    answers: dict[str, object] = {} if kind is None else {"kind": kind}
    for name, value in given.items():
        if value not in (None, ()):
            answers[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(answers.get("of"), str) and str(answers["of"]).isdecimal():
        answers["of"] = int(str(answers["of"]))
    if correct:
        pairs = (each.partition("=") for each in correct)
        answers["correct"] = {name.strip(): value.strip() for name, _, value in pairs}
    return answers


def _event(desk: Desk, answers: dict[str, object], heard: Stamp | None) -> WaitingEvent:
    """Make an event of options alone; raise click.UsageError for what is missing or wrong."""
    if "kind" not in answers:
        raise click.UsageError(
            "Without a terminal nothing can be asked: name the kind of event, and give the rest by "
            "options."
        )
    recorded = heard or stamp_at(desk.now)
    given = {"at": stamp_words(recorded), **answers}
    event = waiting_event(desk, given, recorded, drawn_signs())
    if isinstance(event, WaitingEvent):
        return event
    raise click.UsageError(" ".join(map(_refusal, event)))


def _refusal(refused: Refused) -> str:
    option = f"--{refused.field.replace('_', '-')}: " if refused.field in _OPTIONS else ""
    return f"{option}{refused.words}"
