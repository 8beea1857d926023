"""Make the pages on which people record what happened to a case, and open a new one."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from escalation_log.site.addresses import NEW_CASE, RECORD
from escalation_log.site.engine_files.parts import LOADER
from escalation_log.site.generated import GeneratedPage, Summaries, general_frame
from escalation_log.site.policies.contacts import general_numbers
from escalation_log.site.publication import Publication
from escalation_log.site.record_form.form_data import TAKEN, form_address
from escalation_log.site.record_form.form_words import FORM_WORDS
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.page import CASES
from escalation_log.site.tracking.references import REFERENCES

# None of these names a case.
_SCRIPTS = (
    FORM_WORDS,
    "assets/javascripts/record-clock.js",
    "assets/javascripts/record-fields.js",
    "assets/javascripts/record-proposal.js",
    "assets/javascripts/record-writing.js",
    "assets/javascripts/record-opening.js",
)
_RECORD_ONLY = (
    "assets/javascripts/references.js",
    "assets/javascripts/record-answers.js",
    "assets/javascripts/record.js",
)
_RECORD_SCRIPTS = (LOADER, TAKEN, REFERENCES, *_SCRIPTS, *_RECORD_ONLY)
_NEW_CASE_SCRIPTS = (LOADER, TAKEN, CASES, *_SCRIPTS, "assets/javascripts/new-case.js")
_STYLES = ("assets/stylesheets/by-when.css", "assets/stylesheets/record.css")


def kept_with_engine(publication: Publication) -> Iterator[str]:
    """Yield what a device keeps, beside the engine, to record something without a network."""
    if publication.current:
        yield from (RECORD, *_SCRIPTS, *_RECORD_ONLY, *_STYLES)
        yield from (form_address(each.policy.id) for each in publication.current)


def record_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the pages, if there is a policy in force."""
    if publication.current:
        for address, title, scripts in (
            (RECORD, "Record what happened", _RECORD_SCRIPTS),
            (NEW_CASE, "Open a new case", _NEW_CASE_SCRIPTS),
        ):
            yield _page(publication, templates, address, title, scripts)


def _page(
    publication: Publication,
    templates: Templates,
    address: str,
    title: str,
    scripts: tuple[str, ...],
) -> GeneratedPage:
    frame = general_frame(publication)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            address.replace("-", "_"),
            address,
            frame=frame,
            numbers=general_numbers(publication),
            forms=[
                (each.partnership.reference_prefix, form_address(each.policy.id))
                for each in publication.current
            ],
            addresses={
                each.policy.id: form_address(each.policy.id) for each in publication.current
            },
            policies_in_force=[
                (each.policy.id, each.partnership.name) for each in publication.current
            ],
            scripts=scripts,
        )

    return GeneratedPage(
        address=address,
        title=title,
        frame=frame,
        write=write,
        is_searched=False,
        has_contents=False,
    )
