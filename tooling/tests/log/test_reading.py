"""A log is read whole, in any order of its files, by one process or by two."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from escalation_log.log.disk import find_root
from escalation_log.log.found_cases import count_case_files
from escalation_log.log.opening import NotOfTheLog, check_log, open_log
from escalation_log.model.errors import EscalogError
from escalation_log.model.problems import Problem, Severity
from tests.log.small_log import AS_OF, BASE, CASE


def add_cases(root: Path, numbers: Iterator[int] | range, *, spoil: int | None = None) -> None:
    text = (BASE / CASE).read_text("utf-8")
    for number in numbers:
        reference = f"HB-2026-{number:04d}"
        case = text.replace("HB-2026-0001", reference).replace("C-2M4RT", f"C-{number:04d}")
        if spoil is not None and number % spoil == 0:
            case = case.replace("theme: communication", "theme: comunication")
        (root / f"cases/2026/{reference}.yaml").write_text(case, "utf-8")


def messages(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{problem.file} {problem.rule}: {problem.message}" for problem in problems]


def test_the_nearest_folder_with_policies_is_the_log(root: Path) -> None:
    assert find_root(root / "cases" / "2026") == root
    assert find_root(root) == root


def test_outside_of_a_log_there_is_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(EscalogError, match=r"holds policies/") as caught:
        find_root(tmp_path)
    assert caught.value.hint is not None


def test_an_open_log_holds_everything(root: Path) -> None:
    (root / "policies/harbour/policy.md").write_text("# Resolving disagreement\n", "utf-8")
    log = open_log(root, as_of=AS_OF)
    assert log.problems == ()
    assert [each.file for each in log.cases] == [CASE]
    assert log.sound_cases == log.cases
    assert log.policy_files == {"harbour@2026-01": "policies/harbour/2026-01.yaml"}
    assert log.policy_texts == {"harbour": "# Resolving disagreement\n"}
    assert set(log.calendars) == {"england-and-wales"}
    assert set(log.partnerships) == {"harbour"}
    assert log.files == 6
    rulebook = log.rulebook(log.cases[0].case)
    assert rulebook.policy is log.policies["harbour@2026-01"]
    assert [closure.name for closure in rulebook.calendar.closures] == ["Offices closed"]
    assert log.calendars["england-and-wales"].closures == ()


def test_a_case_with_a_problem_is_not_sound_and_one_with_a_warning_is(root: Path) -> None:
    add_cases(root, range(2, 4), spoil=2)
    (root / "policies/editions.lock").unlink()
    log = open_log(root, as_of=AS_OF)
    assert [each.case.reference for each in log.cases] == [f"HB-2026-000{n}" for n in (1, 2, 3)]
    assert [each.case.reference for each in log.sound_cases] == ["HB-2026-0001", "HB-2026-0003"]
    assert {problem.severity for problem in log.problems} == {Severity.PROBLEM, Severity.WARNING}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("policies/harbour/2026-01.yaml", "role: chair", "role: char"),
        ("policies/harbour/2026-01.yaml", "title: Panel", "titel: Panel"),
        ("policies/harbour/partnership.yaml", "organisation: schools", "organisation: school"),
        ("policies/harbour/partnership.yaml", "name: Harbour", "naem: Harbour"),
        ("policies/calendars/england-and-wales.yaml", "published_to: 2027", "published_to: 2026"),
        ("policies/calendars/england-and-wales.yaml", "title: England", "titel: England"),
    ],
)
def test_cases_under_faulty_rules_are_left_alone(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    log = open_log(root, as_of=AS_OF)
    assert file in {problem.file for problem in log.problems}
    assert not any(problem.file.startswith("cases/") for problem in log.problems)
    assert len(log.cases) == 1
    assert log.sound_cases == ()
    with pytest.raises(KeyError):
        log.rulebook(log.cases[0].case)


def test_an_edition_changed_after_cases_is_a_problem_but_they_are_still_watched(root: Path) -> None:
    path = root / "policies/harbour/2026-01.yaml"
    path.write_text(path.read_text("utf-8").replace("{working_days: 5}", "{working_days: 6}"))
    log = open_log(root, as_of=AS_OF)
    assert [problem.rule for problem in log.problems] == ["edition-changed"]
    assert log.sound_cases == log.cases


@pytest.mark.parametrize("threads", [0, 1])
def test_two_processes_find_what_one_finds(root: Path, threads: int) -> None:
    add_cases(root, range(2, 600), spoil=7)
    with ExitStack() as running:
        for _ in range(threads):
            ended = Event()
            running.callback(ended.set)
            Thread(target=ended.wait).start()
        two_processes_find_what_one_finds(root)


def two_processes_find_what_one_finds(root: Path) -> None:
    told: list[int] = []
    opened = open_log(root, as_of=AS_OF, advance=told.append)
    checked = check_log(root, as_of=AS_OF)
    assert sum(told) == count_case_files(root) == 599
    assert checked.problems == opened.problems
    assert len(opened.problems) == 85
    assert [each.case.reference for each in opened.cases] == [
        f"HB-2026-{number:04d}" for number in range(1, 600)
    ]
    few = open_log(root, as_of=AS_OF, paths=[root / "cases/2026/HB-2026-0007.yaml"])
    assert few.cases == opened.cases


def test_where_no_second_process_can_be_had_one_reads_all(root: Path, tmp_path: Path) -> None:
    add_cases(root, range(2, 600), spoil=7)
    script = tmp_path / "script.py"
    # For a process with several threads another is started afresh. It runs this script too, and
    # may then start none itself.
    script.write_text(
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from threading import Event, Thread\n"
        "Thread(target=Event().wait, daemon=True).start()\n"
        "from escalation_log.log.opening import check_log\n"
        f"found = check_log(Path({str(root)!r}), as_of=datetime(2026, 11, 22, tzinfo=UTC))\n"
        "print(len(found.problems), found.files)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "85 603\n"


def test_the_order_in_which_files_were_made_changes_nothing(tmp_path: Path) -> None:
    found = []
    for name, numbers in (("one", range(2, 40)), ("other", reversed(range(2, 40)))):
        root = Path(shutil.copytree(BASE, tmp_path / name))
        add_cases(root, iter(numbers), spoil=3)
        found.append(check_log(root, as_of=AS_OF))
    assert found[0] == found[1]
    assert len(found[0].problems) == 13


def test_only_what_is_asked_about_is_told(root: Path) -> None:
    add_cases(root, range(2, 7), spoil=2)
    here = root / "cases/2026"

    def files(*paths: Path) -> tuple[set[str], int]:
        findings = check_log(root, as_of=AS_OF, paths=paths)
        return {Path(problem.file).stem for problem in findings.problems}, findings.files

    assert files(here / "HB-2026-0004.yaml") == ({"HB-2026-0004"}, 1)
    assert files(here / "HB-2026-0003.yaml") == (set(), 1)
    assert files(here) == ({"HB-2026-0002", "HB-2026-0004", "HB-2026-0006"}, 6)
    assert files(root)[1] == 10
    assert files(root / "policies", root / "policies/editions.lock") == (set(), 4)


def test_what_is_known_of_other_files_counts_for_the_one_asked_about(root: Path) -> None:
    shutil.copy(root / CASE, root / "cases/2026/HB-2026-0002.yaml")
    findings = check_log(root, as_of=AS_OF, paths=[root / CASE])
    message = (
        f"{CASE} unique-reference: Another case has this reference: "
        "cases/2026/HB-2026-0002.yaml. If one is a copy of the other, delete the copy; "
        "otherwise give one of them the next free number."
    )
    assert messages(findings.problems) == [message]


def test_a_path_of_another_place_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "README.md").touch()
    for path in (root / "README.md", tmp_path, root / "cases/2027"):
        with pytest.raises(NotOfTheLog, match="is no file of the log"):
            check_log(root, as_of=AS_OF, paths=[path])


def test_a_folder_reached_by_a_link_is_the_folder(root: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(root / "cases")
    findings = check_log(root, as_of=AS_OF, paths=[tmp_path / "way/2026/HB-2026-0001.yaml"])
    assert findings.files == 1


def test_a_log_without_cases_is_sound(root: Path) -> None:
    shutil.rmtree(root / "cases")
    assert check_log(root, as_of=AS_OF).problems == ()
    assert count_case_files(root) == 0
