"""The comparison of policies: every question of every policy, as the rules answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from escalation_log.model.cases import EventKind
from escalation_log.model.policies import Duty, Policy
from escalation_log.site.addresses import duty_anchor
from escalation_log.site.policies.edition_facts import stage_lines
from escalation_log.site.policies.side_by_side import comparison_of
from escalation_log.site.publication import Publication
from escalation_log.words.policy_rules import duty_limit_in_words, trigger_in_words
from tests.site.policies import ALL, edition_of, policy_of, said


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
    for line in stage_lines(policy):
        assert f"{line.name} {line.who}. By when: {line.by_when}." in answers["stages"]
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
                assert starts_of(policy, by_anchor[same[0]]) in card
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
        "From when Stage 2: Manager to manager or a later stage begins, for the first time."
    )
    assert told["barnsley", "Send the escalation record to the Partnership Manager"].startswith(
        "From when it is resolved or a decision is made at Stage 1"
    )
    assert told[
        "city-and-hackney",
        "Tell the Child Protection Chair or the Independent Reviewing Officer",
    ] == (
        "Stage 2; from when this stage begins; "
        "only where the child’s plan is child protection or looked after."
    )
    assert told["west-sussex", "Take it up with the Independent Reviewing Officer"].endswith(
        "only where the child’s plan is looked after."
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
    assert words["city-and-hackney"] == "No, they only guide."
    assert words["barnsley"] == "2 of 8 must be kept, 6 only guide."
    assert words["knowsley"] == (
        "Yes, all of them. From when an immediate risk is recorded, all are only a guide."
    )
