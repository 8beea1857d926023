"""The rule that every duty has somebody who must do it, and something that can meet it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from escalation_log.checks.possible import placed_duties
from escalation_log.checks.subjects import Finding, PolicyToCheck
from escalation_log.files.reading import words_of
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    DeadlineOf,
    Entered,
    EventPattern,
    MetByPattern,
    triggers_in,
)
from escalation_log.model.policies import Duty, Policy, RoleBySector
from escalation_log.model.problems import Severity
from escalation_log.words.lists import listed


def owner_and_end(subject: PolicyToCheck) -> Iterator[Finding]:
    """In every case that a duty applies to, a role has it, and it can be met or says `lapses`."""
    partnership = subject.partnership
    if partnership is None:
        return
    for path, duty in placed_duties(subject.policy):
        combinations = tuple(_combinations(duty, subject.policy, partnership))
        if isinstance(duty.role, RoleBySector) and "other" not in duty.role.roles:
            sector = f"{duty.role.side}.sector"
            unnamed = (each for each in combinations if each[sector] not in duty.role.roles)
            where = next(map(_in_words, unnamed), "for an agency of any other sector")
            yield Finding(
                (*path, "role", "by_sector"),
                f"It is not said whose duty this is {where}. Add a line `other:` with a role.",
            )
        if combinations and not duty.lapses and not _can_be_met(duty.met_by, duty, subject.policy):
            yield Finding(
                (*path, "met_by"),
                f"Nothing that a case can hold meets this duty {_in_words(combinations[0])} while "
                "there is a chance to do it. Name an event that may be recorded in its stage, or "
                "let it end by `lapses: true`.",
                Severity.WARNING,
            )


def _combinations(
    duty: Duty, policy: Policy, partnership: Partnership
) -> Iterator[Mapping[str, str]]:
    """Give the facts of cases that a duty applies to, as far as it depends on them.

    Sectors are those of the partnership's agencies.
    """
    sectors = tuple(dict.fromkeys(agency.sector for agency in partnership.agencies.values()))
    agencies = tuple(partnership.agencies)
    values: Mapping[str, tuple[str, ...]] = {
        "raising.sector": sectors,
        "receiving.sector": sectors,
        "raising.agency": agencies,
        "receiving.agency": agencies,
        "child.plan": words_of("plan-name"),
        "urgency": tuple(policy.urgencies or ()),
        "theme": tuple(policy.themes),
    }
    asked = {each.field for alternative in duty.applies_when for each in alternative}
    if isinstance(duty.role, RoleBySector):
        asked.add(f"{duty.role.side}.sector")
    fields = [field for field in values if field in asked]
    for chosen in product(*(values[field] for field in fields)):
        facts = dict(zip(fields, chosen, strict=True))
        if not duty.applies_when or any(
            all(facts[each.field] in each.values for each in alternative)
            for alternative in duty.applies_when
        ):
            yield facts


def _in_words(facts: Mapping[str, str]) -> str:
    if not facts:
        return "in any case"
    return f"where {listed(f'`{field}: {value}`' for field, value in facts.items())}"


def _can_be_met(met_by: MetByPattern, duty: Duty, policy: Policy) -> bool:
    match met_by:
        case AnyOf(of=parts):
            return any(_can_be_met(part, duty, policy) for part in parts)
        case AllOf(of=parts):
            return all(_can_be_met(part, duty, policy) for part in parts)
        case EventPattern():
            return _can_occur(met_by, duty, policy)


def _can_occur(pattern: EventPattern, duty: Duty, policy: Policy) -> bool:
    """Say whether an event of a pattern can be recorded within the chance to do a duty.

    Whether what it names is declared is the matter of other rules.
    """
    # Events of these kinds need an entry of one of the policy's own lists.
    lists: Mapping[EventKind, Mapping[str, str]] = {
        EventKind.NOTIFIED: policy.recipients,
        EventKind.REFERRED: policy.recipients,
        EventKind.CONSIDERED: policy.considerations,
        EventKind.PLANNED: policy.plannings,
    }
    if all(not lists.get(kind, {"": ""}) for kind in pattern.kinds):
        return False
    fields = dict(pattern.fields)
    if _stays_in_its_stage(pattern.kinds, fields.get("to", frozenset()), duty, policy):
        return False
    if duty.stage is None or duty.owed_until_case or duty.survives or "stage" not in fields:
        return True
    order = {stage.id: index for index, stage in enumerate(policy.stages)}
    reached = (duty.stage, *_stages_of_triggers(duty, policy))
    last = max(order[stage] for stage in reached if stage in order)
    return any(order.get(stage, 0) <= last for stage in fields["stage"])


def _stays_in_its_stage(
    kinds: frozenset[EventKind], to: frozenset[str], duty: Duty, policy: Policy
) -> bool:
    """Say whether only a move to the stage that the case is in would meet a duty.

    Such a move can be recorded only from tier to tier of a stage.
    """
    entered = {Entered(stage.id) for stage in policy.stages if stage.id == duty.stage}
    has_tiers = any(stage.tiers for stage in policy.stages if stage.id == duty.stage)
    return (
        kinds == {EventKind.ESCALATED}
        and {duty.stage} == set(to)
        and entered.issuperset(triggers_in(duty.trigger))
        and not has_tiers
    )


def _stages_of_triggers(duty: Duty, policy: Policy) -> Iterator[str | None]:
    """Give the stages in which a duty's clock may start; None for a duty of the whole case."""
    stage_of = {each.id: each.stage for each in policy.all_duties}
    for trigger in triggers_in(duty.trigger):
        match trigger:
            case EventPattern(fields=fields):
                yield from dict(fields).get("stage", frozenset())
            case Entered(stage=stage):
                yield stage
            case DeadlineOf(duty=source):
                yield stage_of.get(source)
