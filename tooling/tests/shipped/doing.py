"""Judge what was done under a policy as it ships: what counts, and other readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from escalation_log.files.policy_file import parse_policy
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.policies import Policy
from tests.engine.judging import Judged, judge
from tests.logs import REPOSITORY

# A Wednesday, on which all acts of a table happen, an hour apart.
DAY = "2026-03-04"


@cache
def edition(identifier: str, version: str) -> Policy:
    """Read an edition as it ships."""
    path = REPOSITORY / "policies" / identifier / f"{version}.yaml"
    policy = parse_policy(path.name, path.read_bytes())
    assert isinstance(policy, Policy), policy
    return policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A duty with the events before it, those that meet it together, and those that do not count.

    Each of `wrong` stands with the field by which it fails.
    """

    duty: str
    before: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...] = ()
    header: str = ""


def hourly(*events: str) -> str:
    """Give events their moments, one an hour from eight o'clock."""
    return "\n".join(
        f"at: {DAY} {8 + hour:02}:00, kind: {each}" for hour, each in enumerate(events)
    )


def check_what_counts(asked: Asked, policy: Policy) -> None:
    """See that the right acts meet a duty only together, and that no wrong one does."""

    def row(*acts: str) -> DutyAssessment:
        events = hourly(*asked.before, *acts)
        return judge(events, DAY, policy, header=asked.header)[asked.duty]

    first = len(asked.before) + 1
    assert row().met_by is None
    for act in asked.right if len(asked.right) > 1 else ():
        assert row(act).met_by is None, act
    assert row(*asked.right).met_by == len(asked.before) + len(asked.right)
    for act, field in asked.wrong:
        wrong = row(act)
        assert wrong.met_by is None, act
        assert [(each.event, each.field.value) for each in wrong.does_not_count] == [
            (first, field)
        ], act
        after = row(act, *asked.right)
        assert after.met_by == first + len(asked.right), act
        assert [each.event for each in after.does_not_count] == [first], act


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What two readings of a clause make of one case: the last day in time by each, if any."""

    reading: str
    other: int
    events: str
    as_of: str
    duty: str
    adopted: str | None
    by_other: str
    header: str = ""


def check_dates(dated: Dated, policy: Policy) -> None:
    """Compare both dates with those counted by hand, and the safe date with the earlier of them."""
    reading = next(each for each in policy.readings if each.id == dated.reading)
    other = reading.others[dated.other]
    assert other.edition is not None

    def row(rules: Policy) -> DutyAssessment:
        return judge(dated.events, dated.as_of, rules, header=dated.header)[dated.duty]

    assert row(other.edition).due_on == date.fromisoformat(dated.by_other)
    alone = row(replace(policy, readings=(replace(reading, others=(other,)),)))
    days = [each for each in (dated.adopted, dated.by_other) if each is not None]
    assert alone.due_on == (None if dated.adopted is None else date.fromisoformat(dated.adopted))
    assert alone.safe_due_on == date.fromisoformat(min(days))
    is_safer = dated.adopted is None or dated.by_other < dated.adopted
    assert alone.safe_because == (dated.reading if is_safer else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What another reading makes of an act: the state of a duty by the adopted one and by it."""

    reading: str
    other: int
    events: tuple[str, ...]
    duty: str
    adopted: str
    by_other: str
    header: str = ""


def check_states(acted: Acted, policy: Policy) -> None:
    """Compare the state of a duty by both readings, and see that the row has the safe words."""
    reading = next(each for each in policy.readings if each.id == acted.reading)
    other = reading.others[acted.other].edition
    assert other is not None

    def judged(rules: Policy) -> Judged:
        return judge(hourly(*acted.events), DAY, rules, header=acted.header)

    row = judged(policy)[acted.duty]
    assert row.state.value == acted.adopted
    assert judged(other)[acted.duty].state.value == acted.by_other
    assert reading.safe is not None
    if row.started_by is not None:
        assert reading.safe in row.safe or row.safe_because == reading.id


def others_with_changes(policy: Policy) -> set[tuple[str, int]]:
    """Give each other reading that an edition can express."""
    return {
        (reading.id, index)
        for reading in policy.readings
        for index, other in enumerate(reading.others)
        if other.edition is not None
    }
