"""What a site has about its policies: pages, their comparison, and flowcharts to take away."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from escalation_log.render.prose_limits import fill_limits
from escalation_log.site.frames import frame_of, general_frame
from escalation_log.site.generated import GeneratedFile, GeneratedPage, Summaries
from escalation_log.site.policies.ageing import ageing_of
from escalation_log.site.policies.charts import chart_by_itself, chart_in_page
from escalation_log.site.policies.comparison import comparison_of
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.policies.mermaid import mermaid_of
from escalation_log.site.policies.page import policy_page_of
from escalation_log.site.policies.prose import prose_of
from escalation_log.site.publication import Edition, Publication
from escalation_log.site.templates import Templates
from escalation_log.site.texts import html_of

COMPARISON = "policies/compare.html"


def policy_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Give a page for each edition, and one that compares those in force."""
    for edition in publication.editions:
        yield _page(edition, publication, templates)
    if len(publication.current) > 1:
        yield _comparison(publication, templates)


def _page(edition: Edition, publication: Publication, templates: Templates) -> GeneratedPage:
    heading = policy_heading(edition)

    def write(_summaries: Summaries) -> Markup:
        text = publication.texts.get(edition.policy.id, "") if edition.is_current else ""
        prose = prose_of(html_of(fill_limits(text, edition.policy)), heading=heading)
        page = policy_page_of(edition, publication, heading=prose.heading)
        chart = chart_in_page(page.flow, templates, page=page.address)
        return templates.write(
            "policy.html",
            page.address,
            page=page,
            ageing=ageing_of(edition, publication),
            chart=chart,
            prose=prose,
            drawing=chart_address(edition, "svg"),
            source=chart_address(edition, "mmd"),
        )

    return GeneratedPage(
        address=edition.address,
        title=heading,
        frame=frame_of(publication, edition),
        write=write,
        is_source=edition.is_current,
    )


def _comparison(publication: Publication, templates: Templates) -> GeneratedPage:
    def write(_summaries: Summaries) -> Markup:
        questions = comparison_of(publication)
        return templates.write("compare.html", COMPARISON, questions=questions)

    return GeneratedPage(
        address=COMPARISON,
        title="How the policies differ",
        frame=general_frame(publication),
        write=write,
        has_contents=False,
    )


def policy_heading(edition: Edition) -> str:
    """Name an edition's page."""
    words = f"{edition.partnership.name}: {edition.policy.title}"
    return words if edition.is_current else f"{words}, edition {edition.policy.version}"


def policy_files(publication: Publication, templates: Templates) -> Iterator[GeneratedFile]:
    """Give the flowchart of each edition as a drawing and as the source of one."""
    for edition in publication.editions:
        yield _drawing(edition, templates)
        yield _source(edition)


def _drawing(edition: Edition, templates: Templates) -> GeneratedFile:
    address = chart_address(edition, "svg")

    def write(_summaries: Summaries) -> str:
        return chart_by_itself(
            flow_of(edition.policy), templates, address=address, caption=_caption(edition)
        )

    return GeneratedFile(address=address, write=write)


def _source(edition: Edition) -> GeneratedFile:
    def write(_summaries: Summaries) -> str:
        return mermaid_of(flow_of(edition.policy), title=_caption(edition))

    return GeneratedFile(address=chart_address(edition, "mmd"), write=write)


def _caption(edition: Edition) -> str:
    policy = edition.policy
    return f"{edition.partnership.name}: {policy.title}, edition {policy.version}"


def chart_address(edition: Edition, ending: str) -> str:
    """Give the address of an edition's flowchart as a file."""
    return f"policies/{edition.policy.id}/flowchart-{edition.policy.version}.{ending}"
