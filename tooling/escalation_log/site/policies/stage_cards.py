"""Describe the stages of a policy: who must do what, by when, under what conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escalation_log.model.policies import Duty, Panel, Policy, Requirement, Stage
from escalation_log.site.addresses import by_when_address, duty_anchor, stage_anchor
from escalation_log.site.policies.duty_times import DutyTime, condition_words, duty_time
from escalation_log.words.lists import listed
from escalation_log.words.policy_rules import (
    duty_limit_in_words,
    event_in_words,
    force_words,
    trigger_in_words,
)
from escalation_log.words.titles import (
    capital,
    clause_words,
    coded_words,
    of_subject,
    role_words,
    stage_in_words_of,
    stage_name,
    stage_number,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """A duty in words. `force` is `required`, `guide` or `advice`; `notes` are its special rules.

    `word` is the document's own for the force; empty where it is not recorded.
    `is_read` says that a reading of ours stands beside it.
    `count_at` is the address where its deadline can be counted; empty where it has no number.
    `time` says the same in a line, for lists where the whole rule is not asked for.
    """

    anchor: str
    title: str
    role: str
    limit: str
    force: str
    word: str
    starts: str
    clause: str
    notes: tuple[str, ...]
    count_at: str
    time: DutyTime
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
    """A stage with its duties; those of the whole case form a last one without `who`."""

    anchor: str
    name: str
    duties: tuple[DutyRule, ...]
    who: str = ""
    what: str = ""
    clause: str = ""
    notes: tuple[str, ...] = ()
    is_informal: bool = False


def stage_cards_of(policy: Policy) -> Iterator[StageRules]:
    """Describe stage by stage what the policy requires, and last the duties of the whole case."""
    for stage in policy.stages:
        yield StageRules(
            anchor=stage_anchor(stage.id),
            name=stage_name(stage),
            who=stage.who or "",
            what=stage.what or "",
            clause=stage.clause or "",
            notes=tuple(_stage_notes(stage, policy)),
            is_informal=stage.informal,
            duties=tuple(duty_rules(duty, policy) for duty in stage.duties),
        )
    if policy.duties:
        yield StageRules(
            anchor="whole-case",
            name="For the case as a whole",
            duties=tuple(duty_rules(duty, policy) for duty in policy.duties),
        )


def stages_in_words(policy: Policy, stages: Iterable[str]) -> str:
    """Name stages by their numbers, or by their titles where they have none."""
    known = {stage.id: stage_number(stage) for stage in policy.stages}
    return listed(known.get(each) or stage_in_words_of(policy, each) for each in stages)


def _stage_notes(stage: Stage, policy: Policy) -> Iterator[str]:
    if stage.requires is not None:
        yield requirement_words(stage.requires, policy)
    if stage.panel is not None:
        yield panel_words(stage.panel)


def requirement_words(requires: Requirement, policy: Policy) -> str:
    """Say what must have happened before a stage may be entered."""
    unless = f", unless there is {_reason_words(requires.unless)}" if requires.unless else ""
    return (
        f"Only once {event_in_words(policy, requires.pattern)} at "
        f"{stage_in_words_of(policy, requires.stage)}{unless}{_in_clause(requires.clause)}."
    )


def _reason_words(reason: str) -> str:
    words = coded_words(reason)
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def panel_words(panel: Panel) -> str:
    """Say who sits on a resolution panel."""
    must = "both sides among them" if panel.concerned_must else "both sides among them if possible"
    return (
        f"A resolution panel sits with at least {panel.agencies} agencies, "
        f"{must}{_in_clause(panel.clause)}."
    )


def _in_clause(clause: str | None) -> str:
    return f" ({clause_words(clause)})" if clause else ""


def duty_rules(duty: Duty, policy: Policy) -> DutyRule:
    """Describe what the policy requires by a duty."""
    return DutyRule(
        anchor=duty_anchor(duty.id),
        title=duty.title,
        role=role_words(policy, duty.role),
        limit=duty_limit_in_words(policy, duty),
        force=force_words(duty),
        word=duty.word or "",
        starts=trigger_in_words(policy, duty.trigger, within=duty.stage),
        clause=duty.clause,
        notes=tuple(_duty_notes(duty, policy)),
        count_at=by_when_address(policy.edition, duty.id) if duty.has_number else "",
        time=duty_time(policy, duty),
        is_read=duty.our_reading is not None,
    )


def _duty_notes(duty: Duty, policy: Policy) -> Iterator[str]:
    only = condition_words(duty)
    if only:
        yield f"{capital(only)}."
    if duty.or_protective:
        yield of_subject("Sooner, if a time to protect the child is set.", policy.subject)
    if duty.each_time:
        yield "It applies again each time."
    if duty.survives:
        yield "It stays open when the case moves on or ends."
