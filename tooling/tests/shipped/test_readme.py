"""What the README has one type works on the log that ships."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.cli.running import run
from tests.logs import FOUR, REPOSITORY

TEXT = (REPOSITORY / "README.md").read_text("utf-8")
GONE = {path.stem for path in FOUR.glob("cases/*/*.yaml")} - {
    path.stem for path in REPOSITORY.glob("cases/*/*.yaml")
}


def commands() -> list[list[str]]:
    """Give what stands in blocks for the shell, but what names a shipped case that was deleted."""
    blocks = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words for words in lines if not any(name in word for name in GONE for word in words)]


ESCALOG = [words[1:] for words in commands() if words[:1] == ["escalog"]]
SHOWN = [words[1] for words in commands() if words[:1] == ["cat"]]


@pytest.mark.parametrize("words", ESCALOG, ids=" ".join)
def test_each_command_does_what_it_is_there_for(words: list[str]) -> None:
    ran = run(*words, log=REPOSITORY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_each_file_that_is_shown_is_there() -> None:
    assert [name for name in SHOWN if not (REPOSITORY / name).is_file()] == []
