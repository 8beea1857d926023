"""Where a file has more to look at than is looked at, that is said, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.checks.rules import PERSONAL_DATA
from escalation_log.log.opening import check_log
from escalation_log.model.problems import Problem, Severity
from escalation_log.screening.texts import LONGEST, LONGEST_OF_A_FILE
from tests.log.small_log import AS_OF, BASE

CASE = "cases/2026/HB-2026-0001.yaml"
SOUND = (BASE / CASE).read_text("utf-8")
LONG = "a b " * (LONGEST // 4 + 1)
NOTE = "a b " * 74
SAID = (
    "is more than can be looked at for what identifies a person. Shorten it, or what stands before"
)


def found_with(added: str, folder: Path) -> list[Problem]:
    root = folder / "log"
    shutil.copytree(BASE, root)
    (root / CASE).write_text(f"{SOUND}{added}", "utf-8")
    problems = check_log(root, as_of=AS_OF).problems
    return [each for each in problems if each.rule == PERSONAL_DATA.name]


@pytest.mark.parametrize(
    ("added", "what"),
    [(f"# {LONG}\n", "This remark"), (f'"{LONG}": 1\n', "What stands here")],
)
def test_what_is_too_long_is_named_with_its_place(tmp_path: Path, added: str, what: str) -> None:
    [found] = found_with(added, tmp_path)
    assert found.severity is Severity.WARNING
    assert found.message == f"{what} {SAID} it."
    assert (found.file, found.line) == (CASE, SOUND.count("\n") + 1)


def test_of_very_many_texts_the_first_that_is_not_looked_at_is_named(tmp_path: Path) -> None:
    event = f'  - {{at: 2026-02-06, kind: response, note: "{NOTE.strip()}"}}\n'
    fitting = LONGEST_OF_A_FILE // len(NOTE.strip())
    [found] = found_with(event * (fitting + 5), tmp_path)
    assert found.message == f"This text {SAID} it."
    assert found.line is not None
    assert found.line > SOUND.count("\n") + fitting - 2
