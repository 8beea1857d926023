"""`escalog deadline`: count one deadline or many, each with its receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import IO

import click

from escalation_log.cli.questions import (
    MOST_MONTHS,
    MOST_WORKING_DAYS,
    DeadlineQuestion,
    Defaults,
    UnanswerableError,
    answer,
    counting_from,
    cut_off_from,
    limit_from,
    lines_in,
    question_from,
)
from escalation_log.cli.session import (
    ExampleCommand,
    Session,
    pass_session,
    text_or_json_option,
    when,
)
from escalation_log.export.case_data import receipt_as_plain
from escalation_log.export.explanations import receipt_lines
from escalation_log.files.calendar_file import parse_calendar
from escalation_log.log.disk import read_bytes
from escalation_log.model.calendars import Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import Rolls
from escalation_log.model.policies import Counting
from escalation_log.model.problems import Problem
from escalation_log.model.receipts import Deadline, DueAt, Governs, Receipt
from escalation_log.words.dates import day_words
from escalation_log.words.lines import Line, Tone
from escalation_log.words.plain_values import Plain, plain

CALENDAR_FOLDER = "policies/calendars"


class CalendarFiles(Mapping[str, Calendar]):
    """The calendars in `policies/calendars`, by name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths = {path.stem: path for path in sorted((root / CALENDAR_FOLDER).glob("*.yaml"))}
        self._read: dict[str, Calendar] = {}

    def __getitem__(self, name: str) -> Calendar:
        """Give a calendar; raise KeyError where there is none, EscalogError for a faulty file."""
        if name not in self._read:
            path = self._paths[name]
            file = f"{CALENDAR_FOLDER}/{path.name}"
            data = read_bytes(self._root, path)
            if isinstance(data, Problem):
                raise EscalogError(f"{file}: {data.message}")
            calendar = parse_calendar(file, data)
            if not isinstance(calendar, Calendar):
                raise EscalogError(
                    f"The file {file} has problems, so nothing can be counted by it.",
                    hint=f"See what they are: escalog check {file}",
                )
            self._read[name] = calendar
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names in order."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._paths)


_USUAL_CALENDAR = "england-and-wales"


def _cut_off(text: str) -> time:
    try:
        return cut_off_from(text)
    except ValueError as error:
        raise click.BadParameter("Write an hour of the day, like 16:00.") from error


