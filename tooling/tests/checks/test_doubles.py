"""What only looks as if it were recorded twice is not told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from tests.checks.examples import AS_OF, BASE
from tests.waiting import waits

CASE = "cases/2026/HB-2026-0001.yaml"
RAISED = "  - {at: 2026-02-03 14:00, kind: raised, by: raising, how: email}\n"
RESOLVED = "  - {at: 2026-02-05 11:00, kind: resolved, by: receiving}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def edit(root: Path, *changes: tuple[str, str], to: str = CASE) -> None:
    text = (root / CASE).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / to).parent.mkdir(parents=True, exist_ok=True)
    (root / to).write_text(text, "utf-8")


def told(root: Path) -> list[tuple[str, str]]:
    return [(each.rule, each.place) for each in check_log(root, as_of=AS_OF).problems]


TWICE = (RAISED, RAISED + RAISED)


def test_the_same_event_twice_is_told_at_the_second(root: Path) -> None:
    edit(root, TWICE)
    assert told(root) == [("same-event", "events[2]")]


def test_events_that_were_corrected_since_are_not_the_same(root: Path) -> None:
    correction = (
        "  - {at: 2026-02-06, kind: correction, of: 3, reason: Entered twice.,"
        " correct: {how: phone}}\n"
    )
    edit(root, TWICE, (RESOLVED, RESOLVED + correction))
    assert told(root) == []


def test_an_event_that_waits_may_be_the_second(root: Path) -> None:
    edit(root, (RESOLVED, ""))
    for signs in ("k3f9", "k3f8"):
        event = "at: 2026-02-04 10:00, recorded: 2026-02-04 10:00, kind: update, by: raising"
        waits(root, event, signs=signs)
    assert told(root) == [("same-event", "event")]


@pytest.mark.parametrize("said", ["2026", "2025"])
def test_a_reference_of_january_may_be_of_a_case_from_december(root: Path, said: str) -> None:
    reference = f"HB-{said}-0001"
    edit(
        root,
        ("HB-2026-0001", reference),
        ("harbour@2026-01", "harbour@2025-01"),
        ("2026-02-02 09:30", "2025-12-30 09:30"),
        to=f"cases/{said}/{reference}.yaml",
    )
    if said == "2025":
        (root / CASE).unlink()
    assert "reference-year" not in {rule for rule, _ in told(root)}


OTHER = ("HB-2026-0001", "HB-2026-0002")


@pytest.mark.parametrize(
    "change",
    [
        ("pseudonym: C-2M4RT", "pseudonym: C-5B2WM"),
        ("agency: midwifery", "agency: academy"),
        ("2026-02-02 09:30", "2026-02-02 09:45"),
        ("events:", "links: HB-2026-0001\nevents:"),
    ],
)
def test_cases_that_differ_or_know_of_each_other_are_two(
    root: Path, change: tuple[str, str]
) -> None:
    edit(root, OTHER, change, to="cases/2026/HB-2026-0002.yaml")
    assert told(root) == []


def test_the_same_case_under_another_number_is_told(root: Path) -> None:
    edit(root, OTHER, ("theme: communication", "theme: level-of-need"),
         to="cases/2026/HB-2026-0002.yaml")  # fmt: skip
    assert told(root) == [("same-case", "reference")]


def test_cases_of_children_who_were_taken_out_are_not_compared(root: Path) -> None:
    taken = ("pseudonym: C-2M4RT", "pseudonym: C-0000")
    edit(root, taken)
    edit(root, OTHER, to="cases/2026/HB-2026-0002.yaml")
    assert told(root) == []
