"""What "What do I do now?" says in danger, and asks for in a message, by each document."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

import pytest

from escalation_log.log.opening import open_rules
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.site.what_now.drafts import MessageKind, gaps_of
from escalation_log.site.what_now.question_data import engine_of
from escalation_log.site.what_now.walk import walk_of
from tests.logs import REPOSITORY
from tests.shipped.present import FOLDERS
from tests.site.policies import edition_of, said

THERE = {folder.name for folder in FOLDERS}
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
OURS = "This is the site’s own advice: the policy names no number."


@cache
def shipped() -> Publication:
    return publication_of(open_rules(REPOSITORY, as_of=NOON), NOON)


def in_danger(policy_id: str) -> list[str]:
    """Give what the page says first, to last, to somebody who says that a child is in danger."""
    pages = catalogue_of(shipped(), Templates(shipped_folder("templates"))).pages
    address = f"what-now/{policy_id}.html"
    page = str(next(page for page in pages if page.address == address).write(()))
    box = page[page.index("data-danger") : page.index("data-said")]
    return [said(each) for each in re.findall(r"<li>(.*?)</li>", box, re.DOTALL)]


IN_DANGER = {
    "barnsley": ["Go straight to stage three, or say why not", "straight to Stage 3"],
    "city-and-hackney": ["Designated Safeguarding Lead"],
    "knowsley": ["Tell a manager or safeguarding lead of the immediate risk"],
    "west-sussex": ["use discretion about the stage", "01403 229900"],
}


@pytest.mark.parametrize(
    ("policy_id", "then"),
    [(policy_id, then) for policy_id, then in IN_DANGER.items() if policy_id in THERE],
)
def test_in_danger_999_comes_first_and_then_what_the_document_says(
    policy_id: str, then: list[str]
) -> None:
    first, *others = in_danger(policy_id)
    assert first.startswith("Ring 999 now")
    assert (OURS in first) is (policy_id != "west-sussex")
    assert len(others) == len(then)
    for words, shown in zip(then, others, strict=True):
        assert words in shown
    # Knowsley's number is for whoever is unsure how to go on.
    assert not any("443 4786" in each for each in (first, *others))


GAPS = {
    "barnsley": (
        "concern",
        (
            "key information, read and assess; likely to mean for the child; has to be achieved; "
            "evidence or research; local threshold"
        ),
    ),
    "city-and-hackney": ("referral", "actions taken to date; Commissioner is needed; evidence"),
    "knowsley": ("concern", "issue; risk to the child; disagree; to achieve; reasons, evidence"),
    "west-sussex": ("concern", "differ, evidence; best for the child; problem; aim to achieve"),
}


@pytest.mark.parametrize("policy_id", sorted(THERE & GAPS.keys()))
def test_a_message_has_a_gap_for_each_thing_that_the_document_says_to_state(policy_id: str) -> None:
    kind, parts = GAPS[policy_id]
    gaps = gaps_of(edition_of(shipped(), policy_id).statements)
    lines = gaps[MessageKind(kind)].splitlines()
    for line, words in zip(lines, parts.split("; "), strict=False):
        assert all(each in line for each in words.split(", ")), line
    assert all(re.fullmatch(r"[^:\[\]]+: \[[^\[\]]+\]", line) for line in lines)


@pytest.mark.parametrize("policy_id", sorted(THERE & {"barnsley", "knowsley", "west-sussex"}))
def test_a_confirmation_states_the_outcome_and_how_the_rest_is_pursued(policy_id: str) -> None:
    gaps = gaps_of(edition_of(shipped(), policy_id).statements)
    agreed, rest, *_ = gaps[MessageKind.OUTCOME].splitlines()
    assert agreed.startswith("The agreed outcome: [")
    assert rest.startswith("How what is outstanding will be pursued: [")


@pytest.mark.parametrize("policy_id", sorted(THERE & {"west-sussex"}))
def test_whoever_is_challenged_in_west_sussex_gives_reasons(policy_id: str) -> None:
    gaps = gaps_of(edition_of(shipped(), policy_id).statements)
    assert gaps[MessageKind.REPLY].startswith("My reasons for the decision: [")


# What a document has both sides state, the answer states too.
OF_BOTH = {
    "barnsley": "key information, read and assess; likely to mean for the child; to achieve",
    "knowsley": "issue; risk to the child; disagree; to achieve",
    "west-sussex": "differ, evidence; best for the child",
}


@pytest.mark.parametrize("policy_id", sorted(THERE & OF_BOTH.keys()))
def test_an_answer_states_what_the_document_has_both_sides_state(policy_id: str) -> None:
    gaps = gaps_of(edition_of(shipped(), policy_id).statements)
    *lines, answer, _ = gaps[MessageKind.REPLY].splitlines()
    assert answer.startswith("My answer: [")
    for words in OF_BOTH[policy_id].replace("to achieve", "achieve").split("; "):
        assert any(all(each in line for each in words.split(", ")) for line in lines), words


# For a result: what the document has done first, then what it has done.
BEFORE_GOING_ON = {
    ("barnsley", "stage-0"): (["stage-0/resolve"], "stage-0/escalate"),
    ("city-and-hackney", "stage-3"): (["stage-3/engage-members"], "stage-3/go-on"),
    ("knowsley", "stage-3"): (["stage-3/notice"], "stage-4/refer"),
    ("west-sussex", "stage-1"): (["stage-1/confirm-by-email"], "stage-1/contact-manager"),
    ("west-sussex", "stage-3"): (["stage-3/inform-business-team"], "stage-3/go-on"),
}


@pytest.mark.parametrize(
    ("policy_id", "stage"), sorted(each for each in BEFORE_GOING_ON if each[0] in THERE)
)
def test_before_it_goes_on_comes_what_the_document_puts_before_it(
    policy_id: str, stage: str
) -> None:
    results = walk_of(engine_of(edition_of(shipped(), policy_id), shipped())).results
    going = results[f"={stage}:settled=no"]
    first, lead = BEFORE_GOING_ON[policy_id, stage]
    assert [each.duty.id for each in going.before_moving] == first
    assert going.lead is not None
    assert going.lead.duty.id == lead


@pytest.mark.parametrize("policy_id", sorted(THERE & {"city-and-hackney"}))
@pytest.mark.parametrize("stage", ["stage-1", "stage-2", "stage-3"])
def test_what_is_settled_is_still_written_on_file_and_shared(policy_id: str, stage: str) -> None:
    results = walk_of(engine_of(edition_of(shipped(), policy_id), shipped())).results
    lead = results[f"={stage}:settled=resolved"].lead
    assert lead is not None
    assert lead.duty.id == "case/share-record"


@pytest.mark.parametrize("policy_id", sorted(THERE & {"knowsley"}))
def test_the_two_days_are_asked_for_from_disagreement_or_decision(policy_id: str) -> None:
    walk = walk_of(engine_of(edition_of(shipped(), policy_id), shipped()))
    assert walk.moments["opening"] == (
        "When did the disagreement arise, or the decision arrive, whichever was first?"
    )


@pytest.mark.parametrize("policy_id", sorted(THERE & {"barnsley"}))
@pytest.mark.parametrize("stage", ["stage-1", "stage-2"])
def test_barnsley_confirms_on_the_escalation_record(policy_id: str, stage: str) -> None:
    results = walk_of(engine_of(edition_of(shipped(), policy_id), shipped())).results
    lead = results[f"={stage}:settled=resolved"].lead
    assert lead is not None
    assert "in writing, on the escalation record" in lead.duty.title


@pytest.mark.parametrize("policy_id", sorted(THERE & {"knowsley"}))
def test_knowsleys_senior_managers_may_be_a_doctor_or_nurse_in_health(policy_id: str) -> None:
    stage = edition_of(shipped(), policy_id).policy.stages[2]
    assert "the named or designated doctor or nurse may be asked directly" in (stage.who or "")
