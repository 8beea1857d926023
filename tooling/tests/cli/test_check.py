"""`escalog check` as people, programs and GitHub see it, on sound logs and on hostile files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import run, run_process

BASE = Path(__file__).parents[1] / "examples" / "base"
CASE = "cases/2026/HB-2026-0001.yaml"
AS_OF = ("--as-of", "2026-11-22 12:00")
SECONDS = 10


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def spoil(log: Path, old: str, new: str, file: str = CASE) -> None:
    path = log / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_sound_log_passes(log: Path) -> None:
    ran = run("check", *AS_OF, log=log)
    assert (ran.code, ran.out, ran.err) == (0, "5 files checked: no problems.\n", "")


def test_a_log_of_four_policies_has_no_problem() -> None:
    ran = run("check", "--format", "json", "--as-of", "2026-11-22")
    assert ran.code == 0
    assert {each["severity"] for each in json.loads(ran.out)["problems"]} == {
        "departure",
        "warning",
    }


def test_a_departure_is_told_as_what_it_is_and_does_not_fail_the_check() -> None:
    text = run("check", "--as-of", "2026-11-22")
    assert text.code == 0
    (told,) = (each for each in text.out.splitlines() if each.endswith("[order]"))
    assert told.startswith("cases/2026/KN-2026-0007.yaml:50:5 events[9].kind: departure: Not by")
    assert text.out.endswith(" files checked: 1 departure, 1 warning.\n")
    notes = run("check", "--as-of", "2026-11-22", "--format", "github").out
    assert "\n::warning " in f"\n{notes}"
    where = "file=cases/2026/KN-2026-0007.yaml,line=50,col=5,title=Event 10%2C kind (order)"
    assert f"::notice {where}::Not by" in notes


def test_a_problem_is_told_with_its_place_and_fails_the_check(log: Path) -> None:
    spoil(log, "theme: communication", "theme: comunication")
    ran = run("check", *AS_OF, log=log)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        f"{CASE}:3:1 theme: This is no theme of the policy. Did you mean `communication`? If not, "
        "type `level-of-need`. [known-theme]\n5 files checked: 1 problem.\n"
    )


def test_a_warning_is_told_and_changes_nothing(log: Path) -> None:
    (log / "policies/editions.lock").unlink()
    ran = run("check", *AS_OF, log=log)
    assert ran.code == 0
    assert re.search(
        r"^policies/harbour/2026-01\.yaml:1:1 warning: .*\[edition-changed\]$",
        ran.out,
        re.MULTILINE,
    )
    assert ran.out.endswith("\n4 files checked: 1 warning.\n")


def test_json_has_every_finding_and_the_number_of_files(log: Path) -> None:
    spoil(log, "theme: communication", "theme: comunication")
    (log / "cases/2026/notes.txt").touch()
    ran = run("check", "--format", "json", *AS_OF, log=log)
    assert ran.code == 1
    found = json.loads(ran.out)
    assert (list(found), found["files"]) == (["schema_version", "problems", "files"], 6)
    notes, theme = found["problems"]
    assert theme == {
        "file": CASE,
        "line": 3,
        "column": 1,
        "place": "theme",
        "rule": "known-theme",
        "severity": "problem",
        "message": "This is no theme of the policy. Did you mean `communication`? If not, type "
        "`level-of-need`.",
    }
    assert (notes["file"], notes["line"], notes["column"], notes["place"]) == (
        "cases/2026/(file 2)",
        None,
        None,
        "",
    )


def test_github_gets_annotations_that_no_file_name_can_forge(log: Path) -> None:
    (log / "cases/2026/a,b:c%0A::stop.txt").touch()
    spoil(log, "theme: communication", "theme: comunication")
    (log / "policies/editions.lock").unlink()
    ran = run("check", "--format", "github", *AS_OF, log=log)
    commands = [line for line in ran.out.splitlines() if line.startswith("::")]
    assert [command[: command.index("::", 2)] for command in commands] == [
        "::error file=cases/2026/(file 2),title=file-name",
        f"::error file={CASE},line=3,col=1,title=theme (known-theme)",
        "::warning file=policies/harbour/2026-01.yaml,line=1,col=1,title=edition-changed",
    ]


def test_only_the_files_asked_about_are_told_of(log: Path) -> None:
    spoil(log, "theme: communication", "theme: comunication")
    clean = run("check", *AS_OF, str(log / "policies"), log=log)
    assert (clean.code, clean.out) == (0, "4 files checked: no problems.\n")
    assert run("check", *AS_OF, str(log / CASE), log=log).code == 1


def test_paths_are_read_from_where_one_stands(log: Path) -> None:
    ran = run_process("check", *AS_OF, "HB-2026-0001.yaml", cwd=log / "cases/2026")
    assert (ran.code, ran.out) == (0, "1 file checked: no problems.\n")


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere", "does not exist"), ("README.md", "is no file of the log")]
)
def test_a_path_that_is_none_of_the_logs_is_wrong_usage(log: Path, name: str, words: str) -> None:
    (log / "README.md").touch()
    ran = run("check", str(log / name), log=log)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_outside_of_a_log_the_command_cannot_work(tmp_path: Path) -> None:
    ran = run("check", log=tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert "lies in no log" in ran.err


def test_a_date_alone_means_the_end_of_that_day(log: Path) -> None:
    spoil(log, "2026-02-05 11:00", "2026-02-05 23:30")
    assert run("check", "--as-of", "2026-02-05", log=log).code == 0
    assert run("check", "--as-of", "2026-02-05 23:29", log=log).code == 1


def test_checking_valid_files_imports_neither_slow_library(log: Path) -> None:
    script = (
        "import sys; from escalation_log.cli import main\n"
        f"main(['--log', {str(log)!r}, 'check'], standalone_mode=False)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    )
    said, modules = done.stdout.splitlines()
    assert said == "5 files checked: no problems."
    assert "yaml" in modules.split()
    assert {"ruamel", "jsonschema", "stdnum", "rich", "jinja2"}.isdisjoint(modules.split())


HOSTILE: dict[str, bytes] = {
    "64 KB of hyphens": b"- " * 32_768,
    "64 KB of hyphens as lines": b"- \n" * 21_845,
    "64 KB of brackets": b"[" * 65_536,
    "64 KB of braces": b"{" * 65_536,
    "64 KB of question marks": b"? " * 32_768,
    "an alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "a merge-key bomb": b"a: &a {x: 1}\n"
    + b"".join(b"b%d: &b%d {<<: [*a, *a, *a, *a]}\n" % (n, n) for n in range(200)),
    "merge keys upon merge keys": b"x0: &x0 {k: 1}\n"
    + b"".join(b"x%d: &x%d {<<: [*x%d, *x%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, 60)),
    "a key twice": b"reference: HB-2026-0002\nreference: HB-2026-0002\n",
    "a second document": b"reference: HB-2026-0002\n---\nreference: HB-2026-0003\n",
    "NUL bytes": b"reference: HB-2026-0002\n\0\0\0\n",
    "nothing but NUL bytes": b"\0" * 4096,
    "UTF-16": "reference: HB-2026-0002\n".encode("utf-16"),
    "Latin-1": "concern: caf\xe9\n".encode("latin-1"),
    "nothing": b"",
    "a number": b"12\n",
    "a tag": b"!!python/object/apply:os.system [echo harm]\n",
    "a directive": b"%YAML 1.1\n---\nreference: yes\n",
    "a wide file": b"concern: " + b"x" * 2_000_000,
    "a long list": b"events:\n" + b"  - {at: 2026-03-02, kind: raised}\n" * 60_000,
    "a huge number": b"format: " + b"9" * 400_000 + b"\n",
    "a date that is none": b"events: [{at: 2026-13-45 99:99, kind: raised}]\n",
    "random bytes": bytes((n * 7919) % 256 for n in range(60_000)),
}
HOSTILE_PATHS: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a link out of the log": lambda path: path.symlink_to("/etc/hostname"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a pipe": os.mkfifo,
    "a file of 50 MB": lambda path: path.write_bytes(b"a: b\n" * 10_000_000),
}


# Longer, or with more entries, than any file of a log: nobody looks for a line.
TOO_LONG = frozenset(
    {
        "64 KB of hyphens as lines",
        "64 KB of brackets",
        "64 KB of braces",
        "a wide file",
        "a long list",
    }
)


def found_in(log: Path, *files: str) -> list[dict[str, object]]:
    """Check a log by the command, which is killed when it takes too long."""
    ran = run_process("--log", log, "check", "--format", "json", *AS_OF, cwd=log, seconds=SECONDS)
    assert (ran.code, ran.err) == (1, "")
    problems = json.loads(ran.out)["problems"]
    return [problem for problem in problems if problem["file"] in files]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_a_problem_with_a_line(log: Path, name: str) -> None:
    files = [
        "cases/2026/HB-2026-0002.yaml",
        "policies/harbour/2026-07.yaml",
        "policies/harbour/partnership.yaml",
        "policies/calendars/england-and-wales.yaml",
    ]
    for file in files:
        (log / file).write_bytes(HOSTILE[name])
    found = found_in(log, *files)
    assert {problem["file"] for problem in found} == set(files)
    assert name in TOO_LONG or all(problem["line"] for problem in found)


@pytest.mark.parametrize("name", HOSTILE_PATHS)
def test_hostile_files_are_a_problem_that_names_them(log: Path, name: str) -> None:
    file = "cases/2026/HB-2026-0002.yaml"
    HOSTILE_PATHS[name](log / file)
    [problem] = found_in(log, file)
    assert problem["rule"] == "readable"


@pytest.mark.parametrize("name", ["NUL bytes", "nothing", "random bytes", "a wide file"])
def test_a_hostile_lock_is_told(log: Path, name: str) -> None:
    (log / "policies/editions.lock").write_bytes(HOSTILE[name] or b"x")
    assert found_in(log, "policies/editions.lock")


def test_a_file_where_a_folder_should_be_is_told(log: Path) -> None:
    shutil.rmtree(log / "cases")
    (log / "cases").touch()
    [problem] = found_in(log, "cases")
    assert problem["rule"] == "readable"
