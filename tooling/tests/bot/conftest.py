"""A GitHub on this machine for the tests of the bot and the workflows.

    def test_an_issue_is_opened(github: GitHub) -> None:
        client = Client(github.url, github.repository, github.token)   # or github.environment
        github.inject(Fault(call=1, kind=Kind.BAD_GATEWAY_AFTER))      # the next call
        client.open_issue(...)
        assert [str(call) for call in github.calls] == [...]           # github.writes
        assert github.issues()[0]["title"] == "..."                    # not counted as a call
        github.edit(1, state="closed")                                 # as a person would

Every test gets an empty repository; one process runs one emulator. Whatever the test does, it
fails at its end where a request or a reply breaks GitHub's own description of its interface.
`github.reset()` begins anew within a test, `github.forget_calls()` only counts anew,
`github.mint(issues="read")` makes a token with these permissions, `github.limits = Limits(...)`
sets limits and the clock they go by, `github.settings` holds what else may be set;
`github.meanwhile(4, act)` lets somebody act while the fourth call is on its way, such as a second
run.

    def test_the_bot_runs_on_its_schedule(workflows: Workflows) -> None:
        workflows.repository.commit({".github/workflows/overdue.yml": TEXT, ...})
        (ran,) = workflows.run("overdue.yml", "schedule", variables={"ESCALOG_AS_OF": "..."})
        assert ran.succeeded, ran.log
        assert workflows.github.issues()

A workflow runs under act in real clones of a real repository, each of its jobs with a token of
exactly its permissions; actions of GitHub are those of `bench/actions`.

Without the Node parts (`make test` installs them) the tests fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.bench.github import GitHub
from tests.bot.bench.parts import Parts, required
from tests.bot.bench.workflows import Workflows


@pytest.fixture(scope="session")
def parts() -> Parts:
    """Give the Node parts."""
    return required()


@pytest.fixture(scope="session")
def running_github(parts: Parts) -> Iterator[GitHub]:
    """Start the emulator and the proxy, once for a process."""
    github = GitHub(parts)
    yield github
    github.close()


@pytest.fixture
def github(running_github: GitHub) -> Iterator[GitHub]:
    """Give an empty repository, and fail the test where the contract was broken."""
    running_github.reset()
    yield running_github
    violations = running_github.take_violations()
    assert not violations, "GitHub's contract was broken:\n" + "\n".join(violations)


@pytest.fixture
def workflows(github: GitHub, parts: Parts, tmp_path: Path) -> Workflows:
    """Give an empty repository on a disk, whose workflows can be run."""
    return Workflows(github=github, parts=parts, folder=tmp_path / "workflows")
