"""The page of a policy as data: every number on it comes from the policy's file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from escalation_log.site.addresses import what_now_address
from escalation_log.site.policies.contacts import (
    ContactGroup,
    ContactView,
    contact_groups,
    emergency_contacts,
)
from escalation_log.site.policies.facts import (
    edition_facts,
    is_review_past,
    print_validity,
    review_words,
)
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.policies.stages import StageRules, stages_of
from escalation_log.site.policies.summary import StageLine, stage_lines
from escalation_log.site.publication import Edition, Publication

_SUMMARY = 2  # sentences
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """Everything that a policy's page shows.

    `summary` is short enough for a small screen, `background` the rest of what the policy says of
    itself. `print_hours` is 0 where no validity is set.
    """

    address: str
    heading: str
    partnership: str
    version: str
    is_current: bool
    current_address: str
    what_now: str
    summary: str
    background: str
    lines: tuple[StageLine, ...]
    scope: str
    flow: Flow
    stages: tuple[StageRules, ...]
    emergency_contacts: tuple[ContactView, ...]
    contacts: tuple[ContactGroup, ...]
    themes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    is_review_past: bool
    review_due: str
    readings: tuple[str, ...]
    print_hours: int
    print_validity: str


def policy_page_of(edition: Edition, publication: Publication, *, heading: str) -> PolicyPage:
    """Gather the page of an edition under the heading that its text gives it."""
    policy = edition.policy
    today = publication.moment_in(policy).on
    current = next(each for each in publication.current if each.policy.id == policy.id)
    sentences = _SENTENCE_END.split(policy.summary or "")
    return PolicyPage(
        address=edition.address,
        heading=heading,
        partnership=edition.partnership.name,
        version=policy.version,
        is_current=edition.is_current,
        current_address=current.address,
        what_now=what_now_address(policy.id, is_only=len(publication.current) == 1),
        summary=" ".join(sentences[:_SUMMARY]),
        background=" ".join(sentences[_SUMMARY:]),
        lines=tuple(stage_lines(policy)),
        scope=policy.scope_words or f"Between different {policy.scope_differ}.",
        flow=flow_of(policy),
        stages=tuple(stages_of(policy)),
        emergency_contacts=emergency_contacts(edition.partnership, policy, today),
        contacts=contact_groups(edition.partnership, policy, today),
        themes=tuple(policy.themes.values()),
        facts=tuple(edition_facts(policy)),
        is_review_past=is_review_past(policy, today),
        review_due=review_words(policy),
        readings=policy.our_readings,
        print_hours=policy.printed_copies_valid_hours or 0,
        print_validity=print_validity(policy),
    )
