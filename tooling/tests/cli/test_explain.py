"""Why a date is what it is, in words; what the words mean is tested elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.terminal import run_on_terminal
from tests.goldens import Golden
from tests.logs import FOUR

AS_OF = ("--as-of", "2026-11-20")


@pytest.mark.parametrize("reference", ["KN-2026-0003", "BA-2026-0003"])
def test_a_case_is_explained_as_it_was(golden: Golden, reference: str) -> None:
    ran = run("explain", reference, *AS_OF)
    assert (ran.code, ran.err) == (0, "")
    golden.check(f"explain/{reference}.txt", ran.out)


def test_one_duty_is_explained_alone() -> None:
    whole = run("explain", "KN-2026-0003", *AS_OF).out
    part = run("explain", "KN-2026-0003", "stage-1/raise", *AS_OF).out
    heading, told = part.split("\n\n")
    # What is said of the case as a whole stands only in the whole.
    assert whole.startswith(f"{heading}\nThe raising side has not agreed yet.\n")
    assert f"\n\n{told}" in whole


def test_programs_are_told_the_same_with_the_hash_of_the_calendar() -> None:
    ran = run("explain", "KN-2026-0003", "--format", "json", *AS_OF)
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == json.loads(
        run("assess", "KN-2026-0003", "--format", "json", *AS_OF).out
    )
    part = run("explain", "KN-2026-0003", "stage-1/raise", "--format", "json", *AS_OF)
    ((row,),) = (each["duties"] for each in json.loads(part.out)["cases"])
    assert row["id"] == "stage-1/raise"
    (counted,) = (each for each in row["receipt"] if each["step"] == "counted-by")
    assert re.fullmatch("sha256:[0-9a-f]{64}", counted["calendar_hash"])


def test_programs_are_told_nothing_of_a_duty_that_is_unknown() -> None:
    ran = run("explain", "KN-2026-0003", "stage-1/rise", "--format", "json", *AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean stage-1/raise" in ran.err


def test_a_duty_that_has_not_started_says_what_it_would_ask() -> None:
    ran = run("explain", "KN-2026-0003", "stage-4/recommend", *AS_OF)
    reading = "The limit runs from the Chair being told; where that was never recorded, from the"
    assert ran.out.splitlines()[3:] == [
        "stage-4/recommend: Confer and recommend",
        "  State: not started.",
        "  For: The Chair of the partnership, or the Vice Chair if absent.",
        f"  Our reading: {reading} escalation to this stage.",
        "  Nothing that starts its clock has happened.",
        "  Its limit: 5 working days (required); clause 4, stage 4.",
    ]


def test_a_duty_that_does_not_apply_says_so() -> None:
    ran = run("explain", "BA-2026-0003", "stage-2/tell-designated-nurse", *AS_OF)
    assert "  State: not applicable.\n" in ran.out
    assert "  The policy asks for it only in other cases.\n" in ran.out


def test_a_case_before_it_began() -> None:
    ran = run("explain", "KN-2026-0003", "--as-of", "2020-01-01")
    assert ran.out.startswith("KN-2026-0003: not begun\n")
    assert "\nNot started: stage-1/raise, " in ran.out


def test_a_moment_is_told_to_the_minute_and_a_day_by_its_end() -> None:
    day = run("explain", "KN-2026-0003", "--as-of", "2026-07-01").out
    moment = run("explain", "KN-2026-0003", "--as-of", "2026-07-01 12:30").out
    assert ", as of the end of Wednesday 1 July 2026.\n" in day
    assert ", as of Wednesday 1 July 2026 at 12:30.\n" in moment


def test_a_breach_exits_with_1_only_where_asked() -> None:
    assert run("explain", "KN-2026-0003", *AS_OF).code == 0
    assert run("explain", "KN-2026-0003", *AS_OF, "--fail-on", "breach").code == 1


def test_of_a_case_with_problems_these_are_explained(own_log: Path) -> None:
    path = own_log / "cases" / "2026" / "KN-2026-0003.yaml"
    path.write_text(path.read_text() + "surprise: true\n")
    ran = run("explain", "KN-2026-0003", log=own_log)
    assert ran.code == 1
    assert ran.out.startswith("KN-2026-0003: not judged\n  line ")
    assert "is unknown; the keys that may stand here are" in ran.out
    assert "Not judged: cases/2026/KN-2026-0003.yaml, because it has problems." in ran.err


def test_the_cases_of_a_folder_are_explained_one_after_another() -> None:
    ran = run("explain", FOUR / "cases" / "2025", *AS_OF)
    files = sorted(path.stem for path in FOUR.glob("cases/2025/*.yaml"))
    assert re.findall(r"^([A-Z]{2}-\d{4}-\d{4}): ", ran.out, re.MULTILINE) == files


def test_on_a_terminal_it_is_wrapped_and_says_the_same() -> None:
    shown = run_on_terminal("explain", "KN-2026-0003", *AS_OF, columns=80)
    assert "\x1b[1m" in shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert all(len(line) <= 80 for line in plain.splitlines())
    assert plain.split() == run("explain", "KN-2026-0003", *AS_OF).out.split()
