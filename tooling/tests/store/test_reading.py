"""A log is read whole, in any order of its files, by one process or by two."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from escalation_log.errors import EscalogError
from escalation_log.model.problems import Problem, Severity
from escalation_log.store import (
    NotOfTheLog,
    check_log,
    count_case_files,
    find_root,
    open_log,
    read_bytes,
)
from escalation_log.store.disk import LARGEST_FILE

BASE = Path(__file__).parents[1] / "examples" / "base"
AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
CASE = "cases/2026/HB-2026-0001.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def add_cases(root: Path, numbers: Iterator[int] | range, *, spoil: int | None = None) -> None:
    text = (BASE / CASE).read_text("utf-8")
    for number in numbers:
        reference = f"HB-2026-{number:04d}"
        case = text.replace("HB-2026-0001", reference)
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
        "from escalation_log.store import check_log\n"
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
        "cases/2026/HB-2026-0002.yaml. Give one of them the next free number."
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


def found_at(root: Path, file: str) -> list[str]:
    return [
        problem.message
        for problem in check_log(root, as_of=AS_OF).problems
        if problem.file == file and problem.rule == "readable"
    ]


def test_a_link_out_of_the_log_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("secret: yes", "utf-8")
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert found_at(root, "cases/2026/HB-2026-0002.yaml") == [
        "This is a link that leads out of the log, so it is not read. Put the file itself here."
    ]


def test_a_link_within_the_log_is_read(root: Path) -> None:
    text = (root / CASE).read_text("utf-8").replace("HB-2026-0001", "HB-2026-0002")
    (root / "drafts").mkdir()
    (root / "drafts/next").write_text(text, "utf-8")
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(root / "drafts/next")
    log = open_log(root, as_of=AS_OF)
    assert log.problems == ()
    assert len(log.cases) == 2


@pytest.mark.parametrize("target", ["nowhere.yaml", "HB-2026-0002.yaml"])
def test_a_link_that_leads_nowhere_or_to_itself_is_told(root: Path, target: str) -> None:
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(target)
    [message] = found_at(root, "cases/2026/HB-2026-0002.yaml")
    assert message.startswith("This file cannot be read: ")


def test_a_link_to_a_folder_is_not_followed(root: Path) -> None:
    (root / "cases/2025").symlink_to(root / "cases")
    assert found_at(root, "cases/2025") == [
        (
            "This is a link to a folder, and such links are not followed. Put the files themselves "
            "here."
        )
    ]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "cases/2026/HB-2026-0002.yaml")
    assert found_at(root, "cases/2026/HB-2026-0002.yaml") == [
        "This is no ordinary file, so it is not read. Remove it."
    ]


def test_a_huge_file_is_not_read(root: Path) -> None:
    path = root / "cases/2026/HB-2026-0002.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    [message] = found_at(root, "cases/2026/HB-2026-0002.yaml")
    assert message.startswith("This file is larger than 1024 KB")
    assert read_bytes(root, root / CASE, limit=LARGEST_FILE) == (root / CASE).read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_told(root: Path) -> None:
    (root / CASE).chmod(0)
    (root / "cases/2025").mkdir(mode=0)
    assert found_at(root, CASE) == ["This file cannot be read: Permission denied."]
    assert found_at(root, "cases/2025") == ["This folder cannot be read: Permission denied."]
    (root / "cases/2025").chmod(0o700)


def test_names_are_shown_on_one_line(root: Path) -> None:
    (root / "cases/2026/bad\n::error::\x1b[31m.txt").touch()
    (root / "cases/2026" / os.fsdecode(b"\xff.yaml")).write_bytes(b"a: b")
    files = {problem.file for problem in check_log(root, as_of=AS_OF).problems}
    assert files == {
        "cases/2026/bad\\x0a::error::\\x1b[31m.txt",
        "cases/2026/\\xdcff.yaml",
    }


def test_what_editors_leave_behind_is_passed_over(root: Path) -> None:
    for name in (
        ".HB-2026-0001.yaml.swp",
        "HB-2026-0001.yaml~",
        "#HB-2026-0001.yaml#",
        "README.md",
    ):
        (root / "cases/2026" / name).touch()
    assert check_log(root, as_of=AS_OF).problems == ()


def test_what_is_no_business_of_the_log_is_passed_over(root: Path) -> None:
    (root / "policies/README.md").touch()
    (root / "policies/harbour/flowchart.png").touch()
    (root / "policies/harbour/drafts").mkdir()
    (root / "policies/harbour/drafts/notes.txt").touch()
    assert check_log(root, as_of=AS_OF).problems == ()


def test_rules_that_stand_too_deep_are_told(root: Path) -> None:
    (root / "policies/harbour/drafts").mkdir()
    shutil.copy(
        root / "policies/harbour/2026-01.yaml", root / "policies/harbour/drafts/2026-01.yaml"
    )
    [problem] = check_log(root, as_of=AS_OF).problems
    assert (problem.file, problem.rule) == ("policies/harbour/drafts/2026-01.yaml", "file-name")


def test_a_log_without_cases_is_sound(root: Path) -> None:
    shutil.rmtree(root / "cases")
    assert check_log(root, as_of=AS_OF).problems == ()
    assert count_case_files(root) == 0


def test_a_file_that_goes_while_it_is_looked_at_is_told(root: Path) -> None:
    log = open_log(root, as_of=AS_OF)
    assert replace(log.cases[0], file="x") != log.cases[0]
    gone = read_bytes(root, root / "cases/2026/HB-2026-0009.yaml")
    assert isinstance(gone, Problem)
    assert gone.message == "This file cannot be read: No such file or directory."
