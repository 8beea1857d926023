"""What a flowchart draws beside the stages, and in which order it draws what the stages ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    AtOnce,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Trigger,
    WorkingDays,
)
from escalation_log.model.policies import Condition, Duty, Move, Policy
from escalation_log.model.statements import Became
from escalation_log.site.policies.document_order import document_order
from escalation_log.site.policies.duty_times import duty_time
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.policies.flowchart import Flowchart
from escalation_log.site.publication import Publication
from tests.site.policies import policy_of
from tests.site.statements import stating

RESOLVED = EventPattern(kinds=frozenset({EventKind.RESOLVED}))
TOLD = EventPattern(kinds=frozenset({EventKind.NOTIFIED}))


@pytest.fixture
def policy(publication: Publication) -> Policy:
    """Give a policy of four stages, without duties of the whole case and without moves."""
    whole = policy_of(publication, "west-sussex")
    return replace(whole, duties=(), moves=(), guide_after=None)


def of_case(
    name: str,
    trigger: Trigger,
    *,
    clause: str = "Notes",
    limit: WorkingDays | AtOnce | None = None,
    met_by: EventPattern = TOLD,
    plan: str = "",
) -> Duty:
    """Make a duty of the whole case; with a `plan` it is asked for children on that plan alone."""
    condition = Condition(field="child.plan", values=frozenset({plan}))
    return Duty(
        id=f"case/{name}",
        stage=None,
        title=name.capitalize(),
        role="managers",
        clause=clause,
        trigger=trigger,
        met_by=met_by,
        limit=limit,
        applies_when=((condition,),) if plan else (),
    )


def resolved_at(*stages: str) -> EventPattern:
    return EventPattern(kinds=RESOLVED.kinds, fields=(("stage", frozenset(stages)),))


def boxes(policy: Policy) -> list[tuple[str, int, tuple[int, ...], list[str]]]:
    return [
        (each.title, each.at, each.stages, [time.what for time in each.times])
        for each in flow_of(policy).besides
    ]


def test_what_the_document_asks_in_one_place_from_a_stage_on_stands_in_one_box(
    policy: Policy,
) -> None:
    duties = (
        of_case("tell", Entered(stage="stage-2", or_later=True), clause="Stage Two and Flow"),
        of_case("close", resolved_at("stage-2", "stage-3"), clause="Flow"),
        of_case("share", EventPattern(kinds=frozenset({EventKind.DISCUSSED}))),
        of_case("learn", resolved_at("stage-3"), clause="Afterwards"),
        of_case("thank", RESOLVED, clause="Last of all"),
    )
    assert boxes(replace(policy, duties=duties)) == [
        ("From Stage 2 on", 1, (1, 2, 3), ["Tell", "Close"]),
        ("At every stage", 4, (0, 1, 2, 3), ["Share"]),
        ("Once it is settled, at Stage 3", 4, (), ["Learn"]),
        ("Once it is settled", 4, (), ["Thank"]),
    ]


def test_a_limit_for_the_whole_way_is_told_as_one(policy: Policy) -> None:
    began = EventPattern(kinds=frozenset({EventKind.DISAGREEMENT}))
    cap = of_case("end it", began, limit=WorkingDays(30), met_by=RESOLVED)
    talk = of_case("talk", began, limit=WorkingDays(30))
    (over_all, others) = flow_of(replace(policy, duties=(cap, talk))).besides
    assert (over_all.title, over_all.at) == ("Over all stages together", 0)
    assert [(time.what, time.words, time.since) for time in over_all.times] == [
        ("End it", "30 working days", "from when the disagreement arises")
    ]
    assert [time.what for time in others.times] == ["Talk"]


def test_alternatives_by_plan_say_for_which_plan_each_is(policy: Policy) -> None:
    duties = tuple(
        of_case(whom, Entered(stage="stage-2", or_later=True), plan=plan)
        for whom, plan in (("chair", "child-protection"), ("officer", "looked-after"))
    )
    ((_, _, _, said),) = boxes(replace(policy, duties=duties))
    assert said == [
        "Chair, only where the child’s plan is child protection",
        "Officer, only where the child’s plan is looked after",
    ]


def test_when_times_become_a_guide_is_told_once_and_first(policy: Policy) -> None:
    risk = EventPattern(kinds=frozenset({EventKind.IMMEDIATE_RISK}))
    (beside,) = flow_of(replace(policy, guide_after=risk)).besides
    assert (beside.title, beside.at, beside.times) == ("The times", 0, ())
    assert beside.words == "Once an immediate risk is recorded, all of them are only a guide."


def test_the_side_box_stands_in_between_its_stages_and_in_no_brief_drawing(policy: Policy) -> None:
    tell = of_case("tell", Entered(stage="stage-2", or_later=True))
    flow = flow_of(replace(policy, duties=(tell,)))
    titles = [" ".join(line.words for line in box.title) for box in Flowchart(flow).boxes]
    (box,) = (each for each in Flowchart(flow).boxes if each.look == "beside")
    assert titles.index("From Stage 2 on") == titles.index("Stage 2: Manager to manager") - 1
    assert box.indent > 0
    assert "Tell" in [line.words for line in box.lines]
    assert "From Stage 2 on: Tell." in Flowchart(flow).description
    assert not any(each.look == "beside" for each in Flowchart(flow, brief=True).boxes)


def test_moves_for_one_reason_are_one_box_with_every_aim(policy: Policy) -> None:
    moves = (
        Move(origin="stage-1", target=None, when="immediate-risk", clause="2", words="Discretion."),
        Move(origin="stage-2", target="stage-4", when="immediate-risk", clause="2"),
        Move(origin=None, target="stage-4", when="no-answer", clause="3"),
    )
    risk, silence = flow_of(replace(policy, moves=moves)).moves
    assert (risk.title, risk.note, risk.targets) == ("Immediate risk", "Discretion.", (1, 2, 3))
    assert risk.route == (
        "From Stage 1: Professional to professional straight to any stage. "
        "From Stage 2: Manager to manager straight to Stage 4: The board."
    )
    assert (silence.note, silence.targets) == (
        "From any stage straight to Stage 4: The board.",
        (3,),
    )


def test_duties_stand_in_the_order_of_the_statements_that_their_places_make(
    policy: Policy,
) -> None:
    stage = replace(
        policy.stages[1],
        clause="Two",
        duties=tuple(
            replace(duty, id=f"stage-2/{name}", title=name, clause=clause, advice=False)
            for duty, (name, clause) in zip(
                policy.stages[0].duties[:1] * 4,
                (("a", "Two and Three"), ("b", "Three"), ("c", "Two"), ("d", "Nowhere")),
                strict=True,
            )
        ),
    )
    stage = replace(stage, duties=tuple(replace(duty, stage="stage-2") for duty in stage.duties))
    changed = replace(policy, stages=(policy.stages[0], stage, *policy.stages[2:]))
    statements = stating(
        ("One", "Before all", None, [(Became.DUTY, "stage-2/a"), (Became.DUTY, "stage-2/d")]),
        ("Two", "First", None, [(Became.DUTY, "stage-2/c"), (Became.STAGE, "stage-2")]),
        ("Two", "Second", None, [(Became.DUTY, "stage-2/a")]),
        ("Three", "Third", None, [(Became.DUTY, "stage-2/b"), (Became.DUTY, "stage-9/gone")]),
    )
    drawn = flow_of(changed, statements).steps[1].times
    assert [time.what for time in drawn] == ["d", "c", "a", "b"]
    in_file = flow_of(changed).steps[1].times
    assert [time.what for time in in_file] == ["a", "b", "c", "d"]
    order = document_order(changed, statements)
    assert order["stage-1/discuss"] >= 4


def test_a_limit_says_from_when_it_counts_without_what_only_a_log_needs(policy: Policy) -> None:
    entered = Entered(stage="stage-2")
    referred = EventPattern(kinds=frozenset({EventKind.REFERRED}))
    duty = replace(
        of_case("refer", entered, met_by=referred, limit=WorkingDays(5)), stage="stage-2"
    )

    def since(**changed: object) -> str:
        return duty_time(policy, replace(duty, **changed)).since  # type: ignore[arg-type]

    assert since() == "from when this stage begins"
    assert since(trigger=Earliest(of=(referred, entered))) == "from when this stage begins"
    assert since(trigger=FirstRecorded(of=(TOLD, referred))) == "from when others are told"
    assert since(trigger=RESOLVED, each_time=True) == "from when it is resolved, each time"
    assert since(limit=AtOnce()) == ""
    assert since(limit=None) == ""
    assert since(limit=None, trigger=resolved_at("stage-2")) == "when it is resolved at this stage"
    both = Earliest(of=(referred, RESOLVED, TOLD))
    assert since(trigger=both) == "from the first of these: it is resolved; others are told"
    assert since(trigger=Latest(of=both.of[1:])) == (
        "from the last of these: it is resolved; others are told"
    )
    assert since(trigger=both, limit=None) == "when it is resolved or others are told"


def test_what_is_asked_at_every_act_needs_no_words_for_when(policy: Policy) -> None:
    acts = {EventKind.DISCUSSED, EventKind.MEETING, EventKind.DECIDED}
    ends = {EventKind.RESOLVED, EventKind.RECOMMENDED, EventKind.DECIDED}
    sinces = [
        duty_time(policy, of_case("share", EventPattern(kinds=frozenset(kinds)))).since
        for kinds in (acts, ends, {EventKind.IMMEDIATE_RISK})
    ]
    assert sinces[0] == sinces[2] == ""
    assert sinces[1].startswith("when it is resolved")
