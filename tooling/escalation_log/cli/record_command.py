"""`escalog record`: add what happened to a case."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.conversation import Conversation
from escalation_log.cli.option_words import objection_words
from escalation_log.cli.record_options import (
    FIELDS,
    Given,
    SeveralEvents,
    event_of_options,
    field_options,
    further_events,
    heard_options,
)
from escalation_log.cli.recorded_files import put_files, written_lines
from escalation_log.cli.recording_talk import RecordingTalk
from escalation_log.cli.selection import select
from escalation_log.cli.session import Session, as_of_option, pass_session, say
from escalation_log.effect.trial import OnePlace, Trial, effect_of_trial, tried
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp
from escalation_log.recording.desk import Desk, desk_of
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.problem_words import objections
from escalation_log.recording.written import contents_of, refuse_braces


@click.command(
    cls=SeveralEvents,
    examples=[
        ("escalog record KN-2026-0007", "Asks what happened, and shows what that changes."),
        (
            "escalog record KN-2026-0007 discussed --at '2026-11-23 10:15' --by raising --yes",
            "For scripts: asks nothing.",
        ),
        (
            "escalog record KN-2026-0007 discussed --by raising --and not-resolved --yes",
            "Several happenings of one call, all of them or none.",
        ),
        ("escalog record KN-2026-0007 --waiting", "Into a file of its own, beside the case."),
    ],
)
@click.argument("reference")
@click.argument("kind", required=False, metavar="[KIND]")
@field_options
@click.option(
    "--correct",
    multiple=True,
    metavar="FIELD=VALUE",
    help="For a correction: a field as it should have been; once for each field, and with nothing "
    "after = where nothing should stand there.",
)
@heard_options
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
    heard_by: str | None,
    waiting: bool,
    yes: bool,
    dry_run: bool,
    as_of: Stamp | None,
    **fields: Any,
) -> None:
    """Add what happened to a case.

    Asks for what is missing, in the words of the case's policy, offers what can happen now, and
    shows what it changes before anything is written. KIND is the kind of event, see docs/events.md.
    Without a terminal, or with --yes, nothing is asked: KIND and the options say it all, and after
    --and a further kind with its options. The new events stand at the end of the case's
    file, whose comments and layout stay; with --waiting each in a file of its own. Every rule of
    `escalog check` is applied first, and what seems to identify somebody is refused. Nothing is
    committed.
    """
    desk, log = _desk(session, reference, as_of)
    if not waiting:
        refuse_braces(desk)
    given = [Given.of({"kind": kind, "correct": correct, **fields}), *further_events()]
    asks = sys.stdin.isatty() and not yes
    if asks and len(given) > 1:
        raise click.UsageError("With --and nothing is asked. Add --yes.")
    if asks:
        events = _asked(session, log, desk, given[0], waiting=waiting, heard=heard, how=heard_by)
    else:
        events = _taken(desk, given, heard or stamp_at(desk.now), heard_by or "")
        trial = _trial(log, desk, events, wait=waiting)
        if trial.is_refused:
            wrong = (each for each in objections(trial.problems) if each.is_refusal)
            raise EscalogError(
                " ".join(objection_words(wrong, FIELDS)), hint="Nothing was written."
            )
        session.write_lines(effect_of_trial(trial))
    if dry_run:
        say("Nothing was written: this was a dry run.")
        return
    contents = contents_of(desk, events, wait=waiting)
    put_files(session.root, contents, desk.file, desk.data)
    session.write_lines(written_lines(contents))


def _desk(session: Session, reference: str, as_of: Stamp | None) -> tuple[Desk, Log]:
    """Open one case for recording."""
    selection = select(session, (reference,), as_of, only_reads=False)
    for each in selection.not_judged:
        raise EscalogError(
            f"{each.file} cannot be read, and nothing can be recorded before it is mended.",
            hint="Type `escalog check`, which says what to type instead.",
        )
    if len(selection.cases) != 1:
        raise click.BadParameter("Name one case by its reference.", param_hint="REFERENCE")
    return desk_of(selection.log, selection.judged(selection.cases[0])), selection.log


def _asked(
    session: Session,
    log: Log,
    desk: Desk,
    given: Given,
    *,
    waiting: bool,
    heard: Stamp | None,
    how: str | None,
) -> tuple[WaitingEvent, ...]:
    """Ask on the terminal."""
    zone = ZoneInfo(desk.judged.policy.time_zone)
    conversation = Conversation(session=session, now=desk.now, zone=zone)
    talk = RecordingTalk(conversation=conversation, log=log, desk=desk, wait=waiting)
    return talk.events(given.answers, heard, how)


def _taken(
    desk: Desk, given: Iterable[Given], recorded: Stamp, how: str
) -> tuple[WaitingEvent, ...]:
    """Make events of options, each on the case as the one before left it."""
    events: list[WaitingEvent] = []
    for each in given:
        opened = desk.with_waiting(events)
        # What could not be read was refused before.
        assert isinstance(opened, Desk)  # noqa: S101
        events.append(event_of_options(opened, each, recorded, how))
    return tuple(events)


def _trial(log: Log, desk: Desk, events: Sequence[WaitingEvent], *, wait: bool) -> Trial:
    place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
    return tried(log, place, contents_of(desk, events, wait=wait), desk.now)
