"""`escalog export`: write the whole log for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.growing_files import Write, replacing, write_csv, write_json_cases
from escalation_log.cli.selection import finish, select
from escalation_log.cli.session import ExampleCommand, Session, as_of_option, pass_session
from escalation_log.engine.knowledge import Knowledge, knowledge_of
from escalation_log.export.case_data import (
    EXPORT_HEADER,
    SCHEMA_VERSION,
    export_as_plain,
    export_row_not_judged,
    export_rows,
    not_judged_as_plain,
)
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Stamp
from escalation_log.words.dates import moment_iso
from escalation_log.words.plain_values import Plain

if TYPE_CHECKING:
    from escalation_log.cli.export_files import ExportRequest


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog export --format ics --agency housing --to build/housing.ics", "A diary."),
        ("escalog export --format ics KN-2026-0008", "The dates of one case."),
        ("escalog export --format atom --policy knowsley", "What became overdue, newest first."),
        ("escalog export --format json --to build/log.json", "One document, a case a line."),
        ("escalog export --format csv", "A row a duty, on standard output."),
        ("escalog export --format site --to build/plain", "The site, without a site builder."),
        ("escalog export --format site --public --to build/plain-public", "What all may see."),
    ],
)
@click.argument("names", nargs=-1, metavar="[PATH-OR-REFERENCE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "ics", "atom", "site"]),
    required=True,
    help="JSON with every receipt, CSV with a row a duty, the dates as a diary (iCalendar), what "
    "became overdue as a feed (Atom), or the site as plain files.",
)
@click.option("--policy", metavar="POLICY", help="Only cases of a policy, like knowsley.")
@click.option(
    "--agency",
    metavar="AGENCY",
    help="Only what concerns an agency, like housing, or `partnership`: in a diary and a feed what "
    "it must do, in JSON and CSV the cases of which it is a side.",
)
@click.option(
    "--site",
    metavar="URL",
    help="For a diary and a feed: where the restricted site is served, for links to a case's page. "
    "Without it: what each partnership says.",
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
    help="Of the site only what everybody may see: policies, and no page of any case.",
)
@as_of_option
@pass_session
@click.pass_context
def export(
    ctx: click.Context,
    session: Session,
    *,
    names: tuple[str, ...],
    form: str,
    policy: str | None,
    agency: str | None,
    site: str | None,
    target: Path,
    is_public: bool,
    as_of: Stamp | None,
) -> None:
    """Write the cases that had begun, with where they stand.

    Without a name: every case. Children, their pseudonyms and all free text are left out of
    everything but the site. A diary has an item for each date that stands, and for a fortnight one
    that is called off for each that does not any more; a feed has the last hundred dates that were
    missed. The site has the pages that MkDocs builds, and opens from a folder; without --public it
    holds everything about every case. A case whose file has problems stands by its last state in
    Git without any; where there is none it is not judged, which JSON, CSV and the site say too.
    Standard error names both, and the exit code is 1.
    """
    to_output = str(target) == "-"
    if form == "site":
        from escalation_log.cli.export_files import export_site

        if to_output:
            raise click.UsageError("A site needs a folder: name one with --to DIR.")
        if names or policy or agency or site:
            raise click.UsageError("A site has all cases: name no case, policy or agency.")
        if not export_site(session, target, as_of, is_public=is_public):
            ctx.exit(1)
        return
    if is_public:
        raise click.UsageError("--public is for --format site. All others are about cases.")
    if target.is_dir():
        raise click.BadParameter(f"{target} is a folder. Name a file.", param_hint="--to")
    from escalation_log.cli.export_files import ExportRequest, chosen

    selection = chosen(
        select(session, names, as_of),
        policy=policy,
        agency=agency,
        of_sides=form in ("json", "csv"),
    )
    request = ExportRequest(
        form=form,
        about=agency or policy or " ".join(names) or "all",
        agency=agency,
        site=site,
        as_of=selection.moment_for(selection.cases),
    )
    head: dict[str, Plain] = {
        "schema_version": SCHEMA_VERSION,
        "generated_at": session.now.isoformat(timespec="seconds"),
        "as_of": moment_iso(request.as_of),
        "left_out": [each.file for each in selection.not_judged],
        "not_judged": not_judged_as_plain(selection.not_judged),
    }
    with session.progress("Judging", len(selection.cases), while_writing=to_output) as advance:
        judged = selection.judged_all(advance)
        begun = (each for each in judged if each.assessment.stage is not None)
        with nullcontext(session.write_text) if to_output else replacing(target) as write:
            _write(write, begun, selection.not_judged, request, head)
    finish(selection)


def _write(
    write: Write,
    judged: Iterator[JudgedCase],
    not_judged: Sequence[NotJudged],
    request: ExportRequest,
    head: Mapping[str, Plain],
) -> None:
    from escalation_log.cli.export_files import feed_text

    if request.form in ("ics", "atom"):
        write(feed_text(judged, request))
        return
    cases = ((_known(each), each) for each in judged)
    if request.form == "json":
        write_json_cases(write, head, (export_as_plain(*each) for each in cases))
    else:
        rows = (row for each in cases for row in export_rows(*each))
        write_csv(write, EXPORT_HEADER, chain(rows, map(export_row_not_judged, not_judged)))


def _known(judged: JudgedCase) -> Knowledge:
    zone = ZoneInfo(judged.policy.time_zone)
    return knowledge_of(judged.case, zone, judged.assessment.as_of)
