"""`escalog merge-by-itself`: what only adds to cases is merged by GitHub, where that is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from escalation_log.effect.document import artifact_text
from escalation_log.effect.gates import Proposal
from escalation_log.effect.merging import why_by_hand
from escalation_log.effect.next_step import OpenPull
from escalation_log.effect.value import Effect
from escalation_log.log.opening import open_rules
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.cli.running import Ran, run
from tests.engine.judging import LONDON
from tests.repositories import Repository

PARTNERSHIP = "policies/knowsley/partnership.yaml"
CASE = "cases/2026/KN-2026-0008.yaml"
WAITING = "cases/2026/KN-2026-0008/20261130T1015-discussed-k3f9.yaml"
# What a token of an account of one's own may do.
RIGHTS = {"contents": "write", "pull_requests": "write"}
PROPOSAL = Proposal(number=1, commit="a" * 40, into="main")
PULL = OpenPull(proposal=PROPOSAL, files=frozenset({CASE, WAITING}))


@pytest.fixture
def log(repository: Repository) -> Repository:
    """Give a log of which one partnership wants its cases to be merged by themselves."""
    repository.append(PARTNERSHIP, "merging: by-itself\n")
    repository.commit()
    return repository


@pytest.fixture
def pull(github: GitHub) -> tuple[int, str]:
    """Open a pull request that adds to a case; give its number and its newest commit."""
    opened = github.open_pull("Record a call", head="change")
    github.settings.pull_files[opened["number"]] = (CASE, WAITING)
    return opened["number"], opened["head"]["sha"]


def merge(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path, **rights: str
) -> Ran:
    number, head = pull
    file = tmp_path / "effect.json"
    effect = Effect(base="0" * 40, as_of="Monday 30 November 2026", pull_request=number)
    file.write_text(artifact_text(effect), "utf-8")
    environment = {**github.environment, "GITHUB_TOKEN": github.mint(**(rights or RIGHTS))}
    asked = ("merge-by-itself", "--head", head, file)
    return run(*asked, log=log.log, environment=environment)


def test_what_only_adds_to_cases_is_merged_by_itself_and_asked_for_once(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    ran = merge(github, log, pull, tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Pull request {pull[0]}: GitHub merges it by itself.\n"
    assert github.settings.auto_merge.enabled[pull[0]]["merge_method"] == "merge"
    (asked,) = github.writes
    assert asked.path == "/graphql"
    github.forget_calls()
    assert merge(github, log, pull, tmp_path).out == ran.out
    assert github.writes == ()


def test_the_card_then_says_that_there_is_nothing_to_do(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    merge(github, log, pull, tmp_path)
    token = github.mint(contents="read", issues="read", pull_requests="write")
    environment = {**github.environment, "GITHUB_TOKEN": token, "ESCALOG_ACCOUNT": github.account}
    asked = ("post-effect", "--head", pull[1], tmp_path / "effect.json")
    assert run(*asked, log=log.log, environment=environment).code == 0
    (comment,) = github.comments(pull[0])
    assert (
        "**Nothing to do.** It is merged by itself once its checks have passed" in (comment["body"])
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"files": frozenset({CASE, "README.md"})}, "It changes more than cases"),
        ({"files": frozenset({CASE, PARTNERSHIP})}, "It changes more than cases"),
        ({"files": frozenset({CASE, "cases/destroyed.yaml"})}, "It changes more than cases"),
        ({"files": frozenset[str]()}, "It changes more than cases"),
        ({"gone": frozenset({WAITING})}, "or takes a file away"),
        ({"is_draft": True}, "It is a draft."),
        ({"proposal": replace(PROPOSAL, into="try")}, "It does not go to the branch main."),
        (
            {"files": frozenset({CASE, "cases/2026/BA-2026-0001.yaml"})},
            "Cases whose references begin with BA are merged by hand.",
        ),
    ],
)
def test_everything_else_is_merged_by_hand(
    changed: dict[str, object], reason: str, log: Repository
) -> None:
    rules = open_rules(log.log, as_of=datetime(2026, 11, 30, tzinfo=LONDON))
    partnerships = rules.partnerships.values()
    assert why_by_hand(PULL, partnerships) is None
    said = why_by_hand(replace(PULL, **changed), partnerships)  # type: ignore[arg-type]
    assert said is not None
    assert reason in said


def test_what_is_taken_away_or_renamed_is_merged_by_hand(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    github.settings.pull_files[pull[0]] = (("cases/2026/KN-2026-0007.yaml", CASE),)
    ran = merge(github, log, pull, tmp_path)
    assert ran.code == 0
    assert "Merge it by hand. It changes more than cases, or takes a file away." in ran.out
    assert github.writes == ()


def test_a_partnership_that_says_nothing_merges_by_hand(
    github: GitHub, repository: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    ran = merge(github, repository, pull, tmp_path)
    assert "Cases whose references begin with KN are merged by hand." in ran.out
    assert github.writes == ()


@pytest.mark.parametrize("why", ["not allowed", "clean"])
def test_where_github_refuses_it_says_so(
    why: str, github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    if why == "clean":
        github.settings.auto_merge.clean.add(pull[0])
    else:
        github.settings.auto_merge.is_allowed = False
    ran = merge(github, log, pull, tmp_path)
    assert ran.code == 3
    assert why in ran.err
    assert github.settings.auto_merge.enabled == {}


def test_a_token_with_too_few_rights_is_refused(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    ran = merge(github, log, pull, tmp_path, contents="read", pull_requests="write")
    assert ran.code == 3
    assert "not accessible" in ran.err


def test_another_commit_than_the_one_checked_is_left_alone(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    ran = merge(github, log, (pull[0], "f" * 40), tmp_path)
    assert ran.out == f"Pull request {pull[0]} has other commits by now, or is closed.\n"
    assert github.writes == ()


def test_an_answer_that_was_lost_is_looked_for_and_not_asked_for_again(
    github: GitHub, log: Repository, pull: tuple[int, str], tmp_path: Path
) -> None:
    merge(github, log, pull, tmp_path)
    needed = len(github.calls)
    github.settings.auto_merge.enabled.clear()
    github.forget_calls()
    github.inject(Fault(call=needed, kind=Kind.TRUNCATED))
    assert merge(github, log, pull, tmp_path).code == 0
    assert pull[0] in github.settings.auto_merge.enabled
    assert len(github.writes) == 1
