"""The first line of a card: nothing to do, or the one thing to do; then where to look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation_log.effect.card import MARK, card
from escalation_log.effect.gates import Proposal, label_of
from escalation_log.effect.next_step import OpenPull, next_step
from escalation_log.effect.value import CaseEffect, Effect, Gate, Standing
from tests.cli.running import run
from tests.repositories import Repository

EFFECT = Effect(base="0" * 40, as_of="Monday 9 March 2026", pull_request=12)
PROPOSAL = Proposal(number=12, commit="a" * 40, into="main")
WAITING = "cases/2026/KN-2026-0007/20261130T1015-discussed-k3f9.yaml"
PULL = OpenPull(proposal=PROPOSAL, files=frozenset({WAITING}))
MERGED = "once its checks have passed and a reviewer has approved it."


def first(effect: Effect, pull: OpenPull | None) -> str:
    return next(next_step(effect, pull))


def labelled(*gates: Gate) -> OpenPull:
    labels = frozenset(label_of(gate, PROPOSAL) for gate in gates)
    return replace(PULL, proposal=replace(PROPOSAL, labels=labels))


def test_a_change_that_needs_nothing_is_merged_by_hand_or_by_itself() -> None:
    assert first(EFFECT, PULL) == f"**Nothing to do but to merge it**, {MERGED}"
    by_itself = replace(PULL, merges_itself=True)
    assert first(EFFECT, by_itself) == f"**Nothing to do.** It is merged by itself {MERGED}"
    assert first(EFFECT, None) == "**Nothing to do.**"
    assert first(EFFECT, replace(PULL, is_draft=True)) == "**To do:** mark it as ready for review."


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        (("One.",), "**To do:** mend 1 problem; it is marked on its line"),
        (("One.", "Two."), "**To do:** mend 2 problems; each is marked on its line"),
    ],
)
def test_problems_come_before_everything_else(problems: tuple[str, ...], words: str) -> None:
    effect = replace(EFFECT, problems=problems, gates=(Gate.ENTRY,), hidden_by=("event 7",))
    assert first(effect, replace(PULL, is_draft=True)).startswith(words)


def test_what_hides_when_it_was_entered_comes_before_agreements() -> None:
    effect = replace(EFFECT, gates=(Gate.ENTRY,), hidden_by=("event 7 (*Update*)",))
    said = first(effect, PULL)
    assert said.startswith("**To do:** give event 7 (\\*Update\\*) the line `recorded: …`")


def test_only_agreements_that_nobody_gave_to_this_commit_are_asked_for() -> None:
    effect = replace(EFFECT, gates=(Gate.IMPACT, Gate.RETENTION))
    both = first(effect, PULL)
    assert both == (
        "**To do:** these must agree by labels: whoever answers for the policies by "
        f"`impact agreed {'a' * 32}`; whoever decides what is taken out by "
        f"`retention agreed {'a' * 32}`."
    )
    assert first(effect, labelled(Gate.IMPACT)) == (
        "**To do:** whoever decides what is taken out must agree, by the label "
        f"`retention agreed {'a' * 32}`."
    )
    assert first(effect, labelled(*Gate)).startswith("**Nothing to do")
    outdated = replace(labelled(*Gate), proposal=replace(PROPOSAL, commit="b" * 40))
    assert "whoever answers for the policies" in first(effect, outdated)
    assert first(effect, None) == (
        "**To do:** whoever answers for the policies and whoever decides what is taken out must "
        "agree, by a label."
    )


@pytest.mark.parametrize("file", ["tooling/escalation_log/words/lists.py", "README.md", "cases"])
def test_where_more_than_cases_and_policies_change_the_card_is_not_to_be_believed(
    file: str,
) -> None:
    pull = replace(PULL, files=frozenset({WAITING, file}), merges_itself=True)
    said = first(EFFECT, pull)
    assert said.startswith("**To do:** read what it changes besides cases and policies")
    assert not said.startswith("**Nothing")


def test_it_says_where_to_look_once_it_is_merged() -> None:
    files = {f"cases/2026/KN-2026-{number:04}.yaml" for number in range(1, 7)}
    pull = replace(
        PULL,
        files=frozenset({WAITING, "policies/knowsley/policy.md", "cases/2026/BA-2026-0001.yaml"}),
        sites={"KN": "https://log.example/site/"},
    )
    *_, said, _ = next_step(EFFECT, pull)
    assert said == (
        "Once it is merged, the site is built anew: look at `BA-2026-0001` and "
        "[KN-2026-0007](<https://log.example/site/cases/2026/KN-2026-0007.html>)."
    )
    *_, many, _ = next_step(EFFECT, replace(PULL, files=frozenset(files)))
    assert many.endswith("`KN-2026-0005` and 1 more.")
    none = replace(PULL, files=frozenset({"policies/knowsley/policy.md"}))
    assert "Once it is merged" not in " ".join(next_step(EFFECT, none))


def test_a_recorded_risk_still_stands_before_it() -> None:
    case = CaseEffect(
        reference="KN-2026-0007", standing=Standing.CHANGED, about="A case.", is_risk=True
    )
    lines = card(replace(EFFECT, cases=(case,)), pull=PULL).splitlines()
    assert lines[0] == MARK
    assert lines[1].startswith("**Immediate risk is recorded in KN-2026-0007.")
    assert lines[3].startswith("**Nothing to do but to merge it**")


def test_the_effect_names_the_agreements_that_may_merge_asks_for(repository: Repository) -> None:
    repository.edit("policies/knowsley/partnership.yaml", 'phone: "999"', 'phone: "112"')
    asked = ("effect", "--base", "HEAD", "--as-of", "2026-11-24", "--format", "markdown")
    ran = run(*asked, log=repository.log)
    assert "**To do:** whoever answers for the contacts, having rung the number, must agree" in (
        ran.out
    )
