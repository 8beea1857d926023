"""`escalog fold` moves the events that wait into their case files, and changes no answer."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.waiting import waits

BASE = Path(__file__).parents[1] / "examples" / "base"
CASE = "cases/2026/HB-2026-0001.yaml"
DISCUSSED = "at: 2026-02-04 10:00, kind: discussed, by: raising, recorded: 2026-02-04 10:15"
LEARNED = (
    'at: 2026-02-06, kind: learning, note: "Two lists: one too many.", recorded: 2026-02-06 09:00'
)
ASKED = (
    ("assess", "--format", "json", "--as-of", "2026-11-22"),
    ("assess", "--format", "csv", "--as-of", "2026-02-05"),
    ("explain", "HB-2026-0001", "--as-of", "2026-11-22"),
    ("export", "--format", "json", "--as-of", "2026-11-22"),
    ("export", "--format", "ics", "--as-of", "2026-11-22"),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a log whose case has a salt already."""
    copy = Path(shutil.copytree(BASE, tmp_path / "log"))
    assert run("fold", "--salt", log=copy).out == "1 case given a salt.\n"
    return copy


def answers(log: Path) -> list[str]:
    told = (run(*words, log=log).out for words in ASKED)
    return [re.sub(r"(generated_at|DTSTAMP)[^,\n]*", "", each) for each in told]


def test_folding_changes_no_answer_and_removes_the_files(log: Path) -> None:
    waits(log, DISCUSSED)
    waits(log, LEARNED)
    before = answers(log)
    written = (log / CASE).read_text("utf-8")
    ran = run("fold", log=log)
    assert (ran.code, ran.out, ran.err) == (0, f"{CASE}: 2 events folded in.\n", "")
    assert not (log / CASE).with_suffix("").exists()
    assert run("check", log=log).code == 0
    assert answers(log) == before
    assert (log / CASE).read_text("utf-8") == written + (
        "  - at: 2026-02-04 10:00\n"
        "    kind: discussed\n"
        "    by: raising\n"
        "    recorded: 2026-02-04 10:15\n"
        '    id: "20260204T1015-discussed-k3f9"\n'
        "  - at: 2026-02-06\n"
        "    kind: learning\n"
        '    note: "Two lists: one too many."\n'
        "    recorded: 2026-02-06 09:00\n"
        '    id: "20260206T0900-learning-k3f9"\n'
    )
    again = run("fold", log=log)
    assert (again.code, again.out) == (0, "No event waits.\n")


def test_a_dry_run_changes_nothing(log: Path) -> None:
    path = waits(log, DISCUSSED)
    before = (log / CASE).read_bytes()
    ran = run("fold", "--dry-run", log=log)
    assert ran.out == f"{CASE}: 1 event would be folded in.\n"
    assert path.exists()
    assert (log / CASE).read_bytes() == before


UNSALTED = (BASE / CASE).read_text("utf-8").partition("events:\n")[0]
SALT = 'salt: "0123456789abcdef0123456789abcdef"\n'
HEAD = UNSALTED.replace("theme:", f"{SALT}theme:")
PLAIN = "- at: 2026-02-03 14:00\n  kind: raised\n  by: raising\n"


