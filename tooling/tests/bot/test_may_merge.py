"""`escalog may-merge`: an agreement is a label that names the commit and no other."""

from __future__ import annotations

import pytest

from escalation_log.cli.effect_command import pull_request_from
from escalation_log.effect.gates import Proposal, label_of
from escalation_log.effect.value import Gate
from tests.bot.bench.github import GitHub
from tests.cli.running import Ran, run
from tests.repositories import Repository, git

AS_OF = "2026-11-24 09:00"
PARTNERSHIP = "policies/knowsley/partnership.yaml"
LATE = "cases/2026/KN-2026-0006.yaml"
IN_TIME = "  - at: 2026-11-12 10:00\n    kind: not-resolved\n    by: raising\n"


def may_merge(github: GitHub, log: Repository, *more: str, ref: str = "refs/pull/1/merge") -> Ran:
    environment = {
        **github.environment,
        "GITHUB_TOKEN": github.mint(contents="read", pull_requests="read"),
        "GITHUB_REF": ref,
    }
    asked = ("may-merge", "--base", "HEAD", "--as-of", AS_OF)
    return run(*asked, *more, log=log.log, environment=environment)


@pytest.fixture
def proposed(github: GitHub) -> str:
    """Open pull request 1, and give its newest commit."""
    return str(github.open_pull("Change it", head="change")["head"]["sha"])


def test_where_nothing_is_asked_github_is_not_either(
    github: GitHub, repository: Repository
) -> None:
    ran = may_merge(github, repository)
    assert (ran.code, ran.out, ran.err) == (0, "Nothing in this change needs an agreement.\n", "")
    assert github.calls == ()


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_what_nobody_can_read_is_not_said_to_need_nothing(
    github: GitHub, repository: Repository, mode: str
) -> None:
    path = repository.path("cases/2026/more")
    if mode == "120000":
        path.symlink_to(repository.path(LATE))
    else:
        path.mkdir()
        name = path.relative_to(repository.folder).as_posix()
        index = ("update-index", "--add", "--cacheinfo", f"{mode},{'1' * 40},{name}")
        git(repository.folder, *index)
    ran = may_merge(github, repository)
    assert ran.code == 0
    assert "Not judged, since nobody can read it: cases/2026/(f" in ran.out
    assert "Nothing in this change" not in ran.out
    repository.commit("Put it in")
    assert may_merge(github, repository).out == "Nothing in this change needs an agreement.\n"


def test_each_agreement_is_given_to_a_commit(
    github: GitHub, repository: Repository, proposed: str
) -> None:
    repository.edit(PARTNERSHIP, "closures: []", "closures: [{from: 2026-11-25, name: Move}]")
    repository.edit(PARTNERSHIP, 'phone: "999"', 'phone: "112"')
    repository.append(PARTNERSHIP, "retention: {years: 25}\n")
    repository.append(LATE, f"{IN_TIME}    recorded: 2026-11-24 08:30\n")
    # It begins as the commit does, and goes on otherwise.
    other = proposed[:31] + ("0" if proposed[31] != "0" else "1")
    for gate in Gate:
        github.label(1, f"{gate} agreed", f"{gate} agreed {other}")
    ran = may_merge(github, repository)
    assert ran.code == 1
    missing = [line for line in ran.err.splitlines() if "agrees to commit" in line]
    assert len(missing) == 4
    for gate, line in zip(Gate, missing, strict=True):
        assert f"agrees to commit {proposed} by giving pull request 1 the label" in line
        assert f"“{gate} agreed {proposed[:32]}”" in line
        assert may_merge(github, repository).code == 1
        github.label(1, f"{gate} agreed {proposed[:32]}")
    agreed = may_merge(github, repository, "--head", proposed)
    assert (agreed.code, agreed.err) == (0, f"Agreed to, for commit {proposed}.\n")
    queue = f"refs/heads/gh-readonly-queue/main/pr-1-{'0' * 40}"
    assert may_merge(github, repository, ref=queue).code == 0


