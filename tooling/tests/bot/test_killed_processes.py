"""A run of `escalog sync` that is really killed, at a call of each kind, is made up for."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.counting import CALLS, FAULTS, KILLS, Recorder
from tests.bot.ends import end_state, wait_for_replies
from tests.cli import running
from tests.cli.killing import Killer, Run, moments
from tests.logs import FOUR, REPOSITORY
from tests.thoroughness import whole

# On this day the shipped cases have something overdue in several stages.
AS_OF = "2026-11-20"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the log of four policies, and let every agency of one partnership have an account."""
    folder = tmp_path_factory.mktemp("log")
    shutil.copytree(FOUR / "policies", folder / "policies")
    shutil.copytree(FOUR / "cases", folder / "cases")
    path = folder / "policies" / "knowsley" / "partnership.yaml"
    partnership = yaml.safe_load(path.read_bytes())
    accounts = {each["id"]: ["example-team"] for each in partnership["agencies"]}
    chosen = {"issues": {"assignees": accounts | {"partnership": ["example-team"]}}}
    path.write_text(path.read_text("utf-8") + "\n" + yaml.safe_dump(chosen), encoding="utf-8")
    return folder


def started(github: GitHub, log: Path) -> subprocess.Popen[str]:
    arguments = ["--log", str(log), "sync", "--as-of", AS_OF, "--account", github.account]
    return subprocess.Popen(
        [sys.executable, "-m", "escalation_log", *arguments, "--memory", str(log / "memory.json")],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(REPOSITORY / "tooling"),
            **github.environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(github: GitHub, log: Path) -> str:
    """Run to the end, and give what is printed."""
    options = ("--as-of", AS_OF, "--account", github.account, "--memory", log / "memory.json")
    ran = running.run("sync", *options, log=log, environment=github.environment)
    assert ran.code == 0, ran.err
    return ran.out


def prepared(github: GitHub, log: Path, before: Callable[[GitHub, Path], object]) -> None:
    github.reset()
    (log / "memory.json").unlink(missing_ok=True)
    before(github, log)
    github.forget_calls()


def nothing(github: GitHub, log: Path) -> None:
    """Leave all as it is."""


def closed_by_hand(github: GitHub, log: Path) -> None:
    run(github, log)
    github.edit(1, state="closed")


# Calls of a run by method and end of address; of each kind the first is met by the kill.
FIRST_RUN = (
    ("GET issues", Kind.KILL_AFTER),
    ("POST issues", Kind.KILL_BEFORE),
    ("POST issues", Kind.KILL_AFTER),
    ("POST assignees", Kind.KILL_AFTER),
)
OPENED_AGAIN = (
    ("GET 1", Kind.KILL_AFTER),
    ("GET comments", Kind.KILL_AFTER),
    ("POST comments", Kind.KILL_AFTER),
    ("PATCH 1", Kind.KILL_BEFORE),
    ("PATCH 1", Kind.KILL_AFTER),
)


@pytest.mark.parametrize(
    ("before", "kills"),
    [
        (nothing, FIRST_RUN[2:3]),
        whole(nothing, FIRST_RUN),
        (closed_by_hand, OPENED_AGAIN[2:4]),
        whole(closed_by_hand, OPENED_AGAIN),
    ],
    ids=[
        "the first run",
        "the first run, each call",
        "an issue was closed by hand",
        "an issue was closed by hand, each call",
    ],
)
def test_after_a_killed_process_the_next_run_comes_to_the_same_end(
    github: GitHub,
    log: Path,
    before: Callable[[GitHub, Path], object],
    kills: tuple[tuple[str, Kind], ...],
    record_property: Recorder,
) -> None:
    prepared(github, log, before)
    run(github, log)
    end = end_state(github)
    calls = [f"{call.method} {call.path.rsplit('/', 1)[-1]}" for call in github.calls]
    for name, kind in kills:
        prepared(github, log, before)
        process = started_to_be_killed(github, log, call=calls.index(name) + 1, kind=kind)
        printed, _ = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, printed
        github.heal()
        run(github, log)
        assert end_state(github) == end, f"{kind} at {name}"
    github.forget_calls()
    assert "to open" not in run(github, log)
    assert not github.writes
    record_property(FAULTS, len(kills))
    record_property(KILLS, len(kills))
    record_property(CALLS, len({name for name, _ in kills}))


def started_to_be_killed(
    github: GitHub, log: Path, *, call: int, kind: Kind
) -> subprocess.Popen[str]:
    """Start a run whose process ends at a call."""
    victims: list[subprocess.Popen[str]] = []

    def kill() -> None:
        victims[0].kill()

    github.inject(Fault(call=call, kind=kind, kill=kill))
    victims.append(started(github, log))
    return victims[0]


@pytest.mark.parametrize("kills", [3, whole(24)])
def test_wherever_a_run_is_killed_its_memory_is_whole_and_nothing_is_left(
    github: GitHub, log: Path, tmp_path: Path, kills: int
) -> None:
    memory, temporary = tmp_path / "memory.json", tmp_path / "temporary"
    temporary.mkdir()
    line = ("--log", log, "sync", "--as-of", AS_OF, "--account", github.account)
    with Killer() as killer:

        def run(kill_at: int | None = None, after: int = 0) -> Run:
            return killer.run(
                *line,
                *("--memory", memory),
                temporary=temporary,
                kill_at=kill_at,
                after=after,
                environment=github.environment,
            )

        to_the_end = run()
        assert to_the_end.code == 0, to_the_end.said
        end, remembered = end_state(github), memory.read_bytes()
        for kill_at, after in moments(to_the_end, kills, random.Random("sync")):
            github.reset()
            memory.unlink(missing_ok=True)
            killed = run(kill_at, after)
            assert killed.code in (-signal.SIGKILL, 0), killed.said
            assert killed.is_over
            assert not memory.exists() or memory.read_bytes() == remembered
            wait_for_replies(github)
            again = run()
            assert again.code == 0, again.said
            assert end_state(github) == end
            assert {path.name for path in tmp_path.iterdir()} == {"memory.json", "temporary"}
            assert list(temporary.iterdir()) == []
