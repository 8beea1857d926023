"""The shipped cases show what they are meant to show, and between them everything there is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from escalation_log.assessment import assess
from escalation_log.model.assessments import Assessment, Breach, CaseState, DutyState
from escalation_log.model.cases import Case
from escalation_log.model.kinds import EventKind
from escalation_log.parsing.cases import parse_case
from tests.assessment.judging import (
    ROOT,
    calendar,
    moment,
    shipped_partnership,
    shipped_policy,
)

AS_OF = moment("2026-11-23")
FILES = sorted((ROOT / "cases").glob("*/*.yaml"))
TABLE = Path(__file__).with_name("shown.txt")
FIRST_LINES = (
    "# yaml-language-server: $schema=../../tooling/escalation_log/schemas/case.schema.json",
    "# Invented: no real child, practitioner or event.",
)


def expected_rows() -> list[tuple[str, ...]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines if "|" in line]
    return rows[1:]


@cache
def shipped_case(path: Path) -> Case:
    parsed = parse_case(path.name, path.read_bytes())
    assert isinstance(parsed, Case), parsed
    return parsed


@cache
def judged(path: Path) -> Assessment:
    case = shipped_case(path)
    policy = shipped_policy(case.header.policy)
    days_off = calendar(policy.calendar)
    return assess(
        case, policy, days_off, AS_OF, partnership=shipped_partnership(case.header.policy)
    )


@pytest.mark.parametrize("row", expected_rows(), ids=" ".join)
def test_a_case_shows_what_it_is_meant_to(row: tuple[str, ...]) -> None:
    reference, duty, state, breach, due_on, late = row
    identifier, _, occurrence = duty.partition(" ")
    path = next(path for path in FILES if path.stem == reference)
    (found,) = (
        each
        for each in judged(path).duties
        if each.duty.id == identifier and each.occurrence == int(occurrence or 1)
    )
    assert (found.state, found.breach, str(found.due_on or "-"), found.days_late) == (
        state,
        breach,
        due_on,
        int(late),
    )


def test_every_case_is_in_the_table() -> None:
    assert {row[0] for row in expected_rows()} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_case_says_that_it_is_invented(path: Path) -> None:
    assert tuple(path.read_text(encoding="utf-8").splitlines()[:2]) == FIRST_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_case_lies_where_its_reference_says(path: Path) -> None:
    assert (path.stem, path.parent.name) == (shipped_case(path).reference, path.stem.split("-")[1])


def test_the_cases_show_every_state_of_a_duty() -> None:
    assert {row.state for path in FILES for row in judged(path).duties} == set(DutyState)


def test_the_cases_show_every_breach() -> None:
    assert {row.breach for path in FILES for row in judged(path).duties} == set(Breach)


def test_the_cases_show_every_state_of_a_case() -> None:
    assert {judged(path).state for path in FILES} == set(CaseState)


def test_the_cases_show_every_kind_of_event() -> None:
    assert {event.kind for path in FILES for event in shipped_case(path).events} == set(EventKind)


def test_a_correction_and_a_late_entry_each_ended_a_breach() -> None:
    ended = {
        past.because.partition(" (")[0]
        for path in FILES
        for row in judged(path).duties
        for past in row.breach_history
    }
    assert ended >= {"correction", "recorded late"}
