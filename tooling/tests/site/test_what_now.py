"""The questions come from the policy's file, and each way through them ends at what it asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from escalation_log.model.policies import Policy, Side
from escalation_log.model.statements import Became, Pointer, Statement, Statements
from escalation_log.site.by_when.counting_data import duty_notes, plain_reading
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.stage_cards import stage_cards_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.site.what_now.answers import Engine
from escalation_log.site.what_now.drafts import MessageKind, gaps_of
from escalation_log.site.what_now.question_data import engine_of, what_now_script
from escalation_log.site.what_now.results import Asked, draft_of
from escalation_log.site.what_now.walk import Walk, walk_of
from tests.engine.judging import made_up_policy, moment, rulebook_of
from tests.site.policies import ALL, edition_of, five_policies, line_of, said

OTHERS = tuple(each for each in ALL if each != "knowsley")
_DEADLINE_IN_STAGE = """
- id: stage-1
  title: One
  duties:
    - id: answer
      title: Answer
      role: worker
      clause: "1"
      trigger: {event: raised}
      limit: {working_days: 2}
      met_by: {all: [{event: discussed}, {event: notified, whom: chair}]}
    - id: chase
      title: Chase
      role: worker
      clause: "2"
      trigger: {deadline: stage-1/answer}
      limit: {working_days: 1}
      met_by: {event: update}
    - id: raise
      title: Raise
      role: {by_sector: {health: manager, other: worker}}
      clause: "3"
      trigger: {event: disagreement}
      limit: {working_days: 1}
      met_by: {event: raised}
"""

_RAISED_THEN_ANSWERED = """
- id: stage-1
  title: One
  duties:
    - {id: raise, title: Raise, role: worker, clause: "1", trigger: {event: disagreement},
       limit: {working_days: 1}, met_by: {event: raised}}
    - {id: answer, title: Answer, role: worker, clause: "1", trigger: {event: raised},
       limit: {working_days: 2}, met_by: {event: response}}
"""
_READ_OTHERWISE = """
readings:
  - id: from-when
    clause: "1"
    question: From when do the two days run?
    adopted: From when it is raised.
    others:
      - says: From the disagreement.
        changes: {duties: {stage-1/answer: {trigger: {event: disagreement}}}}
      - says: From when it is raised, and one day only.
        changes: {duties: {stage-1/answer: {limit: {working_days: 1}}}}
      - says: The first day counts.
        changes: {counting: trigger-day-counts}
