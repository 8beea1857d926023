"""Write feeds, diaries and the site of a log as files, and select the cases for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import click

from escalation_log.cli.group import CannotGoOn
from escalation_log.cli.selection import Selection
from escalation_log.cli.session import Session, say
from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.export.atom_text import MOST_ATOM_ENTRIES, MissedDate, atom_text, latest
from escalation_log.log.announcements import Branch
from escalation_log.log.contents import Log
from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.opening import count_case_files, open_log
from escalation_log.model.cases import Header
from escalation_log.model.moments import Moment, Stamp
from escalation_log.site.feed_files import feed_calendar, page_of_missed
from escalation_log.site.folder import NotOurs, replaced_folder
from escalation_log.site.projection import Projection
from escalation_log.site.publication import publication_of, slashed
from escalation_log.site.statistics.public_counts import open_for_public
from escalation_log.site.tracking.summaries import CaseFeed, feed_of
from escalation_log.words.lists import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What an export should contain.

    `about` is the subject in a word, `agency` whose cases are meant, None for all. `site` is the
    address of the restricted site; without it, the setting of each partnership is used.
    `file_name` is empty where the export goes to standard output.
    """

    form: str
    about: str
    agency: str | None
    site: str | None
    as_of: Moment
    file_name: str


def chosen(
    selection: Selection, *, policy: str | None, agency: str | None, of_sides: bool
) -> Selection:
    """Keep the cases of a policy and, with `of_sides`, only those in which an agency is a side.

    The partnership is a side of every case. Raise click.BadParameter for an id that the log does
    not have.
    """
    log = selection.log
    _refuse_unknown("--policy", policy, {each.id for each in log.policies.values()})
    members = {
        agency_id
        for rules in log.rulebooks.values()
        if policy in (None, rules.policy.id)
        for agency_id in rules.partnership.agencies
    }
    _refuse_unknown("--agency", agency, {*members, PARTNERSHIP})
    is_side = agency if of_sides and agency != PARTNERSHIP else None
    return replace(
        selection,
        cases=tuple(
            each
            for each in selection.cases
            if policy in (None, each.case.header.policy)
            and (is_side is None or is_side in _sides(each.case.header))
        ),
    )


def _refuse_unknown(option: str, name: str | None, known: set[str]) -> None:
    if name is not None and name not in known:
        raise click.BadParameter(
            f"{name!r} is not in this log. Known: {', '.join(sorted(known))}.", param_hint=option
        )


def _sides(header: Header) -> tuple[str, ...]:
    return (header.raising.agency, *(party.agency for party in header.receiving))


# Characters that may not be in the name of a feed.
_UNFIT = re.compile(r"[^A-Za-z0-9./-]+")


def feed_text(cases: Iterable[JudgedCase], request: ExportRequest) -> str:
    """Write the feed of some cases."""
    sites: dict[str, str] = {}
    feeds: list[CaseFeed] = []
    for each in cases:
        site = slashed(request.site or each.partnership.issues.site)
        sites[each.reference] = site
        feeds.append(feed_of(each, site=site))
    if request.form == "ics":
        dates = (
            day for feed in feeds for day in feed.dates if request.agency in (None, *day.acting)
        )
        return feed_calendar(f"Escalations: {request.about}", dates, request.as_of.at)
    missed = (one for feed in feeds for one in feed.missed if request.agency in (None, *one.acting))

    def link_to(one: MissedDate) -> str:
        site = sites[one.reference]
        return f"{site}{page_of_missed(one)}" if site else ""

    return atom_text(
        f"Escalations that became overdue: {request.about}",
        _UNFIT.sub("-", request.about),
        latest(missed, MOST_ATOM_ENTRIES),
        as_of=request.as_of.at,
        link_to=link_to,
        address=quote(request.file_name),
    )


# The packages of the extra `site` that the exported site needs.
_OF_SITES = ("markdown", "nh3", "rcssmin", "segno")
_PUBLIC_SITE = "This is the public site: policies, and no page of any case."
_RESTRICTED_SITE = (
    "This is the restricted site: keep it where only those may look who may read the log."
)


def export_site(session: Session, target: Path, as_of: Stamp | None, *, is_public: bool) -> bool:
    """Write the site into a folder; return whether nothing was left out because of problems."""
    try:
        from escalation_log.site.engine_files.parts import WITHOUT_ENGINE, engine_parts
        from escalation_log.site.plain.site_files import plain_files
        from escalation_log.site.settings import settings_of
    except ModuleNotFoundError as error:
        if error.name not in _OF_SITES:
            raise
        raise CannotGoOn(
            f"What writes the site is not installed here: {error.name}.",
            'Type this in the folder of the tool: python -m pip install ".[site]"',
        ) from error
    moment = session.moment(as_of).at
    # What was recorded since a past moment is not yet known then, and no problem.
    checked = max(moment, session.now)
    branch = Branch(root=session.root, now=moment)
    if is_public:
        log = open_for_public(session.root, as_of=checked, branch=branch)
    else:
        with session.progress("Reading", count_case_files(session.root_with_cases)) as advance:
            log = open_log(session.root, as_of=checked, advance=advance, branch=branch)
    session.refuse_slow_clock(log, as_of=as_of)
    projection = Projection.PUBLIC if is_public else Projection.RESTRICTED
    settings = settings_of(session.root)
    publication = publication_of(
        log,
        moment,
        projection,
        site_url=settings.url,
        has_feeds=settings.has_feeds and not is_public,
        engine=WITHOUT_ENGINE if is_public else engine_parts(settings.engine),
    )
    pages = 0
    try:
        with replaced_folder(target, is_restricted=not is_public) as put:
            for address, content in plain_files(session.root, publication):
                put(address, content)
                pages += address.endswith(".html")
    except NotOurs as error:
        raise click.BadParameter(f"{error.message} {error.hint}", param_hint="--to") from error
    say(f"{counted(pages, 'page')} written. Open {target / 'index.html'}")
    say(_PUBLIC_SITE if is_public else _RESTRICTED_SITE)
    return not _report_faulty(log, is_public=is_public)


def _report_faulty(log: Log, *, is_public: bool) -> bool:
    """Say on standard error what the site does not show as its file is; return whether any.

    The public site shows no case.
    """
    for file in log.faulty_rules:
        say(f"Left out: {file} and what needs it, because it has problems.", err=True)
    earlier, not_judged = ((), ()) if is_public else (log.earlier, log.not_judged)
    if earlier:
        said = f"{counted(len(earlier), 'case')}, because of problems."
        say(f"By an earlier state: {said}", err=True)
    if not_judged:
        say(f"Not judged: {counted(len(not_judged), 'case')}, because of problems.", err=True)
    is_any = bool(log.faulty_rules or earlier or not_judged)
    if is_any:
        say("See what they are: escalog check", err=True)
    return is_any
