"""Who must act on a duty follows from its role, or from whose doing alone meets it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from escalation_log.bot.duty_lines import agencies_acting_on
from escalation_log.engine.acting import PARTNERSHIP, acting_agencies
from escalation_log.engine.knowledge import knowledge_of
from escalation_log.export.case_data import EXPORT_HEADER, export_as_plain, export_rows
from escalation_log.export.digest import digest_of
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.seal import Seal
from escalation_log.site.tracking.summaries import summary_of
from escalation_log.statistics.case_facts import case_facts
from tests.engine.judging import (
    LONDON,
    ONE_STAGE,
    case_of,
    judge,
    made_up_policy,
    moment,
    shipped_partnership,
    shipped_policy,
)

EVENTS = "at: 2026-03-02 10:15, kind: raised\n"
RAISING, RECEIVING = "northside-academy", "childrens-social-care"
BOTH = (RAISING, RECEIVING)
SEVERAL = (
    "receiving: [{agency: police, role: practitioner}, {agency: northside-academy, "
    "role: practitioner}, {agency: police, role: team-manager}]\n"
)


def acting(policy: Policy, duty: str = "stage-1/act", header: str = "") -> tuple[str, ...]:
    """Say who must act on a duty of a case that a school raised with social care."""
    judged = judge(EVENTS, "2026-03-03", policy, header=header).judged
    [found] = (each for each in policy.all_duties if each.id == duty)
    return acting_agencies(
        found, case_of(EVENTS, policy, header).header, policy, judged.partnership
    )


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


def with_stand_ins(*agencies: str) -> Partnership:
    """Give a partnership in which the manager stands in for the worker, in some agencies."""
    partnership = shipped_partnership("knowsley")
    instead = {
        each: replace(partnership.agencies[each], instead={"worker": "manager"})
        for each in agencies
    }
    return replace(partnership, agencies={**partnership.agencies, **instead})


# The stand-in may stand for another side, for the partnership, or for none.
STAND_INS = [
    "{worker: raising, manager: receiving}",
    "{worker: raising, manager: partnership}",
    "{worker: raising}",
]


@pytest.mark.parametrize("sides", STAND_INS)
def test_who_must_act_stays_when_somebody_stands_in_for_the_role(sides: str) -> None:
    policy = policy_with(sides)
    asked = judge(EVENTS, "2026-03-03", policy, partnership=with_stand_ins(RAISING)).judged
    row = asked.assessment.duties[0]
    assert row.role == "manager"
    assert agencies_acting_on((row,), asked) == (RAISING,)
    to_do = {each.id: each.acting for each in summary_of(asked).to_do}
    assert to_do == {"case/own-alert": (PARTNERSHIP,), "stage-1/act": (RAISING,)}
    known = knowledge_of(asked.case, LONDON, moment("2026-03-03"))
    column = EXPORT_HEADER.index("acting")
    assert [each[column] for each in export_rows(known, asked)] == [RAISING, PARTNERSHIP]
    exported = json.loads(json.dumps(export_as_plain(known, asked)))
    assert [each["acting"] for each in exported["duties"]] == [[RAISING], [PARTNERSHIP]]
    counts = {
        each: digest_of(
            asked.partnership,
            policy.id,
            each,
            [asked],
            moment("2026-03-03"),
            protects=(policy.subject,),
            address_of=lambda _: "",
            not_judged=(),
            seal=Seal(value="sha256:0", cases=1, unsalted=0, unread=0),
        ).count
        for each in BOTH
    }
    assert counts == {RAISING: 1, RECEIVING: 0}


def test_a_missed_limit_is_counted_for_the_agency_in_which_somebody_stood_in() -> None:
    stage = ONE_STAGE.rstrip() + "\n      limit: {working_days: 2}\n"
    policy = made_up_policy(stage, "sides: {worker: raising, manager: receiving}\n")
    asked = judge(EVENTS, "2026-03-20", policy, partnership=with_stand_ins(RAISING)).judged
    [settled] = case_facts(asked.timeline, asked.assessment, asked.rulebook).limits
    assert (settled.acting, settled.is_kept) == ((RAISING,), False)


@pytest.mark.parametrize(
    ("agencies", "role"),
    [((RAISING,), "worker"), ((RECEIVING,), "manager"), (BOTH, "manager")],
)
def test_who_stands_in_is_that_of_the_one_side_that_can_meet_the_duty(
    agencies: tuple[str, ...], role: str
) -> None:
    policy = policy_with("{worker: both}", met_by="{event: discussed, by: receiving}")
    row = judge(EVENTS, "2026-03-03", policy, partnership=with_stand_ins(*agencies))["stage-1/act"]
    assert row.role == role


def test_where_somebody_else_acts_in_each_of_two_agencies_the_role_is_named() -> None:
    partnership = with_stand_ins(*BOTH)
    head = replace(partnership.agencies[RECEIVING], instead={"worker": "head"})
    different = replace(partnership, agencies={**partnership.agencies, RECEIVING: head})
    for here, role in ((partnership, "manager"), (different, "worker")):
        policy = policy_with("{worker: both}")
        assert judge(EVENTS, "2026-03-03", policy, partnership=here)["stage-1/act"].role == role
