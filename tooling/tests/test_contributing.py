"""What CONTRIBUTING.md names is there, and its commands do what they are there for."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.cli.running import run
from tests.logs import REPOSITORY

TEXT = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
# Those for Windows are marked, and not tried here.
COMMANDS = [shlex.split(line) for mark, block in BLOCKS if not mark for line in block.splitlines()]
RECIPES = TEXT.split("\n## ")[3:]
# A path, or the name of a file; what differs from policy to policy is in angle brackets.
PATH = re.compile(r"(?:[\w.<>-]+/)+[\w.<>-]*|[\w.<>-]+\.(?:py|js|json|html|md|yaml|lock)")
# Duties are written so too, and so is the script that makes an environment active. The lock is not
# there before `escalog lock` has been asked.
NO_PATHS = {"STAGE/DUTY", "stage-1/raise", ".venv/bin/activate", "policies/editions.lock"}
NAMED = sorted(
    {
        path
        for part in re.findall(r"`([^`\n]+)`|\]\(([^)]+)\)", TEXT.replace("```", ""))
        for path in PATH.findall(" ".join(part))
    }
    | {word for words in COMMANDS for word in words if PATH.fullmatch(word)}
)


def is_there(path: str) -> bool:
    """Look for a path, or for a file of that name in the package, the site or the policies."""
    if "/" in path or (REPOSITORY / path).exists():
        return (REPOSITORY / path).exists()
    places = (REPOSITORY / "tooling" / "escalation_log", REPOSITORY / "policies")
    return any(next(place.rglob(path), None) for place in places)


def test_enough_is_named_for_the_next_tests_to_look_at() -> None:
    assert len([path for path in NAMED if path.startswith("tooling/")]) > 25
    assert len(RECIPES) == 7


@pytest.mark.parametrize("path", [path for path in NAMED if "<" not in path])
def test_every_path_is_there(path: str) -> None:
    assert path in NO_PATHS or is_there(path)


def test_every_target_of_make_is_there() -> None:
    targets = set(re.findall(r"\bmake ([a-z-]+)`", TEXT)) | {
        words[1] for words in COMMANDS if words[0] == "make"
    }
    assert {"test", "nightly", "check-log", "accept", "lint", "hooks"} <= targets
    there = set(re.findall(r"^([a-z-]+)(?: [a-z-]+)*:", MAKEFILE, re.MULTILINE))
    assert targets - there == set()


def test_every_recipe_ends_in_a_command_that_proves_it() -> None:
    assert all(recipe.rstrip().endswith("```") for recipe in RECIPES)
    assert {words[0] for words in COMMANDS} == {"escalog", "make", "mypy", "pytest"}


def test_the_receipt_of_the_first_recipe_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    (words,) = [words[1:] for words in COMMANDS if words[0] == "escalog"]
    ran = run(*words, log=None)
    assert (ran.code, ran.err) == (0, "")
    assert "stage-1/raise" in ran.out
