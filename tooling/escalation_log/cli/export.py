"""`escalog export`: the whole log for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.moments import as_of_option
from escalation_log.cli.session import Session, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from escalation_log.cli.documents import Write
    from escalation_log.cli.selection import Selection
    from escalation_log.model.assessments import Assessment
    from escalation_log.model.policies import Policy
    from escalation_log.model.stamps import Stamp
    from escalation_log.render.plain import Plain
    from escalation_log.timeline.knowledge import Knowledge


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog export --format json --to build/log.json", "One document, a case a line."),
        ("escalog export --format csv", "A row a duty, on standard output."),
        ("escalog export --format site --to build/plain", "The site, without a site builder."),
        ("escalog export --format site --public --to build/plain-public", "What all may see."),
    ],
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "site"]),
    required=True,
    help="JSON with every receipt, CSV with a row a duty, or the site as plain files.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(allow_dash=True, path_type=Path),
    default="-",
    metavar="PATH",
    help="Where to write: a file, or for the site a folder, which is replaced only once it is "
    "whole. Without it, or with -: standard output.",
)
@click.option(
    "--public",
    "is_public",
    is_flag=True,
    help="Of the site only what everybody may see: policies, and nothing about any case.",
)
@as_of_option
@pass_session
@click.pass_context
def export(
    ctx: click.Context,
    session: Session,
    *,
    form: str,
    target: Path,
    is_public: bool,
    as_of: Stamp | None,
) -> None:
    """Write every case that had begun, with where it stands.

    In JSON and CSV, children, their pseudonyms and all free text are left out. The site has the
    pages that MkDocs builds, and opens from a folder; without --public it holds everything about
    every case. A file that has problems is left out of all of them, which standard error says, and
    the exit code is 1.
    """
    to_output = str(target) == "-"
    if form == "site":
        from escalation_log.cli.export_site import export_site

        if to_output:
            raise click.UsageError("A site needs a folder: name one with --to DIR.")
        if not export_site(session, target, as_of, is_public=is_public):
            ctx.exit(1)
        return
    if is_public:
        raise click.UsageError("--public is for --format site. JSON and CSV are about cases.")
    if target.is_dir():
        raise click.BadParameter(f"{target} is a folder. Name a file.", param_hint="--to")
    from escalation_log.cli.documents import replacing
    from escalation_log.cli.selection import Judge, report_left_out, select
    from escalation_log.render.dates import moment_iso
    from escalation_log.render.exports import SCHEMA_VERSION

    selection = select(session, ())
    judge = Judge(selection.log, as_of, session.now)
    head: dict[str, Plain] = {
        "schema_version": SCHEMA_VERSION,
        "generated_at": session.now.isoformat(timespec="seconds"),
        "as_of": moment_iso(judge.moment_for_all(selection.cases)),
        "left_out": list(selection.left_out),
    }
    with session.progress("Judging", len(selection.cases), while_writing=to_output) as advance:
        judged = _judged(selection, judge.judge_all(selection, advance))
        if to_output:
            _write(session.write_text, form, head, judged)
        else:
            with replacing(target) as write:
                _write(write, form, head, judged)
    report_left_out(selection)
    if selection.left_out:
        ctx.exit(1)


def _judged(
    selection: Selection, assessments: Iterator[Assessment]
) -> Iterator[tuple[Knowledge, Assessment, Policy]]:
    """Put each assessment beside what was known of its case, and the policy."""
    from zoneinfo import ZoneInfo

    from escalation_log.timeline.knowledge import knowledge_of

    cases = {each.case.reference: each.case for each in selection.cases}
    for assessment in assessments:
        policy = selection.log.policies[assessment.edition]
        case, zone = cases[assessment.reference], ZoneInfo(policy.time_zone)
        yield knowledge_of(case, zone, assessment.as_of), assessment, policy


def _write(
    write: Write,
    form: str,
    head: Mapping[str, Plain],
    judged: Iterator[tuple[Knowledge, Assessment, Policy]],
) -> None:
    from escalation_log.cli.documents import write_csv, write_json_cases
    from escalation_log.render.exports import EXPORT_HEADER, export_as_plain, export_rows

    if form == "json":
        write_json_cases(write, head, (export_as_plain(*each) for each in judged))
    else:
        write_csv(write, EXPORT_HEADER, (row for each in judged for row in export_rows(*each)))