def test_another_commit_than_the_one_that_was_checked_is_not_agreed_to(
    github: GitHub, repository: Repository, proposed: str
) -> None:
    repository.edit(PARTNERSHIP, 'phone: "999"', 'phone: "112"')
    github.label(1, f"emergency agreed {proposed[:32]}")
    asked = ("--head", "e" * 40, "--pull-request", "1")
    ran = may_merge(github, repository, *asked, ref="refs/heads/main")
    assert ran.code == 3
    assert f"stands at commit {proposed} by now" in ran.err


def test_what_hides_when_it_was_entered_cannot_be_agreed_to(
    github: GitHub, repository: Repository, proposed: str
) -> None:
    text = repository.path(LATE).read_text("utf-8")
    repository.append(LATE, f"{IN_TIME}    recorded: 2026-11-12 10:30\n")
    github.label(1, f"entry agreed {proposed[:32]}")
    ran = may_merge(github, repository)
    assert ran.code == 1
    assert "give event 7 (“Not resolved”, Thursday 12 November 2026 at 10:00) the line" in ran.err
    assert "“recorded: 2026-11-24 09:00”" in ran.err
    repository.path(LATE).write_text(f"{text}{IN_TIME}    recorded: 2026-11-24 09:00\n", "utf-8")
    assert may_merge(github, repository).code == 0


def test_without_a_pull_request_nothing_is_agreed_to(
    github: GitHub, repository: Repository
) -> None:
    repository.edit(PARTNERSHIP, 'phone: "999"', 'phone: "112"')
    ran = may_merge(github, repository, ref="refs/heads/main")
    assert ran.code == 2
    assert "Which pull request?" in ran.err
    assert may_merge(github, repository, "--head", "abc").code == 2


def label(commit: str, into: str, gate: Gate = Gate.EMERGENCY) -> str:
    return label_of(gate, Proposal(number=1, commit=commit, into=into))


def test_a_label_names_the_commit_and_is_never_too_long() -> None:
    assert label("a" * 40, "main") == f"emergency agreed {'a' * 32}"
    assert label("a" * 40, "main", Gate.ENTRY) == f"entry agreed {'a' * 32}"
    branches = ("main", "release", "a-branch-with-a-long-name/" * 9, "für-später")
    for commit in ("a" * 40, "a" * 64):
        assert all(len(label(commit, into, gate)) <= 50 for gate in Gate for into in branches)


def test_no_two_commits_or_branches_have_the_same_label() -> None:
    """However long a name is, and whatever two of them begin and end with."""
    commits = ("a" * 40, "a" * 31 + "b" * 9, "a" * 16 + "b" * 24, "a" * 64)
    branches = (
        *("main", "Main", "release", "release-2", "main into release"),
        *("a-branch-with-a-long-name", "a-branch-with-a-long-name-too"),
        *("a" * 240 + end for end in ("", "a", "b")),
    )
    elsewhere = {label(commit, into) for commit in commits for into in branches[1:]}
    assert len(elsewhere) == len(commits) * len(branches[1:])
    here = {label(commit, "main") for commit in commits[:3]}
    assert len(here) == 3
    assert not here & elsewhere
    assert len({each.casefold() for each in here | elsewhere}) == len(here | elsewhere)


@pytest.mark.parametrize(
    ("ref", "number"),
    [
        ("refs/pull/12/merge", 12),
        (f"refs/heads/gh-readonly-queue/main/pr-104-{'b' * 40}", 104),
        (f"refs/heads/gh-readonly-queue/release/one/pr-7-{'b' * 40}", 7),
        ("refs/heads/gh-readonly-queue/main/pr-104", None),
        ("refs/heads/main", None),
        ("", None),
    ],
)
def test_the_number_of_a_pull_request_is_in_its_ref(ref: str, number: int | None) -> None:
    assert pull_request_from(ref) == number
