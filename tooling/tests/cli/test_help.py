"""Every command's help: written down in docs/commands.md, and its examples work."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from escalation_log.cli import COMMANDS, main
from escalation_log.cli.session import ExampleCommand
from tests.cli.running import Ran, run
from tests.cli.test_codeowners import REVIEWERS
from tests.goldens import Golden
from tests.log.feeds import feed, written
from tests.logs import REPOSITORY
from tests.repositories import Repository, git

HEAD = """\
# Commands

What `escalog --help` and `escalog COMMAND --help` print. `make accept` writes this page anew.
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give the command itself and each of its commands, in the order of the help."""
    yield "", main
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield name, command


def help_of(name: str) -> str:
    ran = run(*name.split(), "--help", log=None)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_the_command_reference_is_what_help_prints(golden: Golden) -> None:
    sections = (
        f"\n## {f'escalog {name}'.strip()}\n\n```text\n{help_of(name)}```\n"
        for name, _ in commands()
    )
    docs = Golden(folder=REPOSITORY / "docs", accepting=golden.accepting)
    docs.check("commands.md", HEAD + "".join(sections))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_narrow_terminal_and_shows_examples(name: str) -> None:
    text = help_of(name)
    assert "Examples:\n  escalog " in text
    is_example = False
    for line in text.splitlines():
        is_example = line.startswith("  escalog ")
        assert len(line) <= 80 or is_example, line


def test_every_command_says_what_it_is_in_one_line() -> None:
    for name, command in commands():
        assert command.get_short_help_str(limit=65) == (command.help or "").split("\n")[0], name


@pytest.fixture
def place(own_log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a log, in a repository, with what examples speak of: another log, questions."""
    shutil.copytree(own_log, own_log.parent / "another-log")
    question = '{"id": "1", "calendar": "scotland", "from": "2026-11-27", "working_days": 2}\n'
    (own_log / "questions.ndjson").write_text(question)
    (own_log / "bank-holidays.json").write_bytes(written(feed()))
    (own_log / "effect.json").write_text("{}")
    (own_log / "build").mkdir()
    with next(own_log.glob("policies/*/partnership.yaml")).open("a", encoding="utf-8") as file:
        file.write(REVIEWERS.format(owner="example"))
    assert run("codeowners", log=own_log).code == 0
    git(own_log, "init", "--quiet")
    repository = Repository(folder=own_log, log=own_log)
    repository.commit(at="2026-10-30T09:00:00+00:00")
    repository.commit("Nothing", at="2026-10-30T10:00:00+00:00")
    git(own_log, "update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.chdir(own_log)
    return own_log


def run_example(line: str) -> Ran:
    name, *args = shlex.split(line)
    assert name == "escalog"
    return run(*args, log=None)


@pytest.mark.usefixtures("place")
def test_the_examples_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "example-team/escalations")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    tried = 0
    for _, command in commands():
        assert isinstance(command, ExampleCommand)
        for line, _ in command.examples:
            ran = run_example(line)
            tried += 1
            # What asks on a terminal has none here, and says so.
            if "Without a terminal nothing can be asked." in ran.err:
                assert ran.code == 2, line
                continue
            # What asks GitHub is given no token here, and so stops where it would begin to ask.
            if "GITHUB_TOKEN" in (command.help or "") and "no token for GitHub" in ran.err:
                assert ran.code == 3, line
                continue
            assert ran.code == int("--fail-on" in line), (line, ran.err)
            assert ran.out or "--to" in line, line
    assert tried > 2 * len(COMMANDS)
