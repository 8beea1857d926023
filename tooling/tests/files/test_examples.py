"""Every example file is read, or refused with the message that is written down for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from escalation_log.files.calendar_file import parse_calendar
from escalation_log.files.case_file import parse_case
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy
from escalation_log.files.statements_file import parse_statements
from escalation_log.model.problems import Problem
from tests.goldens import Golden

EXAMPLES = Path(__file__).with_name("examples")
GOOD = sorted(EXAMPLES.glob("good/*/*.yaml"))
BAD = sorted(EXAMPLES.glob("bad/*/*.yaml"))
PARSERS: dict[str, Callable[[str, bytes], Any]] = {
    "calendar": parse_calendar,
    "case": parse_case,
    "partnership": parse_partnership,
    "policy": parse_policy,
    "statements": parse_statements,
}


def parse(path: Path) -> Any:
    return PARSERS[path.parent.name](f"{path.parent.name}/{path.name}", path.read_bytes())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_good_example_is_read(path: Path) -> None:
    parsed = parse(path)
    assert not isinstance(parsed, tuple), [problem.message for problem in parsed]


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bad_example_has_problems_in_order(path: Path) -> None:
    problems = parse(path)
    assert isinstance(problems, tuple)
    assert problems
    assert list(problems) == sorted(set(problems), key=lambda problem: problem.sort_key)
    assert all(problem.line is not None for problem in problems)


def test_what_bad_examples_are_told(golden: Golden) -> None:
    golden.check("parsing/problems.txt", "".join(told(path) for path in BAD))


def told(path: Path) -> str:
    lines = [f"{path.parent.name}/{path.stem}\n", *map(line, parse(path)), "\n"]
    return "".join(lines)


def line(problem: Problem) -> str:
    place = f" {problem.place}" if problem.place else ""
    return f"  {problem.line}:{problem.column}{place} [{problem.rule}] {problem.message}\n"
