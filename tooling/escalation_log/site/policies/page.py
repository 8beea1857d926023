"""The page of a policy as data: every number on it comes from the policy's file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from escalation_log.model.policies import Condition, Duty, Panel, Policy, Requirement, Stage
from escalation_log.render.dates import day_words
from escalation_log.render.limits import counted, pattern_words
from escalation_log.render.receipts import COUNTING_WORDS
from escalation_log.site.addresses import duty_anchor, stage_anchor
from escalation_log.site.policies.contacts import ContactView, contact_views
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.publication import Edition, Publication
from escalation_log.site.rule_words import duty_limit_in_words, force_words, trigger_in_words
from escalation_log.site.words import (
    coded_words,
    role_words,
    stage_name,
    stage_name_of,
)

_CONDITIONS = {
    "child.plan": "the child’s plan",
    "raising.sector": "the raising agency’s sector",
    "receiving.sector": "the receiving agency’s sector",
    "raising.agency": "the raising agency",
    "receiving.agency": "the receiving agency",
    "theme": "the theme",
    "urgency": "the urgency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """A duty as a row of the stage table. `notes` are conditions and what is special about it."""

    anchor: str
    title: str
    role: str
    limit: str
    force: str
    starts: str
    clause: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
    """A stage with its duties; the duties of the whole case make a last one without `who`."""

    anchor: str
    name: str
    who: str
    what: str
    clause: str
    notes: tuple[str, ...]
    is_informal: bool
    duties: tuple[DutyRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """Everything that a policy's page shows."""

    address: str
    heading: str
    partnership: str
    edition: str
    is_current: bool
    current_address: str
    summary: str
    scope: str
    flow: Flow
    stages: tuple[StageRules, ...]
    contacts: tuple[ContactView, ...]
    themes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    is_review_past: bool
    review_due: str
    readings: tuple[str, ...]

    @property
    def emergency_contacts(self) -> tuple[ContactView, ...]:
        """The contacts for a child who is in danger now."""
        return tuple(each for each in self.contacts if each.is_emergency)


def policy_page_of(edition: Edition, publication: Publication, *, heading: str) -> PolicyPage:
    """Gather the page of an edition under the heading that its text gives it."""
    policy = edition.policy
    today = publication.moment_in(policy).on
    current = next(
        each for each in publication.editions if each.policy.id == policy.id and each.is_current
    )
    return PolicyPage(
        address=edition.address,
        heading=heading,
        partnership=edition.partnership.name,
        edition=policy.edition,
        is_current=edition.is_current,
        current_address=current.address,
        summary=policy.summary or "",
        scope=policy.scope_words or f"Between different {policy.scope_differ}.",
        flow=flow_of(policy),
        stages=tuple(_stages(policy)),
        contacts=contact_views(edition.partnership, policy),
        themes=tuple(policy.themes.values()),
        facts=tuple(_facts(policy)),
        is_review_past=policy.review_due is not None and policy.review_due < today,
        review_due=_day(policy.review_due),
        readings=policy.our_readings,
    )


def _day(day: date | None) -> str:
    return "" if day is None else day_words(day)


def _stages(policy: Policy) -> Iterator[StageRules]:
    for stage in policy.stages:
        yield StageRules(
            anchor=stage_anchor(stage.id),
            name=stage_name(stage),
            who=stage.who or "",
            what=stage.what or "",
            clause=stage.clause or "",
            notes=tuple(_stage_notes(stage, policy)),
            is_informal=stage.informal,
            duties=tuple(_duty(duty, policy) for duty in stage.duties),
        )
    if policy.duties:
        yield StageRules(
            anchor="whole-case",
            name="At every stage",
            who="",
            what="",
            clause="",
            notes=(),
            is_informal=False,
            duties=tuple(_duty(duty, policy) for duty in policy.duties),
        )


def _stage_notes(stage: Stage, policy: Policy) -> Iterator[str]:
    if stage.requires is not None:
        yield _requirement(stage.requires, policy)
    if stage.panel is not None:
        yield _panel(stage.panel)
    if stage.our_reading:
        yield f"Our reading: {stage.our_reading}"


def _requirement(requires: Requirement, policy: Policy) -> str:
    unless = f", unless {coded_words(requires.unless)}" if requires.unless else ""
    clause = f" (clause {requires.clause})" if requires.clause else ""
    return (
        f"Only after {pattern_words(requires.pattern)} in “{stage_name_of(policy, requires.stage)}”"
        f"{unless}{clause}."
    )


def _panel(panel: Panel) -> str:
    must = "both sides among them" if panel.concerned_must else "both sides among them if possible"
    clause = f" (clause {panel.clause})" if panel.clause else ""
    return f"A resolution panel sits with at least {panel.agencies} agencies, {must}{clause}."


def _duty(duty: Duty, policy: Policy) -> DutyRule:
    return DutyRule(
        anchor=duty_anchor(duty.id),
        title=duty.title,
        role=role_words(policy, duty.role),
        limit=duty_limit_in_words(policy, duty),
        force=force_words(duty),
        starts=trigger_in_words(policy, duty.trigger, within=duty.stage),
        clause=duty.clause,
        notes=tuple(_duty_notes(duty)),
    )


def _duty_notes(duty: Duty) -> Iterator[str]:
    if duty.applies_when:
        yield f"Only where {' and '.join(_condition(each) for each in duty.applies_when)}."
    if duty.or_protective:
        yield "Sooner where a protective timescale is recorded in the case."
    if duty.each_time:
        yield "Anew each time."
    if duty.survives:
        yield "Stays to be done when the case moves on or ends."
    if duty.our_reading:
        yield f"Our reading: {duty.our_reading}"


def _condition(condition: Condition) -> str:
    values = " or ".join(coded_words(each) for each in sorted(condition.values))
    return f"{_CONDITIONS[condition.field]} is {values}"


def _facts(policy: Policy) -> Iterator[tuple[str, str]]:
    yield "Edition", policy.version
    yield "Document", policy.source.document
    if policy.source.issued:
        yield "Issued", policy.source.issued
    if policy.source.reviewed:
        yield "Reviewed", policy.source.reviewed
    yield "In force from", day_words(policy.effective_from)
    yield "Review due", _day(policy.review_due) or "no date is given"
    if policy.corrects:
        yield "Corrects", f"a mistake in the transcription of edition {policy.corrects}"
    if policy.printed_copies_valid_hours is not None:
        yield "Printed copies", f"valid for {counted(policy.printed_copies_valid_hours, 'hour')}"
    yield "Working days", f"{COUNTING_WORDS[policy.counting]}; calendar {policy.calendar}"
    if policy.cut_off is not None:
        yield "Cut-off", f"a trigger at or after {policy.cut_off:%H:%M} counts as the next day"
    yield "A day ends", "at midnight" if policy.day_ends is None else f"at {policy.day_ends:%H:%M}"
    if policy.guide_after is not None:
        yield "Limits become a guide", f"once this is recorded: {pattern_words(policy.guide_after)}"
    for urgency, words in (policy.urgencies or {}).items():
        yield f"Urgency {urgency}", words
