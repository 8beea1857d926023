"""List what the site of a publication has beside its case pages and handwritten pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from escalation_log.site.by_when.page import by_when_files, by_when_pages
from escalation_log.site.engine_files.log_files import engine_data_files
from escalation_log.site.feed_files import feed_files
from escalation_log.site.generated import GeneratedFile, GeneratedPage, PageMark
from escalation_log.site.home.page import home_marks, home_pages
from escalation_log.site.offline import offline_files
from escalation_log.site.policies.fact_check import fact_check_pages
from escalation_log.site.policies.handouts import handout_pages
from escalation_log.site.policies.page import policy_files, policy_pages
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication
from escalation_log.site.record_form.form_data import form_files
from escalation_log.site.record_form.page import kept_with_engine, record_pages
from escalation_log.site.statistics.page import statistics_files, statistics_pages
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.page import Tracking
from escalation_log.site.what_now.page import what_now_files, what_now_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The pages and files of a publication, and what replaces the marks in handwritten pages.

    `parts` are files that are no text, by their addresses.
    """

    pages: tuple[GeneratedPage, ...]
    files: tuple[GeneratedFile, ...]
    parts: Mapping[str, bytes]
    marks: tuple[PageMark, ...]


def catalogue_of(publication: Publication, templates: Templates) -> Catalogue:
    """List everything; the public site's list leaves out what only the restricted site has."""
    pages = [*policy_pages(publication, templates), *home_pages(publication, templates)]
    files = [*policy_files(publication, templates)]
    pages.extend(by_when_pages(publication, templates))
    files.extend(by_when_files(publication))
    pages.extend(what_now_pages(publication, templates))
    files.extend(what_now_files(publication))
    without_cases = tuple(page for page in pages if not page.needs_cases)
    pages.extend(fact_check_pages(publication, templates))
    pages.extend(handout_pages(publication, templates))
    pages.extend(statistics_pages(publication, templates))
    files.extend(statistics_files(publication))
    marks = [*home_marks(publication, templates)]
    if publication.projection is Projection.RESTRICTED:
        tracking = Tracking(publication, templates)
        pages.extend(tracking.pages)
        files.extend(tracking.files)
        files.extend(engine_data_files(publication, templates, kept_with_engine(publication)))
        pages.extend(record_pages(publication, templates))
        files.extend(form_files(publication))
        if publication.has_feeds:
            files.extend(feed_files(publication))
    files.extend(offline_files(publication, templates, without_cases))
    return Catalogue(
        pages=tuple(pages),
        files=tuple(files),
        parts=publication.engine.files,
        marks=tuple(marks),
    )
