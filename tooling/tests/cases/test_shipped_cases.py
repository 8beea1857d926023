"""The invented cases that ship with the log show everything that a case can be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from escalation_log.engine.assess import assess
from escalation_log.files.case_file import parse_case
from escalation_log.model.assessments import Assessment, Breach, CaseState, DutyState
from escalation_log.model.cases import Case, EventKind
from escalation_log.model.receipts import Governs
from tests.engine.judging import (
    ROOT,
    moment,
    rulebook_of,
)

AS_OF = moment("2026-11-23")
FILES = sorted((ROOT / "cases").rglob("*.yaml"))


def _read(path: Path) -> Case:
    case = parse_case(path.name, path.read_bytes())
    assert isinstance(case, Case), case
    return case


def _judged(case: Case) -> Assessment:
    return assess(case, rulebook_of(case.header.policy), AS_OF)


@pytest.fixture(scope="module")
def assessments() -> tuple[Assessment, ...]:
    return tuple(_judged(_read(path)) for path in FILES)


def _expected() -> Iterator[tuple[str, str]]:
    """Read the hand-written expectations: a case, then its duties, each with what is expected."""
    for line in Path(__file__).with_name("expected.txt").read_text("utf-8").splitlines():
        words = line.partition(" #")[0].split()
        if words:
            yield words[0], " ".join(words[1:])


def test_there_are_about_two_dozen_spread_over_the_four_policies() -> None:
    policies = [_read(path).header.policy for path in FILES]
    assert len(FILES) >= 24
    assert {policies.count(policy) >= 4 for policy in set(policies)} == {True}
    assert len(set(policies)) == 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_says_that_it_is_invented(path: Path) -> None:
    assert "# Invented: no real child, practitioner or event." in path.read_text("utf-8")


def test_every_kind_of_event_is_shown() -> None:
    shown = {event.kind for path in FILES for event in _read(path).events}
    assert shown == set(EventKind)


def test_every_state_of_a_duty_and_of_a_case_is_shown(assessments: tuple[Assessment, ...]) -> None:
    rows = [row for assessment in assessments for row in assessment.duties]
    assert {row.state for row in rows} == set(DutyState)
    assert {row.breach for row in rows} == set(Breach)
    assert {row.governed_by for row in rows} == {None, *Governs}
    assert {assessment.state for assessment in assessments} == set(CaseState)


@pytest.mark.parametrize(("place", "expected"), list(_expected()), ids=str)
def test_each_shows_what_it_was_written_to_show(
    place: str, expected: str, assessments: tuple[Assessment, ...]
) -> None:
    reference, _, duty = place.partition(":")
    duty_id, _, occurrence = duty.partition("#")
    (assessment,) = (each for each in assessments if each.reference == reference)
    (row,) = (
        row
        for row in assessment.duties
        if row.duty.id == duty_id and row.occurrence == int(occurrence or 1)
    )
    found = [row.state.value, row.breach.value]
    if row.due_on is not None:
        found += [f"due={row.due_on}", f"late={row.days_late}"]
    if row.original_due_on != row.due_on:
        found.append(f"first={row.original_due_on}")
    assert " ".join(found) == expected
