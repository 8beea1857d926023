"""Make the pages of policies; every number on them comes from the policy's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from escalation_log.site.addresses import what_now_address
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
)
from escalation_log.site.hand_written import html_of
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
from escalation_log.site.policies.side_by_side import comparison_of
from escalation_log.site.policies.stage_cards import stage_cards_of
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import fill_limits

_FIRST_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_HEADING_TAG = re.compile(r"<(/?)h([2-5])\b")
_HEADING_ID = re.compile(r"(<h[2-6][^>]*\bid=\")")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A text split into its heading, in plain text, and the rest, with headings one level lower."""

    heading: str
    body: Markup


def prose_of(html: str, *, heading: str) -> Prose:
    """Split a text at its first heading and lower the others; `heading` is used if it has none."""
    found = _FIRST_HEADING.search(html)
    body = _FIRST_HEADING.sub("", html, count=1)
    body = _HEADING_TAG.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", body)
    body = _HEADING_ID.sub(r"\1text-", body)
    return Prose(
        heading=unescape(_TAG.sub("", found[1])).strip() if found else heading,
        body=Markup(body),  # noqa: S704 - HTML made from the partnership's own text
    )


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
        sentences = _SENTENCE_END.split(policy.summary or "")
        flow = flow_of(policy)
        return templates.write(
            "policy.html",
            edition.address,
            edition=edition,
            policy=policy,
            prose=prose_of(html_of(fill_limits(text, policy)), heading=heading),
            ageing=ageing_of(edition, publication),
            current=next(each for each in publication.current if each.policy.id == policy.id),
            what_now=what_now_address(policy.id, is_only=len(publication.current) == 1),
            summary=" ".join(sentences[:_SUMMARY]),
            background=" ".join(sentences[_SUMMARY:]),
            lines=tuple(stage_lines(policy)),
            scope=scope_words(policy),
            flow=flow,
            chart=chart_in_page(flow, templates, page=edition.address),
            drawing=chart_address(edition, "svg"),
            source=chart_address(edition, "mmd"),
            stages=tuple(stage_cards_of(policy)),
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
        return templates.write("compare.html", COMPARISON, questions=comparison_of(publication))

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
    caption = f"{edition.partnership.name}: {policy.title}, edition {policy.version}"
    address = chart_address(edition, "svg")

    def drawing(_summaries: Summaries) -> str:
        return chart_by_itself(flow_of(policy), templates, address=address, caption=caption)

    def source(_summaries: Summaries) -> str:
        return mermaid_of(flow_of(policy), title=caption)

    yield GeneratedFile(address=address, write=drawing)
    yield GeneratedFile(address=chart_address(edition, "mmd"), write=source)


def chart_address(edition: PublishedEdition, ending: str) -> str:
    """Give the address of an edition's flowchart as a file."""
    return f"policies/{edition.policy.id}/flowchart-{edition.policy.version}.{ending}"