@pytest.mark.parametrize(
    ("events", "end"),
    [
        (f"events:\n{PLAIN}", ""),
        (f"events: # so far\n{PLAIN}  # at the end\n\n# of the file", ""),
        (f"events:\n{PLAIN}  note: |\n    Two lines,\n\n    with one between.\n", ""),
        (f"events:\n{PLAIN}  note: |+\n    Kept.\n\n\n", ""),
        (f"events:\n{PLAIN}  note: >-\n    Folded\n    text. # none\n  # a remark\n", ""),
        ("events:\n      -   {at: 2026-02-03 14:00, kind: raised}   # with room\n", ""),
        (f"events:\n{PLAIN}", "format: 1\n"),
        (f"events:\n{PLAIN.rstrip()}", ""),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_and_layout_are_kept(
    log: Path, events: str, end: str, ends: str, mark: str
) -> None:
    text = (mark + HEAD + events + end).replace("\n", ends)
    (log / CASE).write_bytes(text.encode("utf-8"))
    waits(log, DISCUSSED)
    before = run("assess", "--format", "json", "--as-of", "2026-11-22", log=log).out
    assert run("fold", log=log).out == f"{CASE}: 1 event folded in.\n"
    after = (log / CASE).read_bytes().decode("utf-8")
    changes = list(difflib.ndiff(text.splitlines(), after.splitlines()))
    assert not [line for line in changes if line.startswith("-")]
    assert after.count("\r\n") == (after.count("\n") if ends == "\r\n" else 0)
    assert run("assess", "--format", "json", "--as-of", "2026-11-22", log=log).out == before


def test_comments_of_an_event_come_along(log: Path) -> None:
    path = waits(log, LEARNED)
    text = path.read_text("utf-8")
    path.write_text(f"# yaml-language-server: $schema=x\n# Told by phone.\n{text}", "utf-8")
    run("fold", log=log)
    assert "\n  # Told by phone.\n  - at: 2026-02-06\n" in (log / CASE).read_text("utf-8")


def test_events_in_brackets_are_left_and_said(log: Path) -> None:
    (log / CASE).write_text(f"{HEAD}events: [{{at: 2026-02-03 14:00, kind: raised}}]\n", "utf-8")
    path = waits(log, DISCUSSED)
    ran = run("fold", log=log)
    assert (ran.code, ran.out) == (1, "")
    assert "each with a dash" in ran.err
    assert path.exists()


def test_nothing_is_folded_into_a_case_with_problems(log: Path) -> None:
    path = waits(log, DISCUSSED.replace("raising", "nobody"))
    before = (log / CASE).read_bytes()
    ran = run("fold", log=log)
    assert (ran.code, ran.out) == (1, "")
    assert f"escalog check {CASE}" in ran.err
    assert path.exists()
    assert (log / CASE).read_bytes() == before


def test_a_run_that_was_stopped_goes_on_where_it_was(log: Path) -> None:
    path = waits(log, DISCUSSED)
    text = path.read_text("utf-8")
    run("fold", log=log)
    folded = (log / CASE).read_bytes()
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    assert run("check", log=log).code == 0
    ran = run("fold", log=log)
    assert (ran.code, ran.out) == (0, "No event waits.\n")
    assert (log / CASE).read_bytes() == folded
    assert not path.exists()
    assert run("check", log=log).code == 0


def test_another_event_with_the_id_of_a_folded_one_is_left(log: Path) -> None:
    path = waits(log, DISCUSSED)
    text = path.read_text("utf-8")
    run("fold", log=log)
    path.parent.mkdir()
    path.write_text(text.replace("raising", "receiving"), "utf-8")
    assert run("fold", log=log).code == 1
    assert path.exists()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_case_is_given_a_salt_once_and_nothing_else(log: Path, ends: str, mark: str) -> None:
    text = (mark + UNSALTED + f"events:\n{PLAIN}# at the end").replace("\n", ends)
    (log / CASE).write_bytes(text.encode("utf-8"))
    before = answers(log)
    assert run("fold", log=log).out == "No event waits.\n"
    assert run("fold", "--salt", "--dry-run", log=log).out == "1 case would be given a salt.\n"
    assert (log / CASE).read_bytes() == text.encode("utf-8")
    assert run("fold", "--salt", log=log).out == "1 case given a salt.\n"
    after = (log / CASE).read_bytes().decode("utf-8")
    (line,) = re.findall(r'salt: "[0-9a-f]{32}"\r?\n', after)
    assert after.replace(line, "") == text
    assert line.endswith(ends)
    assert answers(log) == before
    assert run("fold", "--salt", log=log).out == "No event waits.\n"
    assert (log / CASE).read_bytes().decode("utf-8") == after


def test_a_salt_and_an_event_are_written_together(log: Path) -> None:
    (log / CASE).write_text(f"{UNSALTED}events:\n{PLAIN}", "utf-8")
    waits(log, DISCUSSED)
    ran = run("fold", "--salt", log=log)
    assert ran.out == f"{CASE}: 1 event folded in.\n1 case given a salt.\n"
    assert run("check", log=log).code == 0


def test_where_no_salt_can_be_written_the_line_to_type_is_said(log: Path) -> None:
    (log / CASE).write_text(f"{UNSALTED}events:\n{PLAIN}".replace("policy:", "policy :"), "utf-8")
    ran = run("fold", "--salt", log=log)
    assert (ran.code, ran.out) == (1, "")
    (line,) = re.findall(r'salt: "[0-9a-f]{32}"', ran.err)
    with (log / CASE).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert run("fold", "--salt", log=log).out == "No event waits.\n"


def test_a_case_with_problems_beside_which_nothing_waits_is_passed_over(log: Path) -> None:
    text = f"{UNSALTED}events:\n{PLAIN}".replace("raising\n", "nobody\n")
    (log / CASE).write_text(text, "utf-8")
    ran = run("fold", "--salt", log=log)
    assert (ran.code, ran.out, ran.err) == (0, "No event waits.\n", "")
    assert (log / CASE).read_text("utf-8") == text
