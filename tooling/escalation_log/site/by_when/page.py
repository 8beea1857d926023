"""Make the page "By when?": a form that the browser answers, and a list of all limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.model.policies import Counting, Policy
from escalation_log.site.by_when.counting_data import (
    BY_WHEN_WORDS,
    RECKONING,
    by_when_words_file,
    reckoning_file,
)
from escalation_log.site.generated import GeneratedFile, GeneratedPage, Summaries, general_frame
from escalation_log.site.policies.contacts import general_numbers
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.page import policy_heading
from escalation_log.site.policies.stage_cards import stage_cards_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.words.receipt_sentences import COUNTING_WORDS
from escalation_log.words.titles import calendar_name, capital

BY_WHEN = "by-when.html"
BY_WHEN_SCRIPTS = (
    RECKONING,
    BY_WHEN_WORDS,
    "assets/javascripts/reckoning.js",
    "assets/javascripts/diary.js",
    "assets/javascripts/by-when.js",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTimes:
    """A policy's limits, stage by stage; `how` says how its days are counted.

    Duties without a limit are left out, and stages without any other.
    """

    name: str
    address: str
    how: tuple[str, ...]
    stages: tuple[tuple[str, tuple[DutyTime, ...]], ...]


def by_when_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the page, if there is a calendar to count by."""
    if publication.calendars:
        yield _page(publication, templates)


def by_when_files(publication: Publication) -> Iterator[GeneratedFile]:
    """Yield the data that the page counts with, and its words."""
    if publication.calendars:
        yield reckoning_file(publication)
        yield by_when_words_file()


def _page(publication: Publication, templates: Templates) -> GeneratedPage:
    frame = general_frame(publication)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            "by_when.html",
            BY_WHEN,
            frame=frame,
            editions=[(each.policy.edition, _choice(each)) for each in publication.editions],
            calendars=[(each, calendar_name(each)) for each in publication.calendars],
            countings=[(each.value, capital(COUNTING_WORDS[each])) for each in Counting],
            times=[
                PolicyTimes(
                    name=policy_heading(each),
                    address=each.address,
                    how=tuple(_how(each.policy)),
                    stages=tuple(_limited(each.policy)),
                )
                for each in publication.current
            ],
            hashes=tuple(_hashes(publication)),
            is_public=publication.projection is Projection.PUBLIC,
            numbers=general_numbers(publication),
            scripts=BY_WHEN_SCRIPTS,
        )

    return GeneratedPage(
        address=BY_WHEN, title="By when?", frame=frame, write=write, has_contents=False
    )


def _choice(edition: PublishedEdition) -> str:
    name = edition.partnership.name
    return name if edition.is_current else f"{name}, edition {edition.policy.version}"


def _hashes(publication: Publication) -> Iterator[tuple[str, str]]:
    """Name each nation's calendar with its hash, then each that has closures of a partnership."""
    nations = publication.calendars
    for name, calendar in nations.items():
        yield capital(calendar_name(name)), calendar.content_hash
    for each in publication.editions:
        own = each.rulebook.calendar
        if own.content_hash != nations[each.policy.calendar].content_hash:
            yield _choice(each), own.content_hash


def _how(policy: Policy) -> Iterator[str]:
    yield f"{capital(COUNTING_WORDS[policy.counting])}."
    if policy.cut_off is not None:
        yield f"What starts the clock at or after {policy.cut_off:%H:%M} counts from the next day."
    if policy.day_ends is not None:
        yield f"The day ends at {policy.day_ends:%H:%M}."
    yield f"Bank holidays are those of {calendar_name(policy.calendar)}."


def _limited(policy: Policy) -> Iterator[tuple[str, tuple[DutyTime, ...]]]:
    for stage in stage_cards_of(policy):
        times = tuple(duty.time for duty in stage.duties if duty.time.limit)
        if times:
            yield stage.name, times