@click.command(
    cls=ExampleCommand,
    examples=[
        (
            "escalog deadline --from '2026-03-02 10:15' --working-days 5",
            "Five working days in England and Wales, each day of the count named.",
        ),
        (
            "escalog deadline --from 2026-11-27 --working-days 2 --calendar scotland",
            "St Andrew's Day is a bank holiday there.",
        ),
        (
            "escalog deadline --from 2026-03-27 --weeks 1 --rolls next-working-day",
            "A week ends on Good Friday, and goes on to the Tuesday after Easter.",
        ),
        (
            "escalog deadline --batch questions.ndjson",
            (
                "One question a line, such as "
                '{"id": "1", "calendar": "scotland", "from": "2026-11-27", "working_days": 2}; '
                "one answer a line, in the same order."
            ),
        ),
    ],
)
@click.option(
    "--from",
    "since",
    type=when,
    metavar="WHEN",
    help="The trigger: a date, or a date and a time, local unless it has an offset.",
)
@click.option(
    "--working-days",
    type=click.IntRange(0, MOST_WORKING_DAYS),
    metavar="N",
    help="How many working days; 0 means the same working day.",
)
@click.option(
    "--calendar-days",
    type=click.IntRange(1, MOST_WORKING_DAYS),
    metavar="N",
    help="In place of working days: how many days, whatever days they are.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WORKING_DAYS // 7),
    metavar="N",
    help="In place of working days: how many weeks.",
)
@click.option(
    "--months",
    type=click.IntRange(1, MOST_MONTHS),
    metavar="N",
    help="In place of working days: how many months.",
)
@click.option(
    "--rolls",
    type=click.Choice([where.value for where in Rolls]),
    metavar="WHERE",
    help="Where a date of days, weeks or months goes that is no working day: next-working-day or "
    "previous-working-day.",
)
@click.option(
    "--calendar",
    metavar="NAME",
    help=f"Whose bank holidays: a file of policies/calendars/. Without it: {_USUAL_CALENDAR}.",
)
@click.option(
    "--counting",
    type=click.Choice([rule.value for rule in Counting]),
    default=Counting.DAY_AFTER_TRIGGER.value,
    metavar="RULE",
    help="The rule of counting: day-after-trigger (without this option), "
    "next-working-day-after-trigger or trigger-day-counts.",
)
@click.option(
    "--cut-off",
    type=_cut_off,
    metavar="HH:MM",
    help="From this hour on a trigger counts as the next working day.",
)
@click.option(
    "--as-of",
    type=when,
    metavar="WHEN",
    help="Count with the bank holidays announced by then. Without it: the present.",
)
@text_or_json_option("How to print one date; many are always JSON.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE",
    help="Answer newline-delimited JSON, - for standard input. What a line does not say of "
    "calendar, counting and cut_off is taken from the options. A line that cannot be answered "
    "gets its problem in words, and the exit code is 1.",
)
@pass_session
@click.pass_context
def deadline(
    ctx: click.Context,
    session: Session,
    *,
    since: Stamp | None,
    calendar: str | None,
    counting: str,
    cut_off: time | None,
    as_of: Stamp | None,
    form: str,
    batch: IO[bytes] | None,
    working_days: int | None,
    calendar_days: int | None,
    weeks: int | None,
    months: int | None,
    rolls: str | None,
) -> None:
    """Count working days from a moment, each day named."""
    amounts = {
        "working_days": working_days,
        "calendar_days": calendar_days,
        "weeks": weeks,
        "months": months,
    }
    named = calendar or _USUAL_CALENDAR
    known_on = session.moment(as_of).on
    calendars = CalendarFiles(session.root)
    if batch is not None:
        given = (since, rolls, *amounts.values())
        if any(each is not None for each in given):
            raise click.UsageError("With --batch, each line says --from and --working-days itself.")
        defaults = Defaults(calendar=named, counting=counting_from(counting), cut_off=cut_off)
        if not _answer_all(session, batch, calendars, defaults, known_on):
            ctx.exit(1)
        return
    try:
        limit = limit_from(amounts, rolls)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if since is None or limit is None:
        raise click.UsageError("One date needs --from and --working-days; many need --batch.")
    question = DeadlineQuestion(
        calendar=named,
        since=since,
        limit=limit,
        counting=counting_from(counting),
        cut_off=cut_off,
    )
    try:
        found = answer(question, calendars, known_on)
    except UnanswerableError as error:
        raise click.UsageError(error.words) from error
    if form == "json":
        session.write_text(json.dumps(_as_plain(question, found)) + "\n")
    else:
        unsure = ", provisionally" if found.is_provisional else ""
        heading = Line(
            text=f"{found.due_on}: {day_words(found.due_on)} is the last day in time{unsure}.",
            tone=Tone.HEADING,
        )
        session.write_lines((heading, *receipt_lines(_receipt(found))))


def _answer_all(
    session: Session,
    batch: IO[bytes],
    calendars: Mapping[str, Calendar],
    defaults: Defaults,
    known_on: date,
) -> bool:
    """Answer questions line by line as they arrive; return whether every line got a date."""
    all_answered = True
    for line in lines_in(batch):
        try:
            question = question_from(line, defaults)
            written = _as_plain(question, answer(question, calendars, known_on))
        except UnanswerableError as error:
            written = {"id": error.asked, "problem": error.words}
            all_answered = False
        session.write_text(json.dumps(written) + "\n")
    return all_answered


def _as_plain(question: DeadlineQuestion, found: Deadline) -> dict[str, Plain]:
    return {
        "id": question.id,
        "due_on": plain(found.due_on),
        "due": plain(found.due),
        "original_due_on": plain(found.original_due_on),
        "provisional": found.is_provisional,
        "receipt": receipt_as_plain(_receipt(found)),
    }


def _receipt(found: Deadline) -> Receipt:
    return (*found.steps, DueAt(due=found.due, due_on=found.due_on, governed_by=Governs.LIMIT))
