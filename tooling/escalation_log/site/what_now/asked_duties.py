"""What starts the clock of a duty that is to be done, and whose duty it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.patterns import DeadlineOf, Earliest, triggers_in
from escalation_log.model.policies import Duty, Policy, Side
from escalation_log.site.what_now.answers import Engine, Fact
from escalation_log.site.what_now.results import Asked, Start


def asked_of(engine: Engine, row: DutyAssessment, facts: Sequence[Fact]) -> Asked:
    """Say what starts a duty's clock, as adopted and by the other readings, and whose it is."""
    duty = row.duty.id
    starts = tuple(starts_of(engine, duty, facts))
    readings = {
        place: tuple(starts_of(other, duty, facts))
        for place, duties, other in engine.by_other_readings
        if duty in duties
    }
    return Asked(
        duty=engine.rulebook.index.by_id[duty],
        starts=starts,
        readings={place: other for place, other in readings.items() if other != starts},
        side=side_of_duty(engine.rulebook.index.by_id[duty], engine.policy),
    )


def side_of_duty(duty: Duty, policy: Policy) -> Side:
    """Say whose duty it is; of a role that the policy does not place, both sides'."""
    role = duty.role if isinstance(duty.role, str) else next(iter(duty.role.roles.values()))
    return policy.sides.get(role, Side.BOTH)


def starts_of(engine: Engine, duty: str, facts: Sequence[Fact]) -> Iterator[Start]:
    """Yield what may start a duty's clock after some facts."""
    rows = engine.rows(facts)
    started_by = rows[duty].started_by
    if isinstance(started_by, int):
        yield Start(slot=facts[started_by - 1].slot)
    if isinstance(engine.rulebook.index.by_id[duty].trigger, Earliest | DeadlineOf):
        yield from from_deadlines(engine, duty, rows, facts)


def from_deadlines(
    engine: Engine, duty: str, rows: Mapping[str, DutyAssessment], facts: Sequence[Fact]
) -> Iterator[Start]:
    """Yield the deadlines that may start a duty, each with what starts its own clock."""
    index = engine.rulebook.index
    for trigger in triggers_in(index.by_id[duty].trigger):
        if not isinstance(trigger, DeadlineOf):
            continue
        row = rows[trigger.duty]
        if row.due_on is None:
            continue
        is_met = trigger.unless_met and row.met_by is not None
        yield Start(
            deadline=trigger.duty,
            is_over=trigger.when_over,
            unless=facts[row.met_by - 1].slot if is_met and isinstance(row.met_by, int) else "",
            of=tuple(starts_of(engine, trigger.duty, facts)),
        )
