"""`escalog record` by options, for scripts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Ran, run, run_process
from tests.logs import FIFTH, FOUR

CASE = "cases/2026/KN-2026-0008.yaml"
AS_OF = ("--as-of", "2026-11-24 11:00")
REFERENCE = "KN-2026-0008"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOUR, tmp_path / "log"))


def record(log: Path, *options: str, reference: str = REFERENCE) -> Ran:
    return run("record", reference, *AS_OF, *options, log=log)


def added_to(log: Path, file: str = CASE) -> str:
    before, after = (FOUR / file).read_text("utf-8"), (log / file).read_text("utf-8")
    assert after.startswith(before)
    assert run("check", log=log).code == 0
    return after.removeprefix(before)


def test_an_event_is_added_at_the_end(log: Path) -> None:
    ran = record(log, "discussed", "--at", "2026-11-24 10:15", "--how", "phone")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "  Multi-agency escalation policy, edition 2020-06. Health visiting (invented) with Early "
        "help (invented). The case is open, in Stage 1: Practitioner to practitioner.\n"
        "  Discussion recorded Tuesday 24 November 2026 at 10:15, entered Tuesday 24 November 2026 "
        "at 11:00.\n"
        "  “Read the file and speak to the professional with the concern” was due Wednesday 25 "
        "November 2026: in time.\n"
        "  The log’s own reminder: look at this case, where nothing with a date runs, by Tuesday 8 "
        "December 2026.\n"
        "  Without a date: 2 duties.\n"
        f"Written: {CASE}\n"
        "It counts for everybody once it is merged: commit it, and open a pull request that says "
        "why.\n"
    )
    assert added_to(log) == (
        "  - at: 2026-11-24 10:15\n    kind: discussed\n    how: phone\n"
        "    recorded: 2026-11-24 11:00\n"
    )


def test_several_happenings_of_one_call_are_written_in_one_go(log: Path) -> None:
    ran = record(
        log,
        *("discussed", "--heard", "2026-11-24 10:30", "--heard-by", "phone", "--at", "2026-11-24"),
        *("--and", "not-resolved", "--by", "receiving", "--rationale", "None of them agreed."),
        *("--and", "escalated", "--to", "stage-2"),
    )
    assert ran.code == 0, ran.err
    assert added_to(log) == (
        "  - at: 2026-11-24\n    kind: discussed\n    note: Heard by phone.\n"
        "    recorded: 2026-11-24 10:30\n"
        "  - at: 2026-11-24 10:30\n    kind: not-resolved\n    by: receiving\n"
        "    rationale: None of them agreed.\n    note: Heard by phone.\n"
        "  - at: 2026-11-24 10:30\n    kind: escalated\n    to: stage-2\n"
        "    note: Heard by phone.\n"
    )


def test_where_one_of_several_is_wrong_none_is_written(log: Path) -> None:
    ran = record(log, "discussed", "--and", "reopened")
    assert ran.code == 3
    assert "The case is not closed, so it cannot be reopened." in ran.err
    assert added_to(log) == ""


def test_events_that_wait_have_files_of_their_own(log: Path) -> None:
    assert record(log, "discussed", "--and", "not-resolved", "--waiting").code == 0
    names = sorted(path.name for path in (log / "cases/2026/KN-2026-0008").iterdir())
    assert [name[:-10] for name in names] == [
        "20261124T1100-discussed",
        "20261124T1100-not-resolved",
    ]
    assert added_to(log) == ""
    assert record(log, "escalated", "--to", "stage-2").code == 0
    assert run("check", log=log).code == 0
    assert run("fold", log=log).code == 0
    assert "kind: not-resolved" in (log / CASE).read_text("utf-8")


def test_a_dry_run_writes_nothing(log: Path) -> None:
    ran = record(log, "discussed", "--dry-run")
    assert ran.out.endswith("Nothing was written: this was a dry run.\n")
    assert added_to(log) == ""


MISSING = {
    ("escalated",): (
        "--to is missing: To which stage does it go? Type stage-2, stage-3 or stage-4."
    ),
    ("safeguards",): "--measures is missing: What keeps the child safe? Type safety-plan, ",
    ("linked",): "--references is missing: Which other cases?",
    ("correction",): (
        "--of is missing: Which earlier event is it about? Type 2 or 1. --correct is missing. Type "
        "--correct FIELD=VALUE, once for each field. --reason is missing: Why? No names."
    ),
    ("withdrawn", "--why", "duplicate"): "--of is missing: Which case does it repeat?",
    ("changed",): "--plan is missing: Which plans is the child on now?",
    (): "Name the kind of event",
    ("escaladed",): "There is no such kind of event. Did you mean escalated?",
    ("zzz",): "There is no such kind of event. docs/events.md lists them.",
    ("redaction",): "`escalog redact` takes a value out.",
    ("correction", "--correct", "by"): "Type the field, `=` and what should stand there",
    ("discussed", "--at", "soon"): "--at: Expected a date, or a date and a time",
    ("discussed", "--protect-by", "2026-12-01"): "--protect-by: `protect_by` belongs only",
    ("discussed", "--and"): "Name a kind of event after --and.",
    ("discussed", "--heard", "2026-11-23", "--and", "raised", "--heard", "2026-11-24"): (
        "--heard is for all of it: give it once."
    ),
}


@pytest.mark.parametrize("options", MISSING)
def test_what_is_missing_or_wrong_is_named_as_an_option(
    options: tuple[str, ...], log: Path
) -> None:
    ran = record(log, *options)
    assert ran.code == 2
    assert MISSING[options] in ran.err
    assert "Add a line" not in ran.err
    assert added_to(log) == ""


REFUSED = {
    ("escalated", "--to", "nowhere"): (
        "--to: This is no stage of the policy. Type `stage-1`, `stage-2`, `stage-3` or `stage-4`."
    ),
    ("notified", "--whom", "pope"): "--whom: This is no recipient of the policy.",
    ("discussed", "--at", "2026-12-24"): "--at: This lies in the future",
    ("discussed", "--heard", "2026-11-20", "--at", "2026-11-21"): (
        "--heard: This is earlier than `at`, and nothing is entered before it happens."
    ),
    ("discussed", "--note", "Rang 07700 900123."): (
        "--note: This text seems to hold a telephone number. Nothing that identifies a person "
        "belongs in a case. Write it without: call people by their role, the child by the pseudonym"
    ),
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_the_rules_refuse_is_named_as_an_option(options: tuple[str, ...], log: Path) -> None:
    ran = record(log, *options)
    assert (ran.code, ran.out) == (3, "")
    assert REFUSED[options] in ran.err
    assert ran.err.endswith("Nothing was written.\n")
    assert "07700" not in ran.err
    assert added_to(log) == ""


def test_a_correction_may_take_a_field_away(log: Path) -> None:
    ran = record(
        log,
        *("correction", "--of", "2", "--correct", "how=", "--correct", "by=receiving"),
        *("--reason", "Mistyped"),
    )
    assert ran.code == 0, ran.err
    assert "    correct: {by: receiving, how: null}\n" in added_to(log)


def test_the_top_of_a_case_is_corrected_by_its_questions(log: Path) -> None:
    ran = record(
        log,
        *("header-correction", "--correct", "plan=early-help, child-in-need"),
        *("--correct", "raising_agency=housing", "--reason", "Mistyped"),
    )
    assert ran.code == 0, ran.err
    assert (
        "    correct: {child: {pseudonym: C-1ZG6H, plan: [early-help, child-in-need]}, raising: "
        "{agency: housing, role: practitioner}}\n"
    ) in added_to(log)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_layout_and_line_ends_are_kept(mark: str, end: str, log: Path) -> None:
    path = log / CASE
    text = path.read_text("utf-8").replace("events:\n", "events:  # from the diary\n")
    before = (mark + text + "# The end.\n").replace("\n", end).encode()
    path.write_bytes(before)
    assert record(log, "discussed").code == 0
    after = path.read_bytes()
    added = f"  - at: 2026-11-24 11:00{end}    kind: discussed{end}# The end.{end}".encode()
    assert after == before.removesuffix(f"# The end.{end}".encode()) + added


def test_a_file_in_braces_takes_none_but_waiting_events(log: Path) -> None:
    path = log / CASE
    before, _, _ = path.read_text("utf-8").partition("events:")
    text = before + "events: [{at: 2026-11-20 14:00, kind: raised, by: raising}]\n"
    path.write_text(text, "utf-8")
    ran = record(log, "discussed")
    assert ran.code == 3
    assert ran.err.endswith("Let them wait beside it: add --waiting.\n")
    assert path.read_text("utf-8") == text
    assert record(log, "discussed", "--waiting").code == 0


def test_a_case_with_problems_is_named_and_left_alone(log: Path) -> None:
    path = log / CASE
    text = path.read_text("utf-8") + "  - at: soon\n"
    path.write_text(text, "utf-8")
    ran = record(log, "discussed")
    assert ran.code == 3
    assert ran.err == (
        f"Error: {CASE} cannot be read, and nothing can be recorded before it is mended.\n"
        "Type `escalog check`, which says what to type instead.\n"
    )
    assert path.read_text("utf-8") == text


def test_a_folder_of_cases_is_no_case(log: Path) -> None:
    ran = record(log, "discussed", reference=str(log / "cases" / "2026"))
    assert ran.code == 2
    assert "Name one case by its reference." in ran.err


def test_a_log_of_one_policy_needs_none_named(tmp_path: Path) -> None:
    log = Path(shutil.copytree(FIFTH, tmp_path / "log"))
    shutil.copytree(FOUR / "policies" / "calendars", log / "policies" / "calendars")
    ran = record(log, "discussed", "--dry-run", reference="SK-2026-0004")
    assert ran.code == 0, ran.err


def test_a_folder_that_nobody_may_write_to_is_named(log: Path) -> None:
    folder = (log / CASE).parent
    folder.chmod(0o555)
    try:
        if _may_write_anyway(folder):
            pytest.skip("whoever is root may write everywhere")
        ran = record(log, "discussed")
    finally:
        folder.chmod(0o755)
    assert ran.code == 3
    assert re.search(r"cannot be written: Permission denied", ran.err)


def _may_write_anyway(folder: Path) -> bool:
    try:
        (folder / "tried").touch()
    except PermissionError:
        return False
    (folder / "tried").unlink()
    return True


def test_a_process_of_its_own_needs_no_terminal(log: Path) -> None:
    ran = run_process("record", REFERENCE, "discussed", *AS_OF, cwd=log)
    assert (ran.code, ran.err) == (0, "")
    assert "kind: discussed" in added_to(log)
