"""Who must act on a duty follows from its role, or from whose doing alone meets it."""

from __future__ import annotations

import pytest

from escalation_log.engine.acting import PARTNERSHIP, acting_agencies
from escalation_log.model.policies import Policy
from tests.engine.judging import ONE_STAGE, case_of, judge, made_up_policy, shipped_policy

EVENTS = "at: 2026-03-02 10:15, kind: raised\n"
RAISING, RECEIVING = "northside-academy", "childrens-social-care"
BOTH = (RAISING, RECEIVING)
SEVERAL = (
    "receiving: [{agency: police, role: practitioner}, {agency: northside-academy, "
    "role: practitioner}, {agency: police, role: team-manager}]\n"
)


def acting(policy: Policy, duty: str = "stage-1/act", header: str = "") -> tuple[str, ...]:
    """Say who must act on a duty of a case that a school raised with social care."""
    row = judge(EVENTS, "2026-03-03", policy, header=header)[duty]
    return acting_agencies(row, case_of(EVENTS, policy, header).header, policy)


def policy_with(sides: str, *, role: str = "worker", met_by: str = "{event: discussed}") -> Policy:
    """Make a policy of one duty."""
    stage = ONE_STAGE.replace("role: worker", f"role: {role}").replace("{event: discussed}", met_by)
    return made_up_policy(stage, sides and f"sides: {sides}\n")


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ("", BOTH),
        ("{worker: both}", BOTH),
        ("{worker: raising}", (RAISING,)),
        ("{worker: receiving}", (RECEIVING,)),
        ("{worker: partnership}", (PARTNERSHIP,)),
        ("{manager: partnership}", BOTH),
    ],
)
def test_the_side_is_that_of_the_role(sides: str, expected: tuple[str, ...]) -> None:
    assert acting(policy_with(sides)) == expected


def test_the_role_is_the_one_of_the_sector() -> None:
    policy = policy_with(
        "{worker: raising, manager: partnership}",
        role="{by_sector: {education: manager, other: worker}}",
    )
    assert acting(policy) == (PARTNERSHIP,)
    other = "raising: {agency: police, role: practitioner}\n"
    assert acting(policy, header=other) == ("police",)


@pytest.mark.parametrize(
    ("side", "expected"),
    [("both", (RAISING, "police")), ("receiving", ("police", RAISING))],
)
def test_each_agency_is_named_once(side: str, expected: tuple[str, ...]) -> None:
    assert acting(policy_with(f"{{worker: {side}}}"), header=SEVERAL) == expected


@pytest.mark.parametrize(
    ("met_by", "expected"),
    [
        ("{event: discussed, by: receiving}", (RECEIVING,)),
        ("{event: discussed, by: [receiving]}", (RECEIVING,)),
        ("{event: discussed, by: partnership}", (PARTNERSHIP,)),
        ("{any: [{event: raised, by: receiving}, {event: update, by: receiving}]}", (RECEIVING,)),
        ("{all: [{event: raised, by: receiving}, {event: update, by: receiving}]}", (RECEIVING,)),
        ("{event: discussed, by: [raising, receiving]}", (PARTNERSHIP,)),
        ("{any: [{event: raised, by: receiving}, {event: update}]}", (PARTNERSHIP,)),
        ("{any: [{event: raised, by: receiving}, {event: update, by: raising}]}", (PARTNERSHIP,)),
    ],
)
def test_one_side_without_which_nothing_meets_the_duty_goes_before_the_role(
    met_by: str, expected: tuple[str, ...]
) -> None:
    assert acting(policy_with("{worker: partnership}", met_by=met_by)) == expected


@pytest.mark.parametrize(
    ("policy", "duty", "expected"),
    [
        ("knowsley", "stage-1/raise", (RAISING,)),
        ("knowsley", "stage-1/respond", (RECEIVING,)),
        ("knowsley", "stage-2/resolve", BOTH),
        ("knowsley", "stage-2/confirm", (RECEIVING,)),
        ("knowsley", "stage-4/recommend", (PARTNERSHIP,)),
        ("barnsley", "stage-1/consult-lead-receiving", (RECEIVING,)),
        ("barnsley", "stage-1/update", (RAISING,)),
        ("barnsley", "stage-3/notify", (RAISING,)),
        ("barnsley", "stage-3/inform-all", (PARTNERSHIP,)),
        ("west-sussex", "case/notify-business-team", (RAISING,)),
        ("west-sussex", "case/inform-business-team", BOTH),
        ("city-and-hackney", "stage-4/refer", (RAISING,)),
        ("city-and-hackney", "stage-4/resolve", (PARTNERSHIP,)),
    ],
)
def test_the_shipped_policies_say_whose_duties_they_are(
    policy: str, duty: str, expected: tuple[str, ...]
) -> None:
    assert acting(shipped_policy(policy), duty) == expected
