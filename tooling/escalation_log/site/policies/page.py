"""Make the pages of policies; every number on them comes from the policy's file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from escalation_log.site.addresses import (
    pocket_card_address,
    poster_address,
    what_now_address,
)
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
)
from escalation_log.site.policies.contacts import contact_groups, numbers_of
from escalation_log.site.policies.drawn_charts import chart_by_itself, chart_in_page, mermaid_of
from escalation_log.site.policies.edition_facts import (
    ageing_of,
    edition_facts,
    is_review_past,
    review_words,
    scope_words,
    stage_lines,
)
from escalation_log.site.policies.fact_check import fact_check_address, sign_off_words
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.policies.limits_beside import caps_of
from escalation_log.site.policies.plain_words import plain_words_of
from escalation_log.site.policies.policy_text import policy_html
from escalation_log.site.policies.readings_list import readings_of
from escalation_log.site.policies.side_by_side import comparison_of, sheets_of
from escalation_log.site.policies.stage_cards import stage_cards_of
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.words.prose_limits import fill_limits

_SUMMARY = 2  # sentences, which are short enough for a small screen
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

COMPARISON = "policies/compare.html"


def policy_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Give a page for each edition, and one that compares those in force."""
    for edition in publication.editions:
        yield _page(edition, publication, templates)
    if len(publication.current) > 1:
        yield _comparison(publication, templates)


def _page(
    edition: PublishedEdition, publication: Publication, templates: Templates
) -> GeneratedPage:
    heading = policy_heading(edition)
    policy, partnership = edition.policy, edition.partnership
    today = publication.moment_in(policy).on

    def write(_summaries: Summaries) -> Markup:
        text = publication.texts.get(policy.id, "") if edition.is_current else ""
        words = plain_words_of(
            policy_html(fill_limits(text, policy)), stage_cards_of(policy), heading=heading
        )
        sentences = _SENTENCE_END.split(policy.summary or "")
        # What the text for staff begins with stands in the place of the summary.
        leading = 0 if words.lead else _SUMMARY
        flow = flow_of(policy, edition.statements)
        return templates.write(
            "policy.html",
            edition.address,
            edition=edition,
            policy=policy,
            words=words,
            ageing=ageing_of(edition, publication),
            current=next(each for each in publication.current if each.policy.id == policy.id),
            what_now=what_now_address(policy.id, is_only=len(publication.current) == 1),
            summary=" ".join(sentences[:leading]),
            background=" ".join(sentences[leading:]),
            lines=tuple(stage_lines(policy)),
            caps=tuple(caps_of(policy)),
            scope=scope_words(policy),
            flow=flow,
            chart=chart_in_page(flow, templates, page=edition.address),
            drawing=chart_address(edition, "svg"),
            source=chart_address(edition, "mmd"),
            poster=poster_address(policy.id),
            card=pocket_card_address(policy.id),
            readings=readings_of(policy),
            numbers=numbers_of(edition, publication),
            contacts=contact_groups(partnership, policy, today),
            facts=tuple(edition_facts(policy, publication.editions_of(policy.id))),
            sheet=fact_check_address(edition),
            signed_off=sign_off_words(edition),
            is_review_past=is_review_past(policy, today),
            review_due=review_words(policy),
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
        return templates.write(
            "compare.html",
            COMPARISON,
            questions=comparison_of(publication),
            sheets=sheets_of(publication),
            is_in_rules=any(each.statements is None for each in publication.current),
        )

    return GeneratedPage(
        address=COMPARISON,
        title="How the policies differ",
        frame=general_frame(publication),
        write=write,
        has_contents=False,
    )


def policy_heading(edition: PublishedEdition) -> str:
    """Return the title of an edition's page."""
    words = f"{edition.partnership.name}: {edition.policy.title}"
    return words if edition.is_current else f"{words}, edition {edition.policy.version}"


def policy_files(publication: Publication, templates: Templates) -> Iterator[GeneratedFile]:
    """Yield the flowchart of each edition as an SVG drawing and as Mermaid source."""
    for edition in publication.editions:
        yield from _chart_files(edition, templates)


def _chart_files(edition: PublishedEdition, templates: Templates) -> Iterator[GeneratedFile]:
    policy = edition.policy
    flow = flow_of(policy, edition.statements)
    caption = f"{edition.partnership.name}: {policy.title}, edition {policy.version}"
    address = chart_address(edition, "svg")

    def drawing(_summaries: Summaries) -> str:
        return chart_by_itself(flow, templates, address=address, caption=caption)

    def source(_summaries: Summaries) -> str:
        return mermaid_of(flow, title=caption)

    yield GeneratedFile(address=address, write=drawing)
    yield GeneratedFile(address=chart_address(edition, "mmd"), write=source)


def chart_address(edition: PublishedEdition, ending: str) -> str:
    """Give the address of an edition's flowchart as a file."""
    return f"policies/{edition.policy.id}/flowchart-{edition.policy.version}.{ending}"
