"""Make the page on which people record what happened to a case."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from escalation_log.site.addresses import RECORD
from escalation_log.site.engine_files.parts import LOADER
from escalation_log.site.generated import GeneratedPage, Summaries, general_frame
from escalation_log.site.policies.contacts import general_numbers
from escalation_log.site.publication import Publication
from escalation_log.site.record_form.form_data import form_address
from escalation_log.site.templates import Templates

_SCRIPTS = (
    LOADER,
    "assets/javascripts/record-fields.js",
    "assets/javascripts/record-proposal.js",
    "assets/javascripts/record-writing.js",
    "assets/javascripts/record.js",
)


def record_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the page, if there is a policy in force."""
    if publication.current:
        yield _page(publication, templates)


def _page(publication: Publication, templates: Templates) -> GeneratedPage:
    frame = general_frame(publication)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            "record.html",
            RECORD,
            frame=frame,
            numbers=general_numbers(publication),
            forms=[
                (each.partnership.reference_prefix, form_address(each.policy.id))
                for each in publication.current
            ],
            scripts=_SCRIPTS,
        )

    return GeneratedPage(
        address=RECORD,
        title="Record what happened",
        frame=frame,
        write=write,
        is_searched=False,
        has_contents=False,
    )
