"""What is said of statements, and of departures, where what they lean on cannot be had."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from tests.checks.examples import AS_OF, Example

STATEMENTS = Example(rule="statements-agree", variant="no-such-duty", is_good=True)
AFTER_A_DEADLINE = Example(rule="owner-and-end", variant="of-a-later-deadline", is_good=True)
TOO_SHORT = Example(rule="extension", variant="not-later", is_good=False)
EDITION, PARTNERSHIP = "policies/harbour/2026-07.yaml", "policies/harbour/partnership.yaml"


@pytest.mark.parametrize("broken", [EDITION, PARTNERSHIP])
def test_statements_are_not_blamed_for_a_file_that_cannot_be_read(
    broken: str, tmp_path: Path
) -> None:
    root = tmp_path / "log"
    STATEMENTS.lay_out(root)
    (root / broken).write_text("{", "utf-8")
    found = {problem.file for problem in check_log(root, as_of=AS_OF).problems}
    assert broken in found
    assert not {file for file in found if "statements" in file}


def test_a_move_in_a_year_that_no_calendar_knows_is_a_finding(tmp_path: Path) -> None:
    root = tmp_path / "log"
    AFTER_A_DEADLINE.lay_out(root)
    edition = root / EDITION
    duty = "        trigger: {deadline: managers/tell-chair}\n"
    ordered = (
        "        trigger: {deadline: talk/raise}\n"
        "        limit: {before: {event: escalated, to: managers}}\n"
    )
    assert duty in edition.read_text("utf-8")
    edition.write_text(edition.read_text("utf-8").replace(duty, ordered), "utf-8")
    (path,) = sorted((root / "cases").rglob("*.yaml"))
    head, _, _ = path.read_text("utf-8").partition("events:")
    head = re.sub("harbour@.*", "harbour@2026-07", head).replace("communication", "level-of-need")
    path.write_text(
        f"{head}events:\n"
        "  - {at: 2150-03-02 10:00, kind: disagreement, by: receiving}\n"
        "  - {at: 2150-03-03 10:00, kind: escalated, by: raising, to: managers}\n",
        "utf-8",
    )
    rules = {problem.rule for problem in check_log(root, as_of=AS_OF).problems}
    assert "not-in-future" in rules
    assert "order" not in rules


def test_an_extension_in_a_year_that_no_calendar_knows_is_a_finding(tmp_path: Path) -> None:
    root = tmp_path / "log"
    TOO_SHORT.lay_out(root)
    assert "extension" in {problem.rule for problem in check_log(root, as_of=AS_OF).problems}
    for path in (root / "cases").rglob("*.yaml"):
        path.write_text(re.sub(r"2026-(\d\d-\d\d)", r"1999-\1", path.read_text("utf-8")), "utf-8")
    found = [each for each in check_log(root, as_of=AS_OF).problems if "cases/" in each.file]
    assert "edition-in-force" in {problem.rule for problem in found}
    assert "extension" not in {problem.rule for problem in found}
