"""Make the page "What do I do now?" of each policy, and one to choose between several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Move, Policy
from escalation_log.site.addresses import WHAT_NOW, what_now_address
from escalation_log.site.by_when.counting_data import RECKONING
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
)
from escalation_log.site.policies.contacts import (
    ContactGroup,
    contact_view,
    general_numbers,
    numbers_of,
)
from escalation_log.site.policies.stage_cards import StageRules, duty_rules, stage_cards_of
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.site.what_now.question_data import engine_of, what_now_script
from escalation_log.site.what_now.walk import danger_duties
from escalation_log.words.policy_rules import guide_after_in_words
from escalation_log.words.titles import stage_in_words_of
from escalation_log.words.to_do import teams_at

TITLE = "What do I do now?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A move that passes over stages; `to` is the stage, empty for any."""

    words: str
    to: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHelp:
    """A stage in the list, with whom to contact there."""

    id: str
    rules: StageRules
    contacts: tuple[ContactGroup, ...]
    shortcuts: tuple[Shortcut, ...]


def what_now_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield a page for each policy in force, and one to choose from where there are several."""
    if len(publication.current) > 1:
        yield _choice(publication, templates)
    for edition in publication.current:
        yield _page(edition, publication, templates)


def what_now_files(publication: Publication) -> Iterator[GeneratedFile]:
    """Yield the questions and results of each policy as files."""
    for edition in publication.current:
        yield _file(edition, publication)


def _script(edition: PublishedEdition) -> str:
    return f"assets/escalation-log/what-now/{edition.policy.id}.js"


def _file(edition: PublishedEdition, publication: Publication) -> GeneratedFile:
    return GeneratedFile(
        address=_script(edition), write=lambda _: what_now_script(edition, publication)
    )


def _choice(publication: Publication, templates: Templates) -> GeneratedPage:
    frame = general_frame(publication)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            "what_now_choice.html",
            WHAT_NOW,
            subjects=frame.subjects,
            numbers=general_numbers(publication),
            areas=[
                (each.partnership.name, what_now_address(each.policy.id, is_only=False))
                for each in publication.current
            ],
        )

    return GeneratedPage(
        address=WHAT_NOW, title=TITLE, frame=frame, write=write, has_contents=False
    )


def _page(
    edition: PublishedEdition, publication: Publication, templates: Templates
) -> GeneratedPage:
    policy = edition.policy
    address = what_now_address(policy.id, is_only=len(publication.current) == 1)
    frame = frame_of(publication, edition)

    def write(_summaries: Summaries) -> Markup:
        dangers = danger_duties(engine_of(edition, publication))
        guide_after = policy.guide_after
        return templates.write(
            "what_now.html",
            address,
            edition=edition,
            numbers=numbers_of(edition, publication),
            danger_duties=[duty_rules(each, policy) for each in dangers],
            danger_moves=_ways_in_danger(policy),
            guide_after="" if guide_after is None else guide_after_in_words(policy, guide_after),
            stages=tuple(_stages(edition, publication)),
            whole_case=[each for each in stage_cards_of(policy) if each.anchor == "whole-case"],
            scripts=(
                RECKONING,
                _script(edition),
                "assets/javascripts/reckoning.js",
                "assets/javascripts/first-letters.js",
                "assets/javascripts/what-now-dates.js",
                "assets/javascripts/what-now.js",
            ),
        )

    return GeneratedPage(
        address=address,
        title=TITLE if address == WHAT_NOW else f"{TITLE} {edition.partnership.name}",
        frame=frame,
        write=write,
        has_contents=False,
    )


def _stages(edition: PublishedEdition, publication: Publication) -> Iterator[StageHelp]:
    policy = edition.policy
    for stage, rules in zip(policy.stages, stage_cards_of(policy), strict=False):
        yield StageHelp(
            id=stage.id,
            rules=rules,
            contacts=tuple(_contacts(edition, publication, stage.id)),
            shortcuts=tuple(_shortcuts(policy, danger=False, stage=stage.id)),
        )


def _contacts(
    edition: PublishedEdition, publication: Publication, stage: str
) -> Iterator[ContactGroup]:
    """Yield whom to contact at a stage: the partnership's people, then each agency's team."""
    policy, partnership = edition.policy, edition.partnership
    today = publication.moment_in(policy).on
    members = [each for each in partnership.agencies.values() if each.belonged_on(today)]
    groups = [(None, partnership.name), *((each.id, each.name) for each in members)]
    for agency, name in groups:
        # Whom anybody may ring, whatever the stage, stands at the top of the page.
        views = tuple(
            contact_view(each, policy, today)
            for each in teams_at(partnership.contacts, agency, stage)
            if each.stages or each.ring_when is None
        )
        if views:
            yield ContactGroup(name=name, contacts=views)


def _shortcuts(policy: Policy, *, danger: bool, stage: str = "") -> Iterator[Shortcut]:
    """Yield the moves that an immediate risk allows, or those that a stage allows without one."""
    for move in policy.moves:
        is_of_danger = move.when == EventKind.IMMEDIATE_RISK.value
        if is_of_danger is danger and (danger or _leaves(move, stage, policy)):
            yield Shortcut(
                words=move.words or "",
                to="" if move.target is None else stage_in_words_of(policy, move.target),
                clause=move.clause,
            )


def _ways_in_danger(policy: Policy) -> tuple[Shortcut, ...]:
    """List the ways past the stages at an immediate risk, each said once."""
    ways = tuple(_shortcuts(policy, danger=True))
    return tuple(each for each in ways if each.words) or ways[:1]


def _leaves(move: Move, stage: str, policy: Policy) -> bool:
    """Say whether a move leads from a stage to one beyond the next."""
    at = policy.stage_index(stage)
    return move.origin in (None, stage) and (
        move.target is None or policy.stage_index(move.target) > at + 1
    )
