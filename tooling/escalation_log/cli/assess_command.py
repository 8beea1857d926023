"""`escalog assess` and `escalog explain`: judge cases, and say where they stand and why."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from itertools import chain

import click

from escalation_log.cli.growing_files import write_csv, write_json_cases
from escalation_log.cli.selection import BreachWatch, Selection, fail_on_option, finish, select
from escalation_log.cli.session import (
    STYLES,
    ExampleCommand,
    Session,
    as_of_option,
    pass_session,
    say,
    text_or_json_option,
)
from escalation_log.export.case_data import assessment_as_plain, assessments_head
from escalation_log.export.explanations import explanation, why_not_judged
from escalation_log.export.tables import (
    CSV_HEADER,
    TABLE_HEADER,
    TableRow,
    aligned,
    case_words,
    cases_summary,
    csv_row_not_judged,
    csv_rows,
    row_not_judged,
    row_of_earlier,
    rows_of_the_route,
    table_rows,
    urgency_of,
)
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Stamp
from escalation_log.words.earlier_states import name_words
from escalation_log.words.lines import BLANK, Tone
from escalation_log.words.plain_values import Plain

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people; JSON with every receipt, a case a line; or CSV, a row a duty.",
)
all_option = click.option(
    "--all",
    "with_silent",
    is_flag=True,
    help="Show in the table also the duties that have not started or do not apply.",
)
# In characters: the width of a column of states, and the terminal width from which ids fit on one
# line.
_LEAST_WIDTH, _ROOMY = 19, 76


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog assess", "Where every case stands now, what is overdue first."),
        ("escalog assess KN-2026-0001 --all", "One case, with the duties that wait their turn."),
        ("escalog assess cases/2026 --as-of 2026-03-10", "A year's cases at the end of a day."),
        ("escalog assess --format json --fail-on breach", "For programs; a breach exits with 1."),
    ],
)
@click.argument("names", metavar="[PATH-or-REFERENCE]...", nargs=-1)
@as_of_option
@form_option
@all_option
@fail_on_option
@pass_session
def assess_command(
    session: Session,
    *,
    names: tuple[str, ...],
    as_of: Stamp | None,
    form: str,
    with_silent: bool,
    fail_on: str | None,
) -> None:
    """Judge cases as of a moment, duty by duty.

    Without a name, every case that had begun by then. The table begins with what has been overdue
    the longest, and says below a case's duties where it left the policy's route; JSON and CSV go by
    reference. A case whose file has problems stands by its last
    state in Git without any; where there is none it is not judged, and a row says what is wrong.
    Standard error names both, and the exit code is 1.
    """
    selection = select(session, names, as_of)
    has_breach = write_assessments(session, selection, form=form, with_silent=with_silent)
    finish(selection, is_failed=fail_on == "breach" and has_breach)


def write_assessments(
    session: Session, selection: Selection, *, form: str, with_silent: bool
) -> bool:
    """Judge the selected cases, and write what was found; say whether there is a breach."""
    total = len(selection.cases)
    with session.progress("Judging", total, while_writing=form != "table") as advance:
        watch = BreachWatch(selection.judged_all(advance))
        judged: Sequence[JudgedCase] = ()
        if form == "json":
            _write_json(session, selection, map(assessment_as_plain, watch))
        elif form == "csv":
            rows = (row for each in watch for row in csv_rows(each.assessment, each.earlier))
            without = map(csv_row_not_judged, selection.not_judged)
            write_csv(session.write_text, CSV_HEADER, chain(rows, without))
        else:
            judged = tuple(watch)
    if form == "table":
        _write_table(session, judged, selection.not_judged, with_silent=with_silent)
    return watch.has_breach


def _write_json(session: Session, selection: Selection, cases: Iterable[Plain]) -> None:
    head = assessments_head(selection.moment_for(selection.cases), selection.not_judged)
    write_json_cases(session.write_text, head, cases)


def _write_table(
    session: Session,
    judged: Sequence[JudgedCase],
    not_judged: Sequence[NotJudged],
    *,
    with_silent: bool,
) -> None:
    """Write the table, in colour and within the width of a terminal, else aligned by spaces.

    What cannot be judged stands first.
    """
    in_order = sorted(judged, key=lambda each: urgency_of(each.assessment))
    sections = [(name_words(each), [row_not_judged(each)]) for each in not_judged]
    sections += [
        (
            case_words(each.assessment),
            [
                *([] if each.earlier is None else [row_of_earlier(each.assessment, each.earlier)]),
                *table_rows(each.assessment, with_silent=with_silent),
                *rows_of_the_route(each.assessment, each.policy, each.partnership),
            ],
        )
        for each in in_order
    ]
    if session.writes_to_terminal:
        _show_table(session, sections)
    else:
        rows = [row.cells for _, members in sections for row in members]
        if rows:
            say(aligned(TABLE_HEADER, rows))
    assessments = [each.assessment for each in judged]
    earlier = sum(each.earlier is not None for each in judged)
    say(cases_summary(assessments, earlier=earlier, not_judged=len(not_judged)))


def _show_table(session: Session, sections: Sequence[tuple[str, Sequence[TableRow]]]) -> None:
    """Show a case's name in a row above its duties, and notes in the column of the state.

    This leaves a narrow terminal room for the other columns.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Duty", overflow="fold", no_wrap=session.console.width >= _ROOMY)
    table.add_column("Due", no_wrap=True)
    table.add_column("State", overflow="fold", min_width=_LEAST_WIDTH)
    for heading, rows in sections:
        table.add_row(Text(heading, STYLES[Tone.HEADING]))
        for row in rows:
            _, duty, state, due, note = row.cells
            cells = (f"  {duty}", due, f"{state}: {note}" if note else state)
            table.add_row(*(Text(cell, STYLES[row.tone]) for cell in cells))
        table.add_section()
    if table.row_count:
        session.console.print(table)


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog explain KN-2026-0001", "Every duty of a case, and how each date was found."),
        ("escalog explain KN-2026-0001 stage-2/resolve", "One duty."),
        ("escalog explain KN-2026-0001 --as-of 2026-03-10", "As it stood at the end of a day."),
        ("escalog explain KN-2026-0001 --format json", "For programs, each step with its fields."),
    ],
)
@click.argument("reference")
@click.argument("duty", required=False)
@as_of_option
@text_or_json_option(
    "Sentences for people; or JSON as of `assess`, with the hash of each calendar counted by."
)
@fail_on_option
@pass_session
def explain_command(
    session: Session,
    *,
    reference: str,
    duty: str | None,
    as_of: Stamp | None,
    form: str,
    fail_on: str | None,
) -> None:
    """Say in words why each date of a case is what it is.

    For each duty: what started it, each day of the count, what governs, and how it ended.
    REFERENCE is a case's, or its file; DUTY is an id such as stage-2/resolve. A case whose file has
    problems is explained as it last stood in Git without any, and else its problems are; the exit
    code is then 1.
    """
    selection = select(session, [reference], as_of)
    watch = BreachWatch(map(selection.judged, selection.cases))
    cases = (_with_known(duty, each) for each in watch)
    if form == "json":
        _write_json(session, selection, [assessment_as_plain(each, duty) for each in cases])
    else:
        for index, judged in enumerate(cases):
            if index:
                session.write_lines([BLANK])
            session.write_lines(explanation(judged, duty))
        for case in selection.not_judged:
            session.write_lines(why_not_judged(case))
    finish(selection, is_failed=fail_on == "breach" and watch.has_breach)


def _with_known(duty: str | None, judged: JudgedCase) -> JudgedCase:
    """Give the case back; raise click.UsageError if its policy does not have the duty."""
    policy = judged.policy
    ids = [each.id for each in policy.all_duties]
    if duty is None or duty in ids:
        return judged
    near = difflib.get_close_matches(duty, ids, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(ids)}."
    raise click.UsageError(f"{policy.edition} has no duty {duty!r}. {hint}")
