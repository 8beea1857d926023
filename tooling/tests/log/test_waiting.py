"""An event that waits beside its case counts as if it stood in the case's file."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.problems import Severity
from tests.log.small_log import AS_OF, BASE, CASE
from tests.repositories import Repository, repository_of
from tests.waiting import waits

DISCUSSED = "at: 2026-02-04 10:00, kind: discussed, by: raising, recorded: 2026-02-04 10:15"
OF_NOTHING = (
    "at: 2026-02-04, kind: correction, of: 9, correct: {by: raising}, reason: So., "
    "recorded: 2026-02-04 10:15"
)
SPOILING = (
    "at: 2026-02-04, kind: correction, of: 2, correct: {kind: referred}, reason: So., "
    "recorded: 2026-02-04 10:15"
)
BETWEEN = "20260204T1015-discussed-k3f9"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def opened(root: Path) -> Log:
    return open_log(root, as_of=AS_OF)


def keys_of(root: Path) -> list[tuple[int | str, str]]:
    (case,) = opened(root).judged_cases
    return [(event.key, event.kind.value) for event in case.case.events]


def told(root: Path) -> list[tuple[str, int | None, str]]:
    return [(each.file, each.line, each.message) for each in opened(root).problems]


def test_it_stands_where_it_was_recorded_and_changes_nobodys_number(log: Path) -> None:
    waits(log, DISCUSSED)
    assert keys_of(log) == [
        (1, "disagreement"),
        (2, "raised"),
        (BETWEEN, "discussed"),
        (3, "resolved"),
    ]
    (case,) = opened(log).judged_cases
    assert [event.number for event in case.case.events] == [1, 2, 3, 4]
    assert [event.key for event in case.case.waiting] == [BETWEEN]
    assert opened(log).files == 6


def test_several_are_sorted_by_when_they_were_recorded_and_then_by_their_names(log: Path) -> None:
    for signs in ("zzzz", "aaaa"):
        waits(log, DISCUSSED, signs=signs)
    waits(log, "at: 2026-02-06, kind: learning, recorded: 2026-02-06 09:00")
    waits(log, "at: 2026-02-02 10:00, kind: update, recorded: 2026-02-02 10:00")
    assert [key for key, _ in keys_of(log)] == [
        1,
        "20260202T1000-update-k3f9",
        2,
        "20260204T1015-discussed-aaaa",
        "20260204T1015-discussed-zzzz",
        3,
        "20260206T0900-learning-k3f9",
    ]


def test_at_one_moment_what_the_file_holds_comes_first(log: Path) -> None:
    waits(log, "at: 2026-02-03 14:00, kind: update, recorded: 2026-02-03 14:00")
    assert [key for key, _ in keys_of(log)] == [1, 2, "20260203T1400-update-k3f9", 3]


def test_it_may_correct_another_that_waits_and_be_corrected_by_the_file(log: Path) -> None:
    waits(log, DISCUSSED)
    waits(
        log,
        f"at: 2026-02-04 11:00, kind: correction, of: {BETWEEN}, correct: {{by: receiving}}, "
        "reason: They rang., recorded: 2026-02-04 11:00",
    )
    with (log / CASE).open("a", encoding="utf-8") as file:
        file.write(
            f"  - {{at: 2026-02-06 09:00, kind: correction, of: {BETWEEN}, "
            "correct: {how: phone}, reason: By phone.}\n"
        )
    (case,) = opened(log).judged_cases
    discussed, first, last = (
        next(each for each in case.case.events if each.key == key)
        for key in (BETWEEN, "20260204T1100-correction-k3f9", 4)
    )
    assert first.corrected is not None
    assert last.corrected is not None
    assert (discussed.by, first.corrected.by, last.corrected.by) == (
        "raising",
        "receiving",
        "receiving",
    )
    assert (last.corrected.how, last.corrected.key) == ("phone", BETWEEN)


@pytest.mark.parametrize(
    ("event", "line", "says"),
    [
        (DISCUSSED.replace("raising", "nobody"), 5, "Expected one of"),
        (DISCUSSED + ", stage: stage-9", 7, "stage"),
        (DISCUSSED.replace("2026-02-04 10:00", "2026-02-05 10:00"), 6, "nothing is entered before"),
        (OF_NOTHING, 5, "points at an event above it"),
        (SPOILING, 6, "With this correction"),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_own_line(
    log: Path, event: str, line: int, says: str
) -> None:
    path = waits(log, event)
    (problem,) = told(log)
    assert problem[:2] == (path.relative_to(log).as_posix(), line)
    assert says in problem[2]


def test_its_name_and_folder_say_what_stands_in_it(log: Path) -> None:
    path = waits(log, DISCUSSED)
    path.rename(path.with_name("20260204T1016-discussed-k3f9.yaml"))
    ((_, line, message),) = told(log)
    assert line == 6
    assert "Call it `20260204T1015-discussed-` and four letters or digits" in message
    path.with_name("20260204T1016-discussed-k3f9.yaml").rename(path)
    path.write_text(path.read_text("utf-8").replace("HB-2026-0001", "HB-2026-0002"), "utf-8")
    ((file, line, message),) = told(log)
    assert (file, line) == (path.relative_to(log).as_posix(), 1)
    assert message.startswith("This file stands beside another case.")


def test_without_its_case_it_is_told_and_nothing_else_suffers(log: Path) -> None:
    path = waits(log, DISCUSSED)
    path.parent.rename(path.parent.with_name("HB-2026-0009"))
    ((file, _, message),) = told(log)
    assert file == f"cases/2026/HB-2026-0009/{path.name}"
    assert "waits beside no case" in message
    assert [each.case.reference for each in opened(log).judged_cases] == ["HB-2026-0001"]


def test_one_that_was_folded_already_counts_once(log: Path) -> None:
    waits(log, DISCUSSED)
    with (log / CASE).open("a", encoding="utf-8") as file:
        file.write(f"  - {{{DISCUSSED}, id: {BETWEEN}}}\n")
    (problem,) = opened(log).problems
    assert problem.file.endswith(f"{BETWEEN}.yaml")
    assert (problem.severity, problem.line) == (Severity.WARNING, 1)
    assert [key for key, _ in keys_of(log)] == [1, 2, BETWEEN, 3]


def test_another_with_the_id_of_one_that_was_folded_is_to_be_deleted(log: Path) -> None:
    waits(log, DISCUSSED.replace("raising", "receiving"))
    with (log / CASE).open("a", encoding="utf-8") as stream:
        stream.write(
            "  - {at: 2026-02-04 10:00, kind: discussed, by: raising, recorded: 2026-02-04 10:15, "
            f"id: {BETWEEN}}}\n"
        )
    ((file, _, message),) = told(log)
    assert file.endswith(f"{BETWEEN}.yaml")
    assert message.endswith("stands in the case's file already, with its id. Delete this file.")


def test_beside_a_faulty_one_the_case_stands_without_it(tmp_path: Path) -> None:
    repository: Repository = repository_of(tmp_path / "repository", BASE, within="log")
    waits(repository.log, DISCUSSED)
    repository.commit()
    faulty = waits(repository.log, "at: 2026-02-06, kind: nonsense, recorded: 2026-02-06 09:00")
    log = opened(repository.log)
    assert log.sound_cases == ()
    (case,) = log.earlier
    assert case.earlier is not None
    assert [event.key for event in case.case.events] == [1, 2, BETWEEN, 3]
    assert {each.file for each in case.earlier.problems} == {
        faulty.relative_to(repository.log).as_posix()
    }


def test_beside_a_faulty_case_file_those_count_that_it_did_not_hold(tmp_path: Path) -> None:
    repository = repository_of(tmp_path / "repository", BASE, within="log")
    waits(repository.log, DISCUSSED)
    repository.commit()
    repository.append(CASE, "  - nonsense\n")
    (case,) = opened(repository.log).earlier
    assert [event.key for event in case.case.events] == [1, 2, BETWEEN, 3]


def test_it_is_known_from_when_it_was_recorded(log: Path) -> None:
    waits(log, DISCUSSED)
    early = open_log(log, as_of=datetime(2026, 2, 4, 10, 5, tzinfo=UTC))
    assert any(each.rule == "not-in-future" for each in early.problems)
    (case,) = opened(log).judged_cases
    assert [each.kind for each in case.case.waiting] == [EventKind.DISCUSSED]
