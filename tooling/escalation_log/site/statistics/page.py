"""Make the pages of statistics: charts and reports for a board, and the public counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date

from markupsafe import Markup

from escalation_log.log.history_reading import read_history_files
from escalation_log.model.destroyed import Extent
from escalation_log.site.addresses import report_address, statistics_address
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
    page_of_cases,
)
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.statistics.figures import of_published
from escalation_log.site.statistics.public_counts import QUARTERS
from escalation_log.site.statistics.quarter_words import ClassNames
from escalation_log.site.statistics.report import Reporting
from escalation_log.site.templates import Templates
from escalation_log.statistics.published import Group, Published
from escalation_log.statistics.quarters import SETTLING_DAYS, Quarter, back_from, ended_quarters
from escalation_log.words.dates import day_words

INDEX = "statistics.html"
_SCHEMA_VERSION = 1


def statistics_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the pages of a site; the public site has those of partnerships that want them."""
    is_public = publication.projection is Projection.PUBLIC
    editions = [
        each
        for each in publication.current
        if not is_public or each.policy.id in publication.statistics
    ]
    if editions:
        yield _index(editions, publication, templates)
    for edition in editions:
        if is_public:
            yield _public(edition, publication, templates)
        else:
            yield from _restricted(edition, publication, templates)


def statistics_files(publication: Publication) -> Iterator[GeneratedFile]:
    """Yield the public counts as files for programs."""
    for policy, quarters in publication.statistics.items():
        yield _numbers(policy, quarters)


def _index(
    editions: list[PublishedEdition], publication: Publication, templates: Templates
) -> GeneratedPage:
    frame = general_frame(publication)
    areas = []
    for each in editions:
        today = publication.moment_in(each.policy).on
        quarters = () if frame.is_public else ended_quarters(today, QUARTERS)
        reports = [(q.words, report_address(each.policy.id, q.id)) for q in quarters]
        areas.append((each.partnership.name, statistics_address(each.policy.id), reports))

    def write(_summaries: Summaries) -> Markup:
        return templates.write("statistics_index.html", INDEX, frame=frame, areas=areas)

    return GeneratedPage(
        address=INDEX, title="Statistics", frame=frame, write=write, has_contents=False
    )


def _restricted(
    edition: PublishedEdition, publication: Publication, templates: Templates
) -> Iterator[GeneratedPage]:
    names = ClassNames(publication, edition.policy.id)
    frame = frame_of(publication, edition)
    today = publication.moment_in(edition.policy).on
    reporting = _remembered(lambda summaries: Reporting(summaries, names, today, frame.judged_on))
    quarters = ended_quarters(today, QUARTERS)
    addresses = [(q.words, report_address(edition.policy.id, q.id)) for q in quarters]
    first_on = date(today.year - 1, today.month, 1)
    destroyed = _destroyed_since(publication, edition, today)

    def picture(summaries: Summaries) -> Markup:
        return templates.write(
            "statistics.html",
            statistics_address(edition.policy.id),
            frame=frame,
            name=edition.partnership.name,
            since=day_words(first_on),
            until=day_words(today),
            report=reporting(summaries).stretch(first_on, today),
            multiples=reporting(summaries).multiples(quarters),
            quarters=addresses,
            destroyed=destroyed,
        )

    title = f"Statistics: {edition.partnership.name}"
    yield page_of_cases(statistics_address(edition.policy.id), title, frame, picture)

    for quarter, (_, address) in zip(quarters, addresses, strict=True):

        def report(
            summaries: Summaries, chosen: Quarter = quarter, address: str = address
        ) -> Markup:
            return templates.write(
                "quarterly_report.html",
                address,
                frame=frame,
                name=edition.partnership.name,
                policy=edition.policy.title,
                quarter=chosen.words,
                until=day_words(chosen.last_on),
                report=reporting(summaries).quarter(chosen, back_from(chosen, QUARTERS)),
                multiples=reporting(summaries).multiples(back_from(chosen, QUARTERS)),
                others=[each for each in addresses if each[1] != address],
                statistics=statistics_address(edition.policy.id),
                seal=publication.seal,
                destroyed=destroyed,
            )

        yield page_of_cases(
            address, f"Report: {quarter.words}, {edition.partnership.name}", frame, report
        )


def _destroyed_since(publication: Publication, edition: PublishedEdition, today: date) -> int:
    """Count a partnership's cases that were there on the day of the pages and are destroyed since.

    There are none but where the pages are of a day in the past. When a case was opened is not
    kept, but for the year in its reference.
    """
    found = set()
    for each in read_history_files(publication.log.root).taken.cases:
        prefix, year, _ = each.reference.split("-")
        is_own = prefix == edition.partnership.reference_prefix and int(year) <= today.year
        if is_own and each.extent is Extent.DESTROYED and each.on > today:
            found.add(each.reference)
    return len(found)


def _remembered(make: Callable[[Summaries], Reporting]) -> Callable[[Summaries], Reporting]:
    """Compute something from the cases once for all pages of a build."""
    made: list[tuple[Summaries, Reporting]] = []

    def give(summaries: Summaries) -> Reporting:
        if not made or made[0][0] is not summaries:
            made[:] = [(summaries, make(summaries))]
        return made[0][1]

    return give


def _public(
    edition: PublishedEdition, publication: Publication, templates: Templates
) -> GeneratedPage:
    names = ClassNames(publication, edition.policy.id)
    frame = frame_of(publication, edition)
    quarters = publication.statistics[edition.policy.id]
    address = statistics_address(edition.policy.id)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            "public_statistics.html",
            address,
            frame=frame,
            name=edition.partnership.name,
            days=SETTLING_DAYS,
            quarters=[
                (each, day_words(each.quarter.counted_on), tuple(of_published(each, names)))
                for each in quarters
            ],
            withheld=any(each.total is not None and not each.names_agencies for each in quarters),
        )

    title = f"Statistics: {edition.partnership.name}"
    # The search does not cover this page, so that its index does not depend on the cases.
    return GeneratedPage(address=address, title=title, frame=frame, write=write, is_searched=False)


def _numbers(policy: str, quarters: tuple[Published, ...]) -> GeneratedFile:
    content = {
        "schema_version": _SCHEMA_VERSION,
        "policy": policy,
        "quarters": [_quarter(each) for each in quarters],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    address = statistics_address(policy).replace(".html", ".json")
    return GeneratedFile(address=address, write=lambda _: text)


def _quarter(published: Published) -> dict[str, object]:
    quarter = published.quarter
    tables = {
        "months": published.months,
        "stages": published.stages,
        "stages_in_time": published.stages_in_time,
        "stages_late": published.stages_late,
        "late_by": published.late_by,
        "themes": published.themes,
        "days_to_resolution": published.lengths,
    }
    counts = {
        "in_time": published.in_time,
        "late": published.late,
        **{name: _groups(groups) for name, groups in tables.items()},
        "no_record": published.marked,
        "not_by_the_route": published.off_route,
        "learning": published.learning,
        "learning_by_theme": _groups(published.learned),
    }
    return {
        "quarter": quarter.id,
        "from": quarter.first_on.isoformat(),
        "to": quarter.last_on.isoformat(),
        "counted_on": quarter.counted_on.isoformat(),
        "threshold": published.threshold,
        "cases": published.total,
        **({} if published.total is None else counts),
    }


def _groups(groups: tuple[Group, ...]) -> list[dict[str, object]] | None:
    return [asdict(each) for each in groups] or None