"""


def test_what_other_readings_change_is_written_and_the_moments_they_need_are_asked_for() -> None:
    found = walk_made_up(made_up_policy(_RAISED_THEN_ANSWERED, _READ_OTHERWISE))
    leading = [
        each
        for each in found.results.values()
        if each.lead is not None and each.lead.duty.id == "stage-1/answer"
    ]
    assert leading
    for each in leading:
        assert each.lead is not None
        assert [start.slot for start in each.lead.starts] == ["stage-1/raise"]
        assert {
            place: [start.slot for start in starts] for place, starts in each.lead.readings.items()
        } == {0: ["opening"]}
        assert each.needs == ("opening", "stage-1/raise")
        assert each.optional == ("opening",)
    first, second, third = (
        plain_reading(each, found.policy) for each in found.engine.rulebook.alternatives
    )
    assert isinstance(first, dict)
    assert (first["clause"], first["rules"], first["tiers"]) == ("clause 1", {}, {})
    assert isinstance(second, dict)
    assert second["tiers"] == {"stage-1/answer": [{"urgency": "", "limit": {"working_days": 1}}]}
    assert isinstance(third, dict)
    assert (third["rules"], third["tiers"]) == ({"counting": "trigger-day-counts"}, {})


def walk(publication: Publication, policy_id: str) -> Walk:
    return walk_of(engine_of(edition_of(publication, policy_id), publication))


def walk_made_up(policy: Policy) -> Walk:
    noon = moment("2026-11-22 12:00")
    return walk_of(Engine(rulebook=rulebook_of(policy), as_of=noon))


def name_of(asked: Asked | None) -> str:
    return asked.duty.id if asked else ""


@pytest.mark.parametrize("policy_id", ALL)
def test_every_question_is_reached_and_every_answer_leads_on(
    publication: Publication, policy_id: str
) -> None:
    found = walk(publication, policy_id)
    leads_to = [each.leads_to for asked in found.questions.values() for each in asked.answers]
    first = {"stage", "reached"}
    asked = {*found.results, *found.questions} - first
    # Whoever says that it is new, or received it, is not asked whether it was raised.
    passed_over = asked - {*leads_to}
    assert passed_over <= {duty.id for duty in found.policy.stages[0].duties}
    assert len(passed_over) <= 1
    stages = [stage.id for stage in found.policy.stages]
    for name in first:
        assert [each.id for each in found.questions[name].answers] == ["new", *stages]
    assert {result.stage.id for result in found.results.values()} == set(stages)
    assert all(slot in found.moments for each in found.results.values() for slot in each.needs)


def test_knowsley_is_asked_stage_by_stage(publication: Publication) -> None:
    found = walk(publication, "knowsley")
    raised = found.questions["stage-1/raise"]
    assert raised.words == "Has it been raised with them?"
    assert raised.to_receiving == "Have they raised it with you?"
    assert raised.hints == (
        "Raise the concern with the decision maker, with evidence.",
        "Who: The professional with the concern.",
    )
    assert found.questions["stage-1/respond"].words == "Have they answered?"
    assert found.questions["stage-1/respond"].to_receiving == "Have you answered?"
    new, reached = found.questions["stage"].answers[0], found.questions["reached"].answers[0]
    assert (new.leads_to, reached.leads_to) == ("=stage-1/raise=no", "=stage-1/respond=no")
    results = found.results
    not_raised = results["=stage-1/raise=no"]
    assert (name_of(not_raised.lead), not_raised.needs) == ("stage-1/raise", ("opening",))
    assert name_of(not_raised.reply) == "stage-1/respond"
    unanswered = results["=stage-1/respond=no"]
    assert name_of(unanswered.then) == "stage-2/escalate"
    assert unanswered.needs == ("stage-1/raise",)
    assert unanswered.lead is not None
    assert (unanswered.lead.side, not_raised.lead and not_raised.lead.side) == (
        Side.RECEIVING,
        Side.RAISING,
    )
    told = results["=stage-2:settled=no"]
    assert name_of(told.lead) == "stage-3/escalate"
    assert told.goes_to.id == "stage-3"
    assert told.needs == ("to:stage-2", "stage-2:settled=no")
    assert name_of(told.arrival[0]) == "stage-3/resolve"
    settled = results["=stage-2:settled=resolved"]
    assert (name_of(settled.lead), settled.goes_to.id) == ("stage-2/confirm", "stage-2")
    assert [name_of(each) for each in found.danger] == ["case/escalate-immediately"]


def test_where_a_policy_sets_no_time_no_moment_is_asked_for(publication: Publication) -> None:
    results = walk(publication, "west-sussex").results.values()
    assert not any(result.needs for result in results)
    going = walk(publication, "barnsley").results["=stage-1:settled=no"]
    assert (going.lead, going.needs, going.goes_to.id) == (None, (), "stage-2")


def test_a_policy_that_nobody_has_seen_is_asked_in_the_same_way(publication: Publication) -> None:
    found = walk(publication, "strathkell")
    assert found.moments["opening"] == "When was the concern identified?"
    assert found.questions["panel/convene"].words == "Has the panel been convened?"
    assert [name_of(each) for each in found.danger] == ["case/protect"]
    checking = found.results["=check:settled=open"]
    assert (name_of(checking.lead), checking.goes_to.id) == ("talk/contact", "talk")


def test_a_deadline_may_start_what_is_to_be_done_at_the_same_stage() -> None:
    found = walk_made_up(made_up_policy(_DEADLINE_IN_STAGE))
    assert list(found.questions) == ["stage-1:settled", "stage-1/raise", "stage", "reached"]
    waiting = found.results["=stage-1:settled=open"]
    assert waiting.lead is not None
    assert waiting.lead.duty.id == "stage-1/chase"
    assert waiting.goes_to.id == "stage-1"
    assert [start.deadline for start in waiting.lead.starts] == ["stage-1/answer"]
    assert waiting.needs == ("stage-1/raise",)
    settled = found.results["=stage-1:settled=resolved"]
    assert settled.arrival == ()


@pytest.mark.parametrize("by", ["by: partnership", "how: {not: phone}"])
def test_a_decision_is_taken_to_be_the_partnerships(by: str) -> None:
    stages = f"""
