"""`escalog assess`: judge cases and show their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.selection import BreachWatch, fail_on_option
from escalation_log.cli.session import STYLES, Session, pass_session
from escalation_log.cli.typed_moments import as_of_option
from escalation_log.words.lines import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escalation_log.model.assessments import Assessment
    from escalation_log.model.moments import Moment, Stamp


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
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people; JSON with every receipt, a case a line; or CSV, a row a duty.",
)
@click.option(
    "--all",
    "with_silent",
    is_flag=True,
    help="Show in the table also the duties that have not started or do not apply.",
)
@fail_on_option
@pass_session
@click.pass_context
def assess_command(
    ctx: click.Context,
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
    the longest; JSON and CSV go by reference. A case whose file has problems is left out, which
    standard error says, and the exit code is 1.
    """
    from escalation_log.cli.selection import Judge, report_left_out, select

    selection = select(session, names)
    judge = Judge(selection.log, as_of, session.now)
    moment = judge.moment_for_all(selection.cases)
    total = len(selection.cases)
    with session.progress("Judging", total, while_writing=form != "table") as advance:
        watch = BreachWatch(judge.judge_all(selection, advance))
        judged: Sequence[Assessment] = ()
        if form == "json":
            _write_json(session, moment, watch)
        elif form == "csv":
            _write_csv(session, watch)
        else:
            judged = tuple(watch)
    if form == "table":
        _write_table(session, judged, with_silent=with_silent)
    report_left_out(selection)
    if selection.left_out or (fail_on == "breach" and watch.has_breach):
        ctx.exit(1)


def _write_json(session: Session, moment: Moment, watch: BreachWatch) -> None:
    from escalation_log.cli.growing_files import write_json_cases
    from escalation_log.export.case_data import assessment_as_plain
    from escalation_log.words.dates import moment_iso

    cases = (assessment_as_plain(each) for each in watch)
    write_json_cases(session.write_text, {"as_of": moment_iso(moment)}, cases)


def _write_csv(session: Session, watch: BreachWatch) -> None:
    from escalation_log.cli.growing_files import write_csv
    from escalation_log.export.tables import CSV_HEADER, csv_rows

    write_csv(session.write_text, CSV_HEADER, (row for each in watch for row in csv_rows(each)))


def _write_table(session: Session, judged: Sequence[Assessment], *, with_silent: bool) -> None:
    """Write the table, in colour and within the width of a terminal, else aligned by spaces."""
    from escalation_log.export.tables import (
        TABLE_HEADER,
        aligned,
        cases_summary,
        most_urgent_first,
        table_rows,
    )

    in_order = most_urgent_first(judged)
    if session.writes_to_terminal:
        _show_table(session, in_order, with_silent=with_silent)
    else:
        rows = [row for each in in_order for row in table_rows(each, with_silent=with_silent)]
        if rows:
            click.echo(aligned(TABLE_HEADER, [row.cells for row in rows]))
    click.echo(cases_summary(judged))


def _show_table(session: Session, judged: Sequence[Assessment], *, with_silent: bool) -> None:
    """Show a case's name in a row above its duties, and notes in the column of the state.

    This leaves a narrow terminal room for the other columns.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from escalation_log.export.tables import case_words, table_rows

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Duty", overflow="fold", no_wrap=session.console.width >= _ROOMY)
    table.add_column("Due", no_wrap=True)
    table.add_column("State", overflow="fold", min_width=_LEAST_WIDTH)
    for assessment in judged:
        table.add_row(Text(case_words(assessment), STYLES[Tone.HEADING]))
        for row in table_rows(assessment, with_silent=with_silent):
            _, duty, state, due, note = row.cells
            cells = (f"  {duty}", due, f"{state}: {note}" if note else state)
            table.add_row(*(Text(cell, STYLES[row.tone]) for cell in cells))
        table.add_section()
    if table.row_count:
        session.console.print(table)
