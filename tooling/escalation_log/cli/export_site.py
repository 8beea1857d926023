"""The site of a log, written as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from escalation_log.cli.moments import LONDON, as_of_moment
from escalation_log.cli.session import Session
from escalation_log.model.stamps import Stamp
from escalation_log.render.limits import counted
from escalation_log.site.folder import NotOurs, replaced_folder
from escalation_log.site.plain.files import plain_files
from escalation_log.site.projection import Projection
from escalation_log.site.publication import publication_of
from escalation_log.site.settings import settings_of
from escalation_log.site.statistics.counting import open_for_public
from escalation_log.store import Log, count_case_files, open_log

_PUBLIC_SITE = "This is the public site: policies, and no page of any case."
_RESTRICTED_SITE = (
    "This is the restricted site: keep it where only those may look who may read the log."
)


def export_site(session: Session, target: Path, as_of: Stamp | None, *, is_public: bool) -> bool:
    """Write the site into a folder; say whether everything of the log could be shown."""
    moment = as_of_moment(as_of, session.now, LONDON).at
    if is_public:
        log = open_for_public(session.root, as_of=moment)
    else:
        with session.progress("Reading", count_case_files(session.root)) as advance:
            log = open_log(session.root, as_of=moment, advance=advance)
    projection = Projection.PUBLIC if is_public else Projection.RESTRICTED
    settings = settings_of(session.root)
    publication = publication_of(
        log,
        moment,
        projection,
        site_url=settings.url,
        has_feeds=settings.has_feeds and not is_public,
    )
    pages = 0
    try:
        with replaced_folder(target) as put:
            for file in plain_files(session.root, publication):
                put(file.address, file.content)
                pages += file.address.endswith(".html")
    except NotOurs as error:
        raise click.BadParameter(f"{error.message} {error.hint}", param_hint="--to") from error
    click.echo(f"{counted(pages, 'page')} written. Open {target / 'index.html'}")
    click.echo(_PUBLIC_SITE if is_public else _RESTRICTED_SITE)
    return not _report_left_out(log, publication.left_out)


def _report_left_out(log: Log, cases: int) -> bool:
    """Say on standard error what the site does not show, and where to learn why."""
    for file in log.faulty_rules:
        click.echo(f"Left out: {file} and what needs it, because it has problems.", err=True)
    if cases:
        click.echo(f"Left out: {counted(cases, 'case')}, because of problems.", err=True)
    if log.faulty_rules or cases:
        click.echo("See what they are: escalog check", err=True)
    return bool(log.faulty_rules or cases)
