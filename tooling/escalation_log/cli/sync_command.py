"""`escalog sync`: update the issues on GitHub to agree with the log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalation_log.cli.connecting import account_option, api_option, connected, repository_option
from escalation_log.cli.selection import Selection, report_faulty, select
from escalation_log.cli.session import ExampleCommand, Session, as_of_option, pass_session, say
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import subjects_of

if TYPE_CHECKING:
    from escalation_log.bot.applying import RunOutcome
    from escalation_log.bot.issue_plan import WantedIssues
    from escalation_log.bot.memory import Remembered


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog sync --dry-run", "What issues would a log without any have?"),
        (
            "escalog sync --dry-run --repository example-team/escalations",
            "What would be done there?",
        ),
        ("escalog sync --memory build/memory.json", "In a workflow: do it."),
        ("escalog sync --memory build/memory.json --keep-hours", "Every hour, every day."),
    ],
)
@click.option("--dry-run", is_flag=True, help="Print the plan, and write nothing.")
@as_of_option
@repository_option
@api_option
@account_option
@click.option(
    "--memory",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the issues are remembered from run to run, so that an empty list is noticed.",
)
@click.option(
    "--keep-hours",
    is_flag=True,
    help="From 19:00 to 7:00 and at weekends only what must be done at once: nothing else is "
    "opened, changed or closed.",
)
@click.option("--forget", is_flag=True, help="Start anew, whatever an earlier run remembered.")
@click.option(
    "--site",
    metavar="URL",
    help="Where the restricted site is served, for links to a case's page. Without it: what each "
    "partnership's file says.",
)
@click.option(
    "--patience",
    type=click.IntRange(min=0),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="The longest wait for GitHub's limits; a longer one ends the run as unfinished.",
)
@pass_session
@click.pass_context
def sync(
    ctx: click.Context,
    session: Session,
    *,
    dry_run: bool,
    as_of: Stamp | None,
    repository: str | None,
    api: str,
    account: str,
    memory: Path | None,
    keep_hours: bool,
    forget: bool,
    site: str | None,
    patience: int,
) -> None:
    """Make the issues on GitHub agree with the log.

    There is one for each stage with an overdue duty, one for each case file that has problems, and
    one overview of everything. Prints what is to be done, then does it; a second run finds nothing
    to do. Takes the token from GITHUB_TOKEN. With --dry-run and no repository it plans as if there
    were no issue yet. A case whose file has problems stands by its last state in Git without any,
    and no issue of it is closed; the exit code is then 1. With --as-of it writes for demonstrations
    alone, and needs --dry-run elsewhere. Exits with 3 where it could not finish.
    """
    from escalation_log.bot.applying import apply
    from escalation_log.bot.issue_plan import plan_lines
    from escalation_log.bot.memory import read_memory, write_memory
    from escalation_log.bot.plan import at_once_of, plan_of
    from escalation_log.bot.reader import Reader
    from escalation_log.bot.working_hours import is_working_hour
    from escalation_log.bot.writer import Writer

    selection = select(session, (), as_of, only_reads=dry_run)
    if as_of is not None and not dry_run:
        _refuse_another_moment(selection)
    report_faulty(selection)
    issues = _wanted_issues(selection, site)
    at_once = keep_hours and not is_working_hour(session.moment(as_of).at)
    if at_once:
        say("Outside working hours: only what must be done at once.", err=True)
    if dry_run and not repository:
        say("No repository is named: planned as if it had no issues.", err=True)
        plan = plan_of(issues, ())
        session.write_lines(plan_lines(at_once_of(plan, issues) if at_once else plan))
        ctx.exit(0 if selection.is_whole else 1)
    with connected(repository, api, patience=patience) as client:
        remembered = None
        if memory is not None and not forget:
            remembered = read_memory(memory, client.repository)
        reader = Reader(client, account=account)
        found = reader.issues([each.key for each in issues.wanted], remembered)
        if memory is not None and not forget and remembered is None and found:
            say(
                "What earlier runs remembered is lost: the issues are those that GitHub lists now.",
                err=True,
            )
        for each in reader.unread:
            say(_unread_words(each), err=True)
        plan = plan_of(issues, (each.issue for each in found))
        plan = at_once_of(plan, issues) if at_once else plan
        session.write_lines(plan_lines(plan))
        if not dry_run:
            with session.progress("Writing", len(plan.writes), while_writing=True) as advance:
                outcome = apply(
                    plan,
                    writer=Writer(client, reader),
                    found=found,
                    wanted=[each for each in issues.wanted if not at_once or each.cannot_wait],
                    memory=remembered,
                    advance=advance,
                )
            if memory is not None and (forget or outcome.memory.issues):
                write_memory(memory, outcome.memory)
            _report(outcome)
    ctx.exit(0 if selection.is_whole else 1)


def _refuse_another_moment(selection: Selection) -> None:
    """Raise click.UsageError unless all of the log is a demonstration.

    Of a partnership whose own file has problems nobody can say that it is one.
    """
    partnerships = selection.log.partnerships.values()
    known = {each.reference_prefix for each in partnerships}
    unknown = {each.prefix for each in selection.not_judged if each.reference is not None} - known
    if unknown or not known or not all(each.demonstration for each in partnerships):
        raise click.UsageError(
            "Issues about real cases are written as of the present alone: with --as-of, add "
            "--dry-run."
        )


def _unread_words(issue: Remembered) -> str:
    return (
        f"Not read: #{issue.number} {issue.key.case} {issue.key.stage}. GitHub does not show it, "
        "as after a move to another repository. Where its stage is late, another issue says so."
    )


def _wanted_issues(selection: Selection, site: str | None) -> WantedIssues:
    """Judge every case, and return the wanted issues."""
    from escalation_log.bot.faulty_file_issue import file_not_judged
    from escalation_log.bot.gone_case_issue import gone_endings
    from escalation_log.bot.overview import Overview
    from escalation_log.bot.overview_issue import overview_of
    from escalation_log.bot.wanted import wanted_issues
    from escalation_log.log.gone_cases import gone_cases
    from escalation_log.log.sealing import seal_of_log
    from escalation_log.site.addresses import case_address

    files = {each.case.reference: each for each in selection.cases}
    moment = selection.moment_for(selection.cases)
    policies = {each.reference_prefix: each.id for each in selection.log.partnerships.values()}
    subjects = subjects_of(each.policy for each in selection.log.rulebooks.values())
    overview = Overview()
    issues = wanted_issues(
        files,
        lambda reference: selection.judged(files[reference]),
        page_of=case_address,
        site=site,
        left_out=[each.reference for each in selection.not_judged if each.reference is not None],
        faulty=[
            file_not_judged(each, moment, policy=policies.get(each.prefix), subjects=subjects)
            for each in selection.not_judged
            if each.is_file_faulty
        ],
        gone=lambda keys: gone_endings(
            keys,
            lambda references: gone_cases(selection.log, references),
            partnerships=selection.log.partnerships.values(),
            page_of=case_address,
            site=site,
        ),
        overview=overview,
    )
    if not issues.has_cases:
        return issues
    of_all = overview_of(
        overview, not_judged=selection.not_judged, seal=seal_of_log(selection.log), as_of=moment
    )
    return replace(issues, wanted=(*issues.wanted, of_all))


def _report(outcome: RunOutcome) -> None:
    """Say on standard error what was not done; raise EscalogError where something had to be."""
    from escalation_log.bot.issue_plan import line_of

    for assignment, why in outcome.unassigned:
        say(f"Not assigned: #{assignment.number} {assignment.key.case}. {why}", err=True)
    for left in outcome.left:
        why = "" if left.why is None else f" ({left.why.message})"
        say(f"Not done: {line_of(left.action).wrapped(None)}{why}", err=True)
    if outcome.is_finished:
        return
    reasons = [left.why for left in outcome.left if left.why is not None]
    because = outcome.stopped or (reasons[0] if reasons else None)
    raise EscalogError(
        f"The run is not finished: {outcome.done} done, {len(outcome.left)} left."
        + (f" {because.message}" if because else ""),
        hint=(because.hint if because else None) or "The next run goes on.",
    )