- id: stage-1
  title: One
  duties:
    - {{id: decide, title: Decide, role: worker, clause: "1", trigger: {{entered: stage-1}},
       met_by: {{event: decided, {by}}}}}
    - {{id: answer, title: Answer, role: worker, clause: "2", survives: true,
       trigger: {{event: decided, {by}}}, limit: {{working_days: 2}}, met_by: {{event: response}}}}
"""
    decided = walk_made_up(made_up_policy(stages)).results["=stage-1:settled=decided"]
    assert name_of(decided.lead) == "stage-1/answer"


def test_the_message_asks_for_what_its_reader_is_to_do(publication: Publication) -> None:
    results = walk(publication, "knowsley").results
    raising = results["=stage-1/raise=no"]
    asks = draft_of(raising, raising.lead, moves=False)
    assert (asks.duty, asks.from_today) == ("stage-1/respond", True)
    assert asks.where == "It is at Stage 1: Practitioner to practitioner."
    told = results["=stage-2:settled=no"]
    brings = draft_of(told, told.lead, moves=True)
    assert (brings.duty, brings.from_today) == ("stage-3/resolve", True)
    assert brings.where == (
        "It is not settled at Stage 2: First line managers, so I bring it to the next stage."
    )
    assert brings.stage == "Stage 3: Senior managers, clause 4, stage 3"
    waiting = results["=stage-2:settled=open"]
    late = draft_of(waiting, waiting.then, moves=True, is_overdue=True)
    assert late.where.startswith("The time at Stage 2: First line managers is up")
    answered = results["=stage-1:settled=open"]
    early = draft_of(answered, answered.lead, moves=answered.moves)
    assert early.where.startswith("It is not settled at Stage 1: Practitioner to practitioner,")
    settled = results["=stage-2:settled=resolved"]
    confirms = draft_of(settled, settled.lead, moves=False)
    assert (confirms.duty, confirms.from_today) == ("stage-2/confirm", False)
    assert confirms.where == "It is settled at Stage 2: First line managers."
    assert (early.kind, confirms.kind) == (MessageKind.CONCERN, MessageKind.OUTCOME)
    last = results["=stage-3:settled=no"]
    assert draft_of(last, last.lead, moves=True).kind is MessageKind.REFERRAL
    nothing = walk(publication, "west-sussex").results["=stage-1:settled=open"]
    assert draft_of(nothing, None, moves=False).duty == ""


def test_the_gaps_of_a_message_are_what_the_statements_say_is_stated() -> None:
    def statement(*became: Pointer) -> Statement:
        return Statement(clause="1", says="It is stated", became=became)

    gaps = gaps_of(
        Statements(
            edition="knowsley@2020-06",
            statements=(
                statement(Pointer(Became.THEME, "communication")),
                statement(Pointer(Became.GAP, "The issue"), Pointer(Became.GAP, "The risk")),
                statement(Pointer(Became.GAP_IN_REPLY, "My reasons")),
                statement(Pointer(Became.GAP_IN_OUTCOME, "The agreed outcome")),
                statement(Pointer(Became.GAP_IN_REFERRAL, "What was done so far")),
            ),
        )
    )
    what = "in a sentence or two, without names"
    asks = "What I ask you for: [what is to happen, and by when]"
    assert gaps[MessageKind.CONCERN] == f"The issue: [{what}]\nThe risk: [{what}]\n{asks}"
    assert gaps[MessageKind.REPLY].startswith(f"My reasons: [{what}]\n")
    assert gaps[MessageKind.OUTCOME].startswith(f"The agreed outcome: [{what}]\n")
    assert gaps[MessageKind.REFERRAL] == (
        f"What was done so far: [{what}]\nThe issue: [{what}]\nThe risk: [{what}]\n{asks}"
    )
    without = gaps_of(None)
    assert without[MessageKind.CONCERN].startswith(f"What worries me: [{what}]\n")
    assert without[MessageKind.OUTCOME].startswith(f"What came of it: [{what}]\n")


_CONSULTED_FIRST = """
- id: stage-1
  title: One
  duties:
    - {id: consult, title: Consult, role: worker, clause: "1", trigger: {event: disagreement},
       met_by: {event: consulted}}
    - {id: raise, title: Raise, role: worker, clause: "1", trigger: {event: disagreement},
       limit: {working_days: 2}, met_by: {event: raised}}
    - {id: log, title: Log it, role: worker, clause: "1", trigger: {event: disagreement},
       met_by: {event: done}}
