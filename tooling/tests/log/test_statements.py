"""The statements of an edition stand beside it: they are no edition, and no part of its hash."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from escalation_log.checks.statement_rules import folded, is_made_of
from escalation_log.log.opening import check_log, open_log
from escalation_log.model.statements import Countersignature
from tests.log.small_log import AS_OF

EDITION = "harbour@2026-01"
FILE = "policies/harbour/2026-01.statements.yaml"
STATEMENTS = """\
edition: harbour@2026-01
countersigned: {role: Business manager, on: 2026-11-20}
statements:
  - clause: "1"
    says: What it is about
    became: [{theme: level-of-need}, {theme: communication}, {move: immediate-risk}]
  - clause: "1.1"
    says: Talk, then go to the managers and the panel
    word: must
    became:
      - duty: talk/raise
      - duty: talk/answer
      - duty: managers/resolve
      - duty: managers/tell-chair
      - duty: panel/decide
      - stage: panel
own:
  - {duty: case/log, why: Each agency keeps its own.}
  - {contact: emergency, why: The document names no number.}
"""


@pytest.fixture
def stated(root: Path) -> Path:
    (root / FILE).write_text(STATEMENTS, "utf-8")
    return root


def test_they_are_read_beside_their_edition(root: Path) -> None:
    before = open_log(root, as_of=AS_OF).policies[EDITION].content_hash
    (root / FILE).write_text(STATEMENTS, "utf-8")
    log = open_log(root, as_of=AS_OF)
    assert log.problems == ()
    assert log.files == 6
    assert set(log.policies) == set(log.rulebooks) == {EDITION}
    assert log.policies[EDITION].content_hash == before
    signed = Countersignature(role="Business manager", on=date(2026, 11, 20))
    assert log.rulebooks[EDITION].countersigned == signed


def test_without_them_an_edition_is_not_signed_off(root: Path) -> None:
    log = open_log(root, as_of=AS_OF)
    assert log.problems == ()
    assert log.rulebooks[EDITION].countersigned is None


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{role: Business manager, on: 2026-11-20}", "null", None),
        ("duty: talk/raise", "duty: talk/rise", "statements-agree"),
        ("    says: What it is about\n", "", "schema"),
        ("own:", "own: [", "yaml"),
    ],
)
def test_faulty_statements_sign_nothing_off_and_stop_nothing(
    stated: Path, old: str, new: str, rule: str | None
) -> None:
    (stated / FILE).write_text(STATEMENTS.replace(old, new), "utf-8")
    log = open_log(stated, as_of=AS_OF)
    problems = {each.rule for each in log.problems if each.severity.value == "problem"}
    assert problems == ({rule} if rule else set())
    assert log.rulebooks[EDITION].countersigned is None
    assert log.sound_cases == log.cases
    assert log.faulty_rules == ()


def test_a_file_that_cannot_be_read_is_not_called_missing(root: Path) -> None:
    path = root / "policies/harbour/2026-01.yaml"
    text = path.read_text("utf-8").replace("stages:", 'clauses: ["1.1"]\nstages:', 1)
    path.write_text(text, "utf-8")
    rules = {each.rule for each in check_log(root, as_of=AS_OF).problems}
    assert "statements-complete" in rules
    (root / FILE).write_text("edition: harbour@2026-01\n", "utf-8")
    rules = {each.rule for each in check_log(root, as_of=AS_OF).problems}
    assert "statements-complete" not in rules


def test_a_sentence_is_looked_for_only_in_the_text_of_the_edition_in_force(stated: Path) -> None:
    """Staff read the text of the edition in force; an earlier edition had another."""
    pointing = STATEMENTS.replace(
        "[{theme: level-of-need}", "[{sentence: No such}, {theme: level-of-need}"
    )
    (stated / FILE).write_text(pointing, "utf-8")
    assert {each.rule for each in check_log(stated, as_of=AS_OF).problems} == {"statements-agree"}
    edition = (stated / "policies/harbour/2026-01.yaml").read_text("utf-8")
    later = edition.replace("version: 2026-01", "version: 2026-07").replace(
        "effective_from: 2026-01-01", "effective_from: 2026-07-01"
    )
    (stated / "policies/harbour/2026-07.yaml").write_text(later, "utf-8")
    assert check_log(stated, as_of=AS_OF).problems == ()


def test_clauses_are_asked_for_of_no_locked_edition(root: Path) -> None:
    path = root / "policies/harbour/2026-01.yaml"
    text = path.read_text("utf-8").replace("stages:", 'clauses: ["1.1"]\nstages:', 1)
    path.write_text(text, "utf-8")
    log = open_log(root, as_of=AS_OF)
    found = [each.place for each in log.problems if each.rule == "known-clause"]
    assert found[:2] == ["stages[0].duties[1].clause", "stages[1].requires.clause"]
    assert "moves[0].clause" in found
    lock = root / "policies/editions.lock"
    lock.write_text(f"{EDITION} {log.policies[EDITION].content_hash}\n", "utf-8")
    rules = {each.rule for each in check_log(root, as_of=AS_OF).problems}
    assert rules == {"statements-complete"}


@pytest.mark.parametrize(
    ("clause", "is_made"),
    [
        ("Stage 1", True),
        ("Terms and scope", True),
        ("Stage 1 and Terms and scope", True),
        ("Terms and scope; Stage 1 and Stage 2", True),
        ("Stage 1, Stage 2", False),
        ("Stage 1 and ", False),
        ("Stage 3", False),
        ("", False),
    ],
)
def test_a_clause_is_one_or_several_joined(clause: str, is_made: bool) -> None:
    assert is_made_of(clause, ("Stage 1", "Stage 2", "Terms and scope")) is is_made


@pytest.mark.parametrize(
    "written",
    [
        "Tell your line manager the same day.",
        "Tell **your line\nmanager** the _same_ day.",
        "> Tell your [line manager](contacts.md) the same day.",
        "1. Tell your line manager\n   the same day.",
        "### Tell your `line manager` the same day.",
    ],
)
def test_layout_and_markup_are_folded(written: str) -> None:
    assert folded(written) == "Tell your line manager the same day."


def test_quotation_marks_are_folded() -> None:
    assert folded("the child’s “own” words") == folded('the child\'s "own" words')
