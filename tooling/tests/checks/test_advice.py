"""Whoever does what a message says has a file that passes, without knowing anything else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from escalation_log.model.problems import Problem
from tests.checks.advice import apply_advice
from tests.checks.examples import AS_OF, BASE, FOLDER, Example, examples
from tests.goldens import Golden

ADVISED = ("yaml", "schema", "whole-text")
# What only a person can decide: how to part a file, what a lost sign was, which day or stage it is.
DECIDED = {
    "bad/schema/never-for-a-date",
    "bad/schema/numbers-for-stages",
    "bad/yaml/second-document",
    "bad/schema/one-of-several",
    "bad/whole-text/lost-sign",
}
STRAYS = ("is not read where this stands. Move it to", "under this name", "Move or rename it")
# Enough for each fault of an example, the one after the other.
ROUNDS = 4

WRITTEN = [
    example
    for example in examples(good=False)
    if example.rule in ADVISED
    or any(words in (example.folder / "findings.txt").read_text("utf-8") for words in STRAYS)
]


def checked(files: dict[str, str], root: Path) -> tuple[Problem, ...]:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(BASE, root)
    for file, text in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return check_log(root, as_of=AS_OF).problems


@pytest.mark.parametrize(
    "example", [each for each in WRITTEN if each.name not in DECIDED], ids=lambda each: each.name
)
def test_what_is_advised_mends_the_file(
    example: Example, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    files = example.files()
    for _ in range(ROUNDS):
        problems = checked(files, tmp_path / "log")
        if not problems:
            break
        cause = [each for each in problems if not each.is_consequence][-1]
        assert apply_advice(files, cause), cause.message
    assert checked(files, tmp_path / "log") == ()
    golden = Golden(folder=FOLDER, accepting=bool(pytestconfig.getoption("--accept")))
    for file, text in files.items():
        golden.check(f"{example.twin.name}/{file}", text)
