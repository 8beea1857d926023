"""`escalog explain`: explain why a case's dates are what they are."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.selection import BreachWatch, fail_on_option
from escalation_log.cli.session import Session, pass_session
from escalation_log.cli.typed_moments import as_of_option

if TYPE_CHECKING:
    from escalation_log.model.moments import Stamp
    from escalation_log.model.policies import Policy


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog explain KN-2026-0001", "Every duty of a case, and how each date was found."),
        ("escalog explain KN-2026-0001 stage-2/resolve", "One duty."),
        ("escalog explain KN-2026-0001 --as-of 2026-03-10", "As it stood at the end of a day."),
    ],
)
@click.argument("reference")
@click.argument("duty", required=False)
@as_of_option
@fail_on_option
@pass_session
@click.pass_context
def explain_command(
    ctx: click.Context,
    session: Session,
    *,
    reference: str,
    duty: str | None,
    as_of: Stamp | None,
    fail_on: str | None,
) -> None:
    """Say in words why each date of a case is what it is.

    For each duty: what started it, each day of the count, what governs, and how it ended.
    REFERENCE is a case's, or its file; DUTY is an id such as stage-2/resolve.
    """
    from escalation_log.cli.selection import Judge, report_left_out, select
    from escalation_log.export.explanations import explanation
    from escalation_log.words.lines import BLANK

    selection = select(session, [reference])
    judge = Judge(selection.log, as_of, session.now)
    watch = BreachWatch(map(judge.judge, selection.cases))
    for index, assessment in enumerate(watch):
        policy = selection.log.policies[assessment.edition]
        if duty is not None:
            _refuse_unknown(duty, policy)
        if index:
            session.write_lines([BLANK])
        session.write_lines(explanation(assessment, policy, duty))
    report_left_out(selection)
    if selection.left_out or (fail_on == "breach" and watch.has_breach):
        ctx.exit(1)


def _refuse_unknown(duty: str, policy: Policy) -> None:
    ids = [each.id for each in policy.all_duties]
    if duty in ids:
        return
    near = difflib.get_close_matches(duty, ids, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(ids)}."
    raise click.UsageError(f"{policy.edition} has no duty {duty!r}. {hint}")