"""


def test_what_the_policy_names_ahead_of_the_first_thing_comes_before_it() -> None:
    result = walk_made_up(made_up_policy(_CONSULTED_FIRST)).results["=stage-1/raise=no"]
    assert name_of(result.lead) == "stage-1/raise"
    assert [name_of(each) for each in result.before] == ["stage-1/consult"]
    assert [name_of(each) for each in result.others] == ["stage-1/log"]


_HELD_UP = """
- id: stage-1
  title: One
  duties:
    - {id: talk, title: Talk, role: worker, clause: "1", trigger: {entered: stage-1},
       met_by: {any: [{event: raised}, {event: [discussed, resolved]}]}}
    - {id: email, title: Write it down, role: worker, clause: "1",
       trigger: {event: not-resolved, stage: stage-1}, met_by: {event: confirmed-in-writing}}
    - {id: go-on, title: Take it on, role: worker, clause: "1",
       trigger: {event: not-resolved, stage: stage-1}, met_by: {event: escalated, to: stage-2}}
    - {id: share, title: Share it, role: worker, clause: "1", survives: true,
       trigger: {event: not-resolved, stage: stage-1}, met_by: {event: record-shared}}
- id: stage-2
  title: Two
  requires: {event: [raised, discussed], in: stage-1, clause: "1"}
  duties:
    - {id: discuss, title: Discuss, role: worker, clause: "2", trigger: {entered: stage-2},
       met_by: {event: discussed, stage: stage-2}}
    - {id: notice, title: Give notice, role: worker, clause: "2", trigger: {entered: stage-2},
       limit: {before: {event: escalated, to: stage-3}}, met_by: {event: notice-issued}}
- id: stage-3
  title: Three
  duties: []
"""


def test_what_the_next_stage_waits_for_comes_before_going_on() -> None:
    results = walk_made_up(made_up_policy(_HELD_UP)).results
    going = results["=stage-1:settled=no"]
    # What takes the case on leads; what was started with it and stands ahead of it comes first,
    # and so does the talk without which the second stage is closed.
    assert name_of(going.lead) == "stage-1/go-on"
    assert [name_of(each) for each in going.before_moving] == ["stage-1/talk", "stage-1/email"]
    assert [name_of(each) for each in results["=stage-2:settled=no"].before_moving] == [
        "stage-2/notice"
    ]


_SHARED = """
- id: stage-1
  title: One
  duties:
    - {id: talk, title: Talk, role: worker, clause: "1", trigger: {entered: stage-1},
       met_by: {event: discussed}}
    - {id: share, title: Share it, role: worker, clause: "2", survives: true,
       trigger: {event: [discussed, resolved]}, met_by: {event: record-shared}}
