"""The card on a pull request: written once, kept up to date, and nothing in it believed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from escalation_log.bot.client import Client
from escalation_log.bot.issue_plan import IssueKey
from escalation_log.bot.marker import MOST_BODY_CHARACTERS, length
from escalation_log.bot.reader import Reader
from escalation_log.effect.card import MARK, card
from escalation_log.effect.document import LARGEST, artifact_text, effect_from
from escalation_log.effect.gates import Proposal
from escalation_log.effect.next_step import OpenPull
from escalation_log.effect.posting import Posted, Poster
from escalation_log.effect.value import (
    CaseEffect,
    Effect,
    Impact,
    IssueEffect,
    IssueTurn,
    Moved,
    Standing,
)
from escalation_log.model.errors import EscalogError
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried
from tests.bot.rendered import rendered
from tests.cli.running import Ran, run
from tests.hostile.corpus import CANARY, TEXTS, filled
from tests.repositories import Repository, git
from tests.thoroughness import one_in, one_in_by_day, whole

RIGHTS = {"contents": "read", "issues": "read", "pull_requests": "write"}
AS_OF = "2026-11-24"
OVERDUE = "cases/2026/BA-2026-0006.yaml"
CONFIRMED = "  - at: 2026-11-23 10:00\n    kind: confirmed-in-writing\n    by: receiving\n"
KEY = IssueKey(case="KN-2026-0008", stage="stage-1", started_by=1)
CASE = CaseEffect(
    reference="KN-2026-0008",
    standing=Standing.CHANGED,
    about="A policy. The case is open.",
    told=("Response recorded Monday 9 March 2026.",),
    issues=(IssueEffect(turn=IssueTurn.CLOSES, key=KEY, stage="Stage 1"),),
    coming=("Next: Health must confirm in writing by Wednesday 11 March 2026.",),
)
EFFECT = Effect(base="0" * 40, as_of="Monday 9 March 2026", pull_request=1, cases=(CASE,))
BY_HAND = (
    "**Nothing to do but to merge it**, once its checks have passed and a reviewer has approved it."
)
# What a card is made of; the last is its mark, which nobody sees.
TAGS = {"h2", "h3", "h4", "p", "ul", "li", "strong", "code", "!"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture
def log(repository: Repository) -> Repository:
    """Give the log of four policies in a repository."""
    return repository


def effect_file(log: Repository, number: int, folder: Path) -> Path:
    """Write the artifact as the job without rights would."""
    asked = ("effect", "--base", "HEAD", "--as-of", AS_OF, "--format", "json")
    ran = run(*asked, "--pull-request", str(number), log=log.log)
    assert ran.code == 0, ran.err
    path = folder / "effect.json"
    path.write_text(ran.out, "utf-8")
    return path


def opened_pull(github: GitHub) -> tuple[int, str]:
    """Open a pull request; give its number and its newest commit."""
    pull = github.open_pull("Record a confirmation", head="change")
    return pull["number"], pull["head"]["sha"]


def pull_of(head: str) -> OpenPull:
    """Give the pull request as the bench shows it, with no file."""
    proposal = Proposal(number=1, commit=head, into="main")
    return OpenPull(proposal=proposal, files=frozenset())


def close(github: GitHub, number: int) -> None:
    """Close a pull request as a person."""
    address = f"{github.url}/repos/{github.repository}/pulls/{number}"
    headers = {"Authorization": f"Bearer {github.person}", "User-Agent": "example"}
    httpx.patch(address, json={"state": "closed"}, headers=headers).raise_for_status()


def post(github: GitHub, head: str, *given: str | Path) -> Ran:
    token = github.mint(**RIGHTS)
    environment = {**github.environment, "GITHUB_TOKEN": token, "ESCALOG_ACCOUNT": github.account}
    return run("post-effect", "--head", head, *given, environment=environment)


def posted(github: GitHub, effect: Effect, head: str) -> Posted:
    """Post in this process, by a clock that nobody waits for."""
    with Client(
        repository=github.repository,
        token=github.mint(**RIGHTS),
        api=github.url,
        clock=Hurried().clock,
    ) as client:
        return Poster(client, Reader(client, account=github.account)).post(effect, head=head)


def test_the_card_is_written_once_and_kept_up_to_date(
    github: GitHub, log: Repository, tmp_path: Path
) -> None:
    environment = {**github.environment, "ESCALOG_ACCOUNT": github.account}
    synced = run("sync", "--as-of", AS_OF, log=log.log, environment=environment)
    assert synced.code == 0, synced.err
    (overdue,) = [each for each in github.issues() if "BA-2026-0006" in each["title"]]
    number, head = opened_pull(github)
    log.append(OVERDUE, CONFIRMED)
    file = effect_file(log, number, tmp_path)
    github.forget_calls()

    done = post(github, head, file)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"The card on pull request {number}: written.\n"
    (comment,) = github.comments(number)
    assert comment["body"].startswith(f"{MARK}\n{BY_HAND}\n\n## What this change means\n")
    assert f"- Issue #{overdue['number']} will close.\n" in comment["body"]
    assert "9 working days late, a breach will be recorded." in comment["body"]
    assert comment["body"].rstrip().endswith("Becomes visible to the public: nothing.")
    assert len(github.writes) == 1

    github.forget_calls()
    assert "left as it is" in post(github, head, file).out
    written = len(github.writes)
    assert written == 0

    log.append(OVERDUE, "  - at: 2026-11-23 11:00\n    kind: record-shared\n    by: raising\n")
    assert "brought up to date" in post(github, head, effect_file(log, number, tmp_path)).out
    (changing,) = github.writes
    assert changing.method == "PATCH"
    (changed,) = github.comments(number)
    assert changed["id"] == comment["id"]
    assert "Sharing of the escalation record recorded" in changed["body"]


def test_a_pull_request_at_another_commit_is_left_alone(
    github: GitHub, log: Repository, tmp_path: Path
) -> None:
    number, head = opened_pull(github)
    file = effect_file(log, number, tmp_path)
    done = post(github, "f" * 40, file)
    assert done.code == 0
    assert "not written" in done.out
    assert github.writes == ()
    close(github, number)
    assert "not written" in post(github, head, file).out
    assert github.comments(number) == []


@pytest.mark.parametrize("is_fork", [False, True])
def test_a_card_gives_way_where_nothing_is_known_of_the_newest_commit(
    github: GitHub, log: Repository, tmp_path: Path, is_fork: bool
) -> None:
    branch = f"{github.fork() if is_fork else github.repository.split('/')[0]}:change"
    pull = github.open_pull("Record a confirmation", head=branch)
    other = github.open_pull("Another", head="other")["number"]
    number, head = pull["number"], pull["head"]["sha"]
    file = effect_file(log, number, tmp_path)
    assert post(github, head, file).code == 0
    (card,) = github.comments(number)
    moved = post(github, "f" * 40, "--missing", branch)
    assert (moved.code, moved.out) == (
        0,
        "No open pull request of that branch stands at this commit: no card was written.\n",
    )
    assert github.comments(number) == [card]
    assert "brought up to date" in post(github, head, "--missing", branch).out
    (changed,) = github.comments(number)
    assert changed["id"] == card["id"]
    assert "could not be worked out for the newest commit" in changed["body"]
    github.forget_calls()
    assert "left as it is" in post(github, head, "--missing", branch).out
    assert github.writes == ()
    assert "brought up to date" in post(github, head, file).out
    assert github.comments(other) == []


def test_without_a_file_the_branch_is_asked_for_and_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "effect.json"
    path.write_text("{}")
    for given in ((), ("--missing", "example-team:change", path), ("--missing", "change")):
        assert run("post-effect", "--head", "f" * 40, *given, log=None).code == 2


def test_what_others_wrote_is_left_alone(github: GitHub, log: Repository, tmp_path: Path) -> None:
    number, head = opened_pull(github)
    github.comment(number, f"{MARK}\nNot ours.")
    assert "written" in post(github, head, effect_file(log, number, tmp_path)).out
    first, second = github.comments(number)
    assert first["body"] == f"{MARK}\nNot ours."
    assert second["user"]["login"] == github.account


def test_the_card_of_the_account_before_is_kept_up_to_date_by_the_next_one(
    github: GitHub, log: Repository, tmp_path: Path
) -> None:
    number, head = opened_pull(github)
    github.comment(number, f"{MARK}\nWritten by the account before.")
    options = ("--account", f"{github.account},example-team")
    assert "up to date" in post(github, head, effect_file(log, number, tmp_path), *options).out
    (card,) = github.comments(number)
    assert "What this change means" in card["body"]


def test_an_issue_that_a_reopened_stage_had_is_named(github: GitHub) -> None:
    number, head = opened_pull(github)
    opens = replace(CASE, issues=(IssueEffect(turn=IssueTurn.OPENS, key=KEY, stage="Stage 1"),))
    effect = replace(EFFECT, pull_request=number, cases=(opens,))
    assert posted(github, effect, head) is Posted.WRITTEN
    (comment,) = github.comments(number)
    assert "- An issue about Stage 1 will open.\n" in comment["body"]


@pytest.mark.parametrize("share", [6, whole(1)])
@pytest.mark.parametrize("write", ["first", "change"])
def test_whatever_goes_wrong_one_card_stands_in_the_end(
    write: str, share: int, github: GitHub
) -> None:
    def standing(number: int, head: str) -> Effect:
        if write == "change":
            posted(github, replace(EFFECT, pull_request=number, as_of="Friday"), head)
        github.forget_calls()
        return replace(EFFECT, pull_request=number)

    number, head = opened_pull(github)
    posted(github, standing(number, head), head)
    needed = len(github.calls)
    assert needed == 5
    faults = [
        Fault(call=call, kind=kind)
        for call in range(1, needed + 1)
        for kind in Kind
        if not kind.startswith("kill")
    ]
    for fault in one_in(share, faults, turn=write == "change"):
        github.reset()
        number, head = opened_pull(github)
        effect = standing(number, head)
        github.inject(fault)
        with suppress(EscalogError):
            posted(github, effect, head)
        github.heal()
        posted(github, effect, head)
        (comment,) = github.comments(number)
        assert comment["body"].strip() == card(effect, pull=pull_of(head)).strip(), fault


@pytest.mark.parametrize("turn", one_in_by_day(5, range(0, len(TEXTS), 4)))
def test_every_sentence_is_only_text(github: GitHub, turn: int) -> None:
    number, head = opened_pull(github)
    turns = count(turn)

    def said(most: int = 600) -> str:
        return filled(most, next(turns))

    moved = Moved(
        reference="KN-2026-0008",
        duty=said(),
        who=said(),
        before=said(200),
        after=said(200),
        why=(said(),),
        lateness=said(200),
    )
    effect = Effect(
        base="0" * 40,
        as_of=said(100),
        pull_request=number,
        cases=(
            replace(
                CASE,
                about=said(),
                warnings=(said(),),
                told=(said(),),
                issues=(IssueEffect(turn=IssueTurn.OPENS, key=KEY, stage=said()),),
                coming=(said(),),
            ),
        ),
        impact=Impact(
            rules=(said(),),
            moved=(moved,),
            alerts=(said(),),
            closed=(said(),),
            unjudged=(said(),),
        ),
        public=(said(),),
        problems=(said(),),
    )
    read = effect_from(artifact_text(effect).encode())
    posted(github, read, head)
    (comment,) = github.comments(number)
    page = rendered(comment["body"])
    assert page.references == ()
    tags = {element.strip("<>/").split()[0] for element in page.elements}
    assert tags <= TAGS, tags - TAGS
    assert page.words.count(CANARY) > 5
    assert comment["body"].count("<!--") == 1


def test_a_card_is_never_longer_than_a_comment_may_be() -> None:
    long = "A sentence about a duty that nobody wants to read, " * 12
    case = replace(CASE, told=(long[:600],) * 39)
    moved = Moved(
        reference="KN-2026-0008",
        duty=long[:600],
        who="Police",
        before="Monday",
        after="Friday",
        why=(long[:600],),
    )
    effect = Effect(
        base="0" * 40,
        as_of="today",
        cases=(case,) * 300,
        impact=Impact(rules=(long,) * 400, moved=(moved,) * 400, alerts=(long,) * 400),
        public=(long,) * 400,
        problems=(long,) * 400,
    )
    data = artifact_text(effect).encode()
    written = card(effect_from(data))
    assert len(data) < LARGEST
    assert length(written) < MOST_BODY_CHARACTERS
    assert "more cases: run `escalog effect`." in written
    assert "more dates: run `escalog impact`." in written


def _with(**changes: Any) -> bytes:
    value = json.loads(artifact_text(EFFECT))
    return json.dumps({**value, **changes}).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b"null",
        b" " * (LARGEST + 1),
        _with(schema_version=2),
        _with(pull_request="1"),
        _with(pull_request=0),
        _with(pull_request=10**12),
        _with(base="main; rm -rf /"),
        _with(cases=[{"reference": "KN-2026-0008"}]),
        _with(problems=["x" * 601]),
        _with(problems=["x"] * 301),
        _with(more="anything"),
        _with(unmeant=1.5),
        _with(pull_request=1.0),
        _with(problems=["\ud800"]),
    ],
    ids=range(18),
)
def test_an_artifact_that_is_not_what_it_should_be_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(EscalogError, match="not read"):
        effect_from(data)
    path = tmp_path / "effect.json"
    path.write_bytes(data)
    environment = {"GITHUB_TOKEN": "x", "GITHUB_REPOSITORY": "example-team/escalations"}
    ran = run("post-effect", "--head", "f" * 40, path, environment=environment)
    assert ran.code == 3
    assert ran.err.startswith("Error: The file is not read: ")


def test_an_artifact_comes_back_as_it_went() -> None:
    assert effect_from(artifact_text(EFFECT).encode()) == EFFECT


def test_without_a_pull_request_nothing_is_asked(github: GitHub) -> None:
    with pytest.raises(EscalogError, match="names no pull request"):
        posted(github, replace(EFFECT, pull_request=None), "f" * 40)
    assert github.calls == ()


def test_a_short_commit_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "effect.json"
    path.write_text("{}")
    ran = run("post-effect", "--head", "abc", path, log=None)
    assert ran.code == 2
    assert "whole name" in ran.err


def test_the_first_line_goes_by_what_github_says_and_not_by_the_file(
    github: GitHub, log: Repository, tmp_path: Path
) -> None:
    number, head = opened_pull(github)
    github.settings.pull_files[number] = ("cases/2026/KN-2026-0008.yaml",)
    log.edit("policies/knowsley/partnership.yaml", 'phone: "999"', 'phone: "112"')
    file = effect_file(log, number, tmp_path)

    def first() -> str:
        assert post(github, head, file).code == 0
        (comment,) = github.comments(number)
        return str(comment["body"].splitlines()[1])

    label = f"emergency agreed {head[:32]}"
    assert first().endswith(f"must agree, by the label `{label}`.")
    github.label(number, label)
    assert first() == BY_HAND
    (comment,) = github.comments(number)
    assert "the site is built anew: look at `KN-2026-0008`." in comment["body"]
    github.settings.pull_files[number] += ("tooling/escalation_log/effect/card.py",)
    assert first().startswith("**To do:** read what it changes besides cases and policies")


def test_once_it_is_merged_and_built_the_card_says_where_to_look(
    github: GitHub, log: Repository, tmp_path: Path
) -> None:
    number, head = opened_pull(github)
    case = "cases/2026/KN-2026-0008.yaml"
    github.settings.pull_files[number] = (case,)
    site = "issues: {site: https://log.example/site}\n"
    log.append("policies/knowsley/partnership.yaml", site)
    log.commit()
    file = effect_file(log, number, tmp_path)

    def told() -> str:
        environment = {
            **github.environment,
            "GITHUB_TOKEN": github.mint(contents="read", pull_requests="write"),
            "ESCALOG_ACCOUNT": github.account,
        }
        ran = run("post-merged", log=log.log, environment=environment)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    token = github.mint(**RIGHTS)
    environment = {**github.environment, "GITHUB_TOKEN": token, "ESCALOG_ACCOUNT": github.account}
    asked = ("post-effect", "--head", head, file)
    assert run(*asked, log=log.log, environment=environment).code == 0
    (before,) = github.comments(number)
    page = "[KN-2026-0008](<https://log.example/site/cases/2026/KN-2026-0008.html>)"
    assert f"Once it is merged, the site is built anew: look at {page}." in before["body"]
    nothing = "Cards that say now that the change is merged: none.\n"
    assert told() == nothing
    github.merge(number, "f" * 40)
    # What was merged since is not part of what was built.
    assert told() == nothing
    github.merge(number, git(log.folder, "rev-parse", "HEAD"))
    assert told() == f"Cards that say now that the change is merged: pull request {number}.\n"
    (after,) = github.comments(number)
    said = f"{MARK}\n**Merged.** The site is built anew with it: look at {page}.\n\n## What"
    assert after["body"].startswith(said)
    (_, _, rest) = before["body"].partition("## What this change means")
    assert after["body"].endswith(rest)
    github.forget_calls()
    assert told() == nothing
    assert github.writes == ()


def test_a_merged_pull_request_without_a_card_gets_none(github: GitHub, log: Repository) -> None:
    number, _ = opened_pull(github)
    github.comment(number, f"{MARK}\nNot ours.")
    github.merge(number, git(log.folder, "rev-parse", "HEAD"))
    environment = {
        **github.environment,
        "GITHUB_TOKEN": github.mint(contents="read", pull_requests="write"),
        "ESCALOG_ACCOUNT": github.account,
    }
    assert run("post-merged", log=log.log, environment=environment).out.endswith("none.\n")
    assert github.writes == ()
