"""Rules on the stages, duties and urgencies that events name."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.findings import Finding
from escalation_log.checks.subjects import CaseInHand
from escalation_log.checks.wording import choices, instead_of
from escalation_log.model.kinds import EventKind
from escalation_log.model.policies import Duty
from escalation_log.timeline.visits import patterns_in


def known_stage(subject: CaseInHand) -> Iterator[Finding]:
    """A stage is one of the policy's, and none that the case had not come to."""
    stages = [stage.id for stage in subject.policy.stages]
    for happening in subject.by_number:
        event = happening.event
        if event.to is not None and event.to not in stages:
            yield Finding(
                subject.place(happening, "to"),
                f"This is no stage of the policy. {instead_of(event.to, stages)}",
            )
        if event.stage is None:
            continue
        if event.stage not in stages:
            yield Finding(
                subject.place(happening, "stage"),
                f"This is no stage of the policy. {instead_of(event.stage, stages)}",
            )
        elif stages.index(event.stage) > stages.index(happening.case_stage):
            yield Finding(
                subject.place(happening, "stage"),
                "The case had not come to this stage when the event happened: it was in "
                f"`{happening.case_stage}`. Leave `stage` out, or name an earlier one.",
            )


def known_duty(subject: CaseInHand) -> Iterator[Finding]:
    """A duty is one of the policy's, and one that `done` meets where it is said to be done."""
    for happening in subject.by_number:
        named = happening.event.duty
        if named is None:
            continue
        duties = {duty.id: duty for duty in subject.policy.all_duties}
        duty = duties.get(named)
        if duty is None:
            yield Finding(
                subject.place(happening, "duty"),
                f"This is no duty of the policy. {instead_of(named, duties)}",
            )
        elif happening.event.kind is EventKind.DONE and not _is_met_by_done(duty):
            kinds = sorted({kind for pattern in patterns_in(duty.met_by) for kind in pattern.kinds})
            yield Finding(
                subject.place(happening, "duty"),
                f"`done` does not meet this duty. Record what happened: {choices(kinds)}.",
            )


def _is_met_by_done(duty: Duty) -> bool:
    return any(EventKind.DONE in pattern.kinds for pattern in patterns_in(duty.met_by))


def known_urgency(subject: CaseInHand) -> Iterator[Finding]:
    """Where the policy has tiers of urgency a case names one of them, elsewhere none."""
    tiers = subject.policy.urgencies
    if subject.header.urgency is None:
        if tiers is not None:
            yield Finding(
                ("urgency",),
                "This policy has tiers of urgency, on which its limits depend. Add a line "
                f"`urgency:` with {choices(tiers)}.",
            )
    elif tiers is None or subject.header.urgency not in tiers:
        yield Finding(subject.header_place("urgency"), _not_a_tier(subject.header.urgency, subject))
    for happening in subject.by_number:
        urgency = happening.event.urgency
        if urgency is not None and (tiers is None or urgency not in tiers):
            yield Finding(subject.place(happening, "urgency"), _not_a_tier(urgency, subject))


def _not_a_tier(urgency: str, subject: CaseInHand) -> str:
    tiers = subject.policy.urgencies
    if tiers is None:
        return "This policy has no tiers of urgency. Leave `urgency` out."
    return f"This is no urgency of the policy. {instead_of(urgency, tiers)}"
