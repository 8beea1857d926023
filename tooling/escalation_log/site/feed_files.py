"""Write the feeds, for all cases and for each agency; the public site has none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.export.atom_text import MOST_ATOM_ENTRIES, atom_text, latest
from escalation_log.export.calendar_items import DEADLINES_VERSION
from escalation_log.export.icalendar_text import calendar_text
from escalation_log.site.addresses import agency_feed_address, case_address, link
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.publication import Publication, built_at
from escalation_log.site.tracking.agencies import PARTNERSHIP_NAME, actors_of
from escalation_log.site.tracking.summaries import FeedDate

ALL = "feeds/all.ics"
OVERDUE = "feeds/overdue.atom"
DEADLINES = "feeds/deadlines.json"
ALL_NAME = "Escalations: all dates"


def feed_files(publication: Publication) -> Iterator[GeneratedFile]:
    """List the feeds."""
    site = publication.site_url

    def own_address(address: str) -> str:
        return f"{site}{address}" if site else ""

    def all_dates(summaries: Summaries) -> str:
        return feed_calendar(ALL_NAME, dates_of(summaries), publication.as_of, own_address(ALL))

    def overdue(summaries: Summaries) -> str:
        return atom_text(
            "Escalations: what became overdue",
            "all",
            latest((each for case in summaries for each in case.feed.missed), MOST_ATOM_ENTRIES),
            as_of=publication.as_of,
            link_to=lambda reference: (
                own_address(case_address(reference)) or link(case_address(reference), page=OVERDUE)
            ),
            address=own_address(OVERDUE),
        )

    def deadlines(summaries: Summaries) -> str:
        """Write the dates that stand as JSON, one a line."""
        head = {
            "schema_version": DEADLINES_VERSION,
            "generated_at": built_at().isoformat(timespec="seconds"),
            "as_of": publication.as_of.isoformat(timespec="seconds"),
        }
        encode = json.JSONEncoder(ensure_ascii=False).encode
        plain = (each.plain for each in dates_of(summaries))
        lines = ",\n".join(encode(each) for each in plain if each is not None)
        return f'{json.dumps(head)[:-1]}, "deadlines": [\n{lines}\n]}}\n'

    yield GeneratedFile(address=ALL, write=all_dates, needs_cases=True)
    yield GeneratedFile(address=OVERDUE, write=overdue, needs_cases=True)
    yield GeneratedFile(address=DEADLINES, write=deadlines, needs_cases=True)
    for edition in publication.current:
        policy = edition.policy.id
        actors = [(each.id, each.name) for each in actors_of(edition)]
        for actor, name in (*actors, (PARTNERSHIP, PARTNERSHIP_NAME)):
            source = own_address(agency_feed_address(policy, actor))
            yield _agency_file(publication, policy, actor, name, source)


def dates_of(
    summaries: Summaries, policy: str | None = None, actor: str | None = None
) -> tuple[FeedDate, ...]:
    """Select dates: all, those of a policy's cases, or those that an agency must keep."""
    return tuple(
        date
        for case in summaries
        if policy in (None, case.policy)
        for date in case.feed.dates
        if actor is None or actor in date.acting
    )


def feed_calendar(name: str, dates: Iterable[FeedDate], as_of: datetime, address: str = "") -> str:
    """Write a calendar; one without dates is dated `as_of`."""
    chosen = tuple(dates)
    changed_at = max((each.changed_at for each in chosen), default=as_of)
    return calendar_text(
        name, [each.event for each in chosen], changed_at=changed_at, source=address
    )


def _agency_file(
    publication: Publication, policy: str, actor: str, name: str, own_address: str
) -> GeneratedFile:
    def write(summaries: Summaries) -> str:
        dates = dates_of(summaries, policy, actor)
        return feed_calendar(f"Escalations: {name}", dates, publication.as_of, own_address)

    return GeneratedFile(address=agency_feed_address(policy, actor), write=write, needs_cases=True)