"""


def test_what_began_before_the_end_and_outlives_it_is_left_to_do() -> None:
    settled = walk_made_up(made_up_policy(_SHARED)).results["=stage-1:settled=resolved"]
    assert name_of(settled.lead) == "stage-1/share"


def test_a_recommendation_or_decision_is_no_agreed_outcome(publication: Publication) -> None:
    results = walk(publication, "knowsley").results
    settled, recommended = (
        results[f"=stage-4:settled={each}"] for each in ("resolved", "recommended")
    )
    assert draft_of(settled, settled.lead, moves=False).kind is MessageKind.OUTCOME
    assert draft_of(recommended, recommended.lead, moves=False).kind is MessageKind.CONCLUSION
    states = gaps_of(edition_of(publication, "knowsley").statements)[MessageKind.CONCLUSION]
    assert states.startswith("What was recommended or decided: [")
    assert "agreed" not in states


_GUIDES = """
- id: stage-1
  title: One
  duties:
    - {id: talk, title: Talk, role: worker, clause: "1", force: guide, trigger: {entered: stage-1},
       met_by: {event: discussed}}
    - {id: settle, title: Settle it, role: worker, clause: "1", force: guide,
       trigger: {entered: stage-1}, limit: {working_days: 5}, met_by: {event: resolved}}
"""


def test_a_guide_without_a_time_speaks_of_none() -> None:
    policy = made_up_policy(_GUIDES)
    talk, settle = (list(duty_notes(each, policy)) for each in policy.all_duties)
    assert talk == ["It is a guide. Leaving it out is no breach."]
    assert settle == ["The time is a guide. Going over it is noted, but is not a breach."]


def _write(publication: Publication, address: str) -> str:
    pages = catalogue_of(publication, Templates(shipped_folder("templates"))).pages
    return str(next(page for page in pages if page.address == address).write(()))


def test_without_scripts_every_stage_says_who_whom_and_by_when(publication: Publication) -> None:
    times = said(_write(publication, "by-when.html"))
    for edition in publication.current:
        page = _write(publication, f"what-now/{edition.policy.id}.html")
        words = said(page)
        for stage in edition.policy.stages:
            assert stage.title in words
        for duty in edition.policy.all_duties:
            assert said(duty.title) in words
        for rule in (rule for card in stage_cards_of(edition.policy) for rule in card.duties):
            row = f"{line_of(rule.time)}."
            assert said(f"{row} {rule.role}") in words, rule.anchor
            assert not rule.time.limit or said(row) in times, rule.anchor
        assert 'href="tel:999"' in page
        assert "data-needs-scripts" in page
    page = _write(publication, "what-now/knowsley.html")
    assert "0151 443 4786" in page
    assert "duty-team.housing" in page or "safeguarding-team.housing" in page
    assert "It may go straight to Stage 3" in said(_write(publication, "what-now/barnsley.html"))


def test_there_is_a_choice_only_between_several(publication: Publication, tmp_path: Path) -> None:
    choice = _write(publication, "what-now.html")
    links = re.findall(r'href="([^"]+)"', choice)
    assert "data-keeps-answers" in choice
    assert links == ["tel:999", *(f"what-now/{policy}.html" for policy in sorted(ALL))]
    one = five_policies(tmp_path, without=OTHERS)
    assert 'id="now"' in _write(one, "what-now.html")


def test_the_public_page_has_no_agency_of_anybody(tmp_path: Path) -> None:
    public = five_policies(tmp_path, Projection.PUBLIC)
    page = _write(public, "what-now/knowsley.html")
    assert "0151 443 4786" in page
    assert "(invented)" not in page
    assert "@" not in what_now_script(edition_of(public, "knowsley"), public).replace(
        "knowsley@2020-06", ""
    )


def test_no_field_asks_for_a_name(publication: Publication) -> None:
    page = _write(publication, "what-now/knowsley.html")
    assert re.findall(r'<input type="(\w+)"', page) == ["date", "time"]
    assert "mailto:" not in re.sub(r'href="mailto:[^"]+@knowsley\.example"', "", page)
