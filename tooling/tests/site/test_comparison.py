"""The comparison of policies: every question of every policy, as the rules answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.statements import Became, Statements
from escalation_log.site.addresses import duty_anchor
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.answers import SILENT, Point
from escalation_log.site.policies.duty_times import duty_time
from escalation_log.site.policies.edition_facts import stage_lines
from escalation_log.site.policies.side_by_side import comparison_of
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import duty_limit_in_words, trigger_in_words
from tests.site.policies import ALL, edition_of, policy_of, said
from tests.site.statements import stating

DUTY = Became.DUTY


def test_the_comparison_asks_every_policy_every_question(
    publication: Publication, pages: Mapping[str, str]
) -> None:
    page = pages["policies/compare.html"]
    questions = comparison_of(publication)
    for question in questions:
        assert [answer.policy for answer in question.answers] == sorted(ALL)
        section = page.partition(f'<h2 id="{question.anchor}">')[2].partition("</section>")[0]
        assert re.findall(r'data-policy="([^"]+)"', section) == sorted(ALL)
        for answer in question.answers:
            assert answer.points
            assert all(point.words in said(section) for point in answer.points)
    assert len({question.anchor for question in questions}) == len(questions)


@pytest.mark.parametrize("policy_id", ALL)
def test_the_comparison_says_what_the_rules_say(publication: Publication, policy_id: str) -> None:
    policy = policy_of(publication, policy_id)
    answers = {
        question.anchor: " ".join(
            f"{point.lead} {point.words}"
            for answer in question.answers
            if answer.policy == policy_id
            for point in answer.points
        )
        for question in comparison_of(publication)
    }
    for stage, line in zip(policy.stages, stage_lines(policy), strict=True):
        assert f"{line.name} {stage.who}. By when: {line.by_when}." in answers["stages"]
    for stage in policy.stages:
        assert (stage.panel is not None) == (stage.title in answers["panel"])
    at_risk = any(move.when == "immediate-risk" for move in policy.moves) or any(
        EventKind.IMMEDIATE_RISK.value in str(duty.trigger) for duty in policy.all_duties
    )
    assert at_risk == ("say nothing" not in answers["danger"])
    confirming = duties_met_by(policy, EventKind.CONFIRMED_IN_WRITING)
    for title, limit in confirming:
        assert title in answers["confirmed"]
        assert limit in answers["confirmed"]
    assert bool(confirming) == ("say nothing" not in answers["confirmed"])
    for title, limit in duties_met_by(policy, EventKind.NOTIFIED):
        assert title in answers["told"]
        assert limit.lower() in answers["told"].lower()
    for move in policy.moves:
        assert move.words is None or move.words in answers["moves"]
    assert ("past its review date" in answers["review"]) == (policy_id == "barnsley")
    for contact in edition_of(publication, policy_id).partnership.contacts:
        is_own = contact.agency is None and not contact.is_emergency
        assert (contact.name in answers["contacts"]) == is_own
    hours = policy.printed_copies_valid_hours
    assert hours is None or f"{hours} hours" in answers["edition"]
    assert bool(policy.cut_off) == ("at or after" in answers["counting"])


@pytest.mark.parametrize("policy_id", ALL)
def test_the_comparison_says_from_when_and_where_alone_each_duty_holds(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    cards = dict(
        re.findall(
            r'<li id="(duty-[^"]+)"[^>]*>(.*?)</li>',
            pages[f"policies/{policy_id}/index.html"],
            re.DOTALL,
        )
    )
    by_anchor = {duty_anchor(duty.id): duty for duty in policy.all_duties}
    listed = {duty.title for duty in policy.all_duties}
    shown = 0
    for question in comparison_of(publication):
        for answer in question.answers:
            for point in answer.points:
                assert "every stage" not in point.words
                if answer.policy != policy_id or point.lead not in listed:
                    continue
                shown += 1
                same = [
                    anchor
                    for anchor, duty in by_anchor.items()
                    if duty.title == point.lead and starts_of(policy, duty) in point.words
                ]
                assert same, point
                card = said(cards[same[0]])
                time = duty_time(policy, by_anchor[same[0]])
                starts = starts_of(policy, by_anchor[same[0]]).removeprefix("rom when ")
                assert f"From when {starts}" in card or not time.limit
                only = re.search(r"Only where (the .*?)\.(?: |$)", card)
                assert (f"nly where {only[1]}" if only else "") in point.words
                assert ("nly where" in point.words) == (only is not None)
    assert shown >= 4


def starts_of(policy: Policy, duty: Duty) -> str:
    return f"rom when {trigger_in_words(policy, duty.trigger, within=duty.stage)}"


def test_the_comparison_keeps_what_a_duty_of_the_whole_case_depends_on(
    publication: Publication,
) -> None:
    told = {
        (answer.policy, point.lead): point.words
        for question in comparison_of(publication)
        if question.anchor in {"told", "records", "learning"}
        for answer in question.answers
        for point in answer.points
    }
    assert told["west-sussex", "Tell the Business Team of the disagreement"] == (
        "From when Stage 2: Manager to manager or a later stage begins, for the first time. "
        "The manager of the worker who raised the concern."
    )
    assert told["barnsley", "Send the escalation record to the Partnership Manager"].startswith(
        "From when it is resolved or a decision is made at Stage 1"
    )
    assert told[
        "city-and-hackney",
        "Tell the Child Protection Chair or the Independent Reviewing Officer",
    ] == (
        "Stage 2; from when this stage begins; "
        "only where the child’s plan is child protection or looked after. "
        "The line managers of both workers."
    )
    assert (
        "; only where the child’s plan is looked after. "
        in (told["west-sussex", "Take it up with the Independent Reviewing Officer"])
    )


def duties_met_by(policy: Policy, kind: EventKind) -> list[tuple[str, str]]:
    """List titles and limits of the duties that an event of a kind may meet."""
    return [
        (duty.title, "" if duty.limit is None else duty_limit_in_words(policy, duty))
        for duty in policy.all_duties
        if kind.value in str(duty.met_by)
    ]


def test_some_times_bind_and_some_guide(publication: Publication) -> None:
    (binding,) = (each for each in comparison_of(publication) if each.anchor == "binding")
    words = {
        answer.policy: " ".join(point.words for point in answer.points)
        for answer in binding.answers
    }
    assert words["west-sussex"] == "It sets no number of days or hours."
    assert words["city-and-hackney"] == "No, they are only a guide."
    assert words["barnsley"] == "2 of 8 must be kept, 6 are only a guide."
    assert words["knowsley"] == (
        "Yes, all of them. Once an immediate risk is recorded, all are only a guide."
    )


STATED = stating(
    ("Foot", "The line manager is told at once", "must", [(DUTY, "case/escalate-immediately")]),
    ("1", "Times become a guide", "will", [(Became.EDITION, "guide_after")]),
    ("Stage 2", "Resolve in five days", "should", [(DUTY, "stage-2/resolve")]),
    ("Stage 2", "Resolve, again", None, [(DUTY, "stage-2/resolve"), (DUTY, "stage-3/resolve")]),
    ("Stage 1", "Days are counted from one", None, [(Became.EDITION, "counting")]),
    ("1", "It is for all agencies", None, [(Became.EDITION, "scope")]),
    ("Stage 3", "The doctor may be asked instead", "may", [(Became.EDITION, "moves")]),
    own=[
        (Became.CONTACT, "emergency", "The document has no number."),
        (DUTY, "stage-4/recommend", "The document has no verb."),
    ],
)


def answers_of(
    publication: Publication, policy_id: str, statements: Statements
) -> Mapping[str, tuple[Point, ...]]:
    """Answer all questions for a policy whose document says this."""
    editions = tuple(
        replace(each, statements=statements) if each.policy.id == policy_id else each
        for each in publication.editions
    )
    return {
        question.anchor: answer.points
        for question in comparison_of(replace(publication, editions=editions))
        for answer in question.answers
        if answer.policy == policy_id
    }


def test_an_answer_is_what_the_document_says_with_its_own_word_and_place(
    publication: Publication,
) -> None:
    answers = answers_of(publication, "knowsley", STATED)
    ours, told, guide, way = answers["danger"]
    assert (ours.lead, ours.words) == (
        "Emergency services",
        "999. Ours: The document has no number.",
    )
    assert (told.words, told.word, told.place) == (
        "The line manager is told at once.",
        "must",
        "Foot",
    )
    assert guide.words == "Times become a guide."
    # No statement became the move, so that the rule is told.
    assert (way.lead, way.place) == ("Immediate risk", "")
    assert [point.words for point in answers["scope"]] == ["It is for all agencies."]
    assert answers["moves"][0].words == "The doctor may be asked instead."
    assert not answers["counting"][0].words.startswith("The document does not say")


def test_each_statement_is_told_once_in_the_order_of_the_document(publication: Publication) -> None:
    said_of_times = [
        point.words
        for point in answers_of(publication, "knowsley", STATED)["binding"]
        if point.place
    ]
    assert said_of_times == ["Times become a guide.", "Resolve in five days.", "Resolve, again."]


def test_what_no_statement_became_is_told_by_the_rules(publication: Publication) -> None:
    points = answers_of(publication, "knowsley", STATED)["binding"]
    by_rule = [point for point in points if not point.place]
    assert "Raise the concern with the decision maker, with evidence" in {
        point.lead for point in by_rule
    }
    assert not any(point.lead.startswith("Resolve between") for point in by_rule)
    ours = [point for point in by_rule if "Ours:" in point.words]
    assert [point.lead for point in ours] == ["Confer and recommend"]
    assert ours[0].words.endswith("if absent. Ours: The document has no verb.")


def test_a_document_that_says_nothing_is_not_answered_for(publication: Publication) -> None:
    answers = answers_of(publication, "west-sussex", stating())
    silent = answers_of(publication, "knowsley", STATED)
    assert [point.words for point in silent["panel"]] == [SILENT]
    assert answers["counting"][0].words == "The document does not say. Ours:"
    assert [point.words for point in answers["binding"]] == ["It sets no number of days or hours."]


def test_what_must_come_first_is_the_statement_of_the_place_that_the_rule_cites(
    publication: Publication,
) -> None:
    stage = "stage-2"
    clause = policy_of(publication, "west-sussex").stages[1].requires
    assert clause is not None
    said_of_stage = stating(
        ("Elsewhere", "Managers act here", None, [(Became.STAGE, stage)]),
        (clause.clause or "", "One comes before two", "must", [(Became.STAGE, stage)]),
    )
    (point,) = answers_of(publication, "west-sussex", said_of_stage)["order"]
    assert (point.words, point.word) == ("One comes before two.", "must")


def test_the_page_says_where_its_answers_come_from(
    publication: Publication, templates: Templates
) -> None:
    def page(*with_statements: str) -> str:
        editions = tuple(
            replace(each, statements=STATED) if each.policy.id in with_statements else each
            for each in publication.editions
        )
        catalogue = catalogue_of(replace(publication, editions=editions), templates)
        (compare,) = (each for each in catalogue.pages if each.address == "policies/compare.html")
        return str(compare.write(()))

    nobody, one, everybody = page(), page("knowsley"), page(*ALL)
    assert "The answers come from the rules that this site counts by." in said(nobody)
    assert "fact-check" not in nobody
    assert 'href="knowsley/fact-check-2020-06.html"' in one
    assert "words in quotation marks are the document’s own" in said(one)
    assert "Where no list of a document’s statements is kept" in said(one)
    assert "Where no list" not in said(everybody)
    assert "<q>must</q> <small>Foot</small>" in one
