"""What is wrong with an event that waits is a sentence on its line of the pull request."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.export.problems_text import finding_sentence, github_text
from escalation_log.log.opening import check_log
from tests.checks.examples import AS_OF, BASE
from tests.checks.sentences import is_sentence
from tests.waiting import waits


@pytest.mark.parametrize(
    ("event", "line", "heading"),
    [
        ("kind: escalated, by: raising, to: nowhere", 6, "to (known-stage)"),
        ("kind: escalated, by: raising, to: talk", 6, "to (moves)"),
        ("kind: notified, by: raising, whom: [zebra]", 6, "whom[0] (known-recipient)"),
        ("kind: update, by: somebody", 5, "by (schema)"),
        ("kind: correction, of: 99, correct: {note: x}, reason: y", 5, "of (correction-target)"),
        ("kind: reopened, by: raising", 4, "kind (moves)"),
        ("kind: update, by: raising, note: [x", 6, "yaml"),
    ],
)
def test_a_finding_about_an_event_that_waits_stands_on_its_line_of_its_own_file(
    event: str, line: int, heading: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    shutil.copytree(BASE, log)
    path = waits(log, f"at: 2026-02-03 14:00, {event}, recorded: 2026-02-03 15:00")
    found = check_log(log, as_of=AS_OF)
    (problem,) = found.problems
    assert problem.file == path.relative_to(log).as_posix()
    assert problem.line == line
    (told, total) = github_text(found.problems, found.files).splitlines()
    assert total.endswith("1 problem.")
    properties, said = told.split("::")[1:]
    assert properties.startswith(f"error file={problem.file},line={line},col=")
    assert properties.endswith(f",title={heading}")
    assert said == finding_sentence(problem)
    assert is_sentence(said)
