"""Where every case stands: as a table, as JSON, as CSV, as of any moment."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ran, run, spreadsheet
from tests.cli.terminal import run_on_terminal
from tests.goldens import Golden
from tests.logs import FOUR

AS_OF = ("--as-of", "2026-11-20")
FIRST = "cases/2026/KN-2026-0001.yaml"


def judged(*args: str | Path, log: Path = FOUR) -> dict[str, Any]:
    ran = run("assess", *args, "--format", "json", log=log)
    assert (ran.code, ran.err) == (0, "")
    value = json.loads(ran.out)
    assert isinstance(value, dict)
    return value


def references(value: dict[str, Any]) -> list[str]:
    return [case["reference"] for case in value["cases"]]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_each_format_is_as_it_was(golden: Golden, form: str) -> None:
    ran = run("assess", "KN-2026-0003", "BA-2026-0003", "--format", form, *AS_OF)
    assert (ran.code, ran.err) == (0, "")
    golden.check(f"assess/two-cases.{form}", ran.out)


def test_without_a_name_every_case_that_had_begun() -> None:
    everything = references(judged(*AS_OF))
    files = sorted(path.stem for path in FOUR.glob("cases/*/*.yaml"))
    assert everything == files
    early = references(judged("--as-of", "2026-03-01"))
    assert set(early) < set(everything)
    assert references(judged("--as-of", "2012-01-01")) == []


def test_a_case_that_is_named_is_judged_before_it_began_too() -> None:
    (case,) = judged("KN-2026-0001", "--as-of", "2020-01-01")["cases"]
    assert (case["state"], case["stage"]) == ("open", None)
    assert {row["state"] for row in case["duties"]} <= {"not-started", "not-applicable"}


# What the design of the formats names, for a case and for a row.
OF_A_CASE = {
    "reference",
    "policy",
    "state",
    "stage",
    "as_of_commit",
    "agreed",
    "departures",
    "duties",
}
OF_A_ROW = {
    "id",
    "role",
    "force",
    "state",
    "due",
    "due_on",
    "original_due_on",
    "provisional",
    "met_at",
    "days_late",
    "late",
    "occurrence",
    "started_by",
    "breach",
    "breach_history",
    "no_record_until",
    "disputed",
    "own",
    "word",
    "advice",
    "safe_due_on",
    "safe_because",
    "does_not_count",
    "governed_by",
    "receipt",
}


def test_json_has_every_key_of_the_design() -> None:
    cases = judged("--as-of", "2026-11-20")["cases"]
    rows = [row for case in cases for row in case["duties"]]
    assert all(set(case) >= OF_A_CASE for case in cases)
    assert all(set(row) >= OF_A_ROW for row in rows)
    departures = [each for case in cases for each in case["departures"]]
    assert {tuple(each) for each in departures} == {("event", "rule", "clause", "words")}
    ruled_out = [each for row in rows for each in row["does_not_count"]]
    assert {tuple(each) for each in ruled_out} == {("event", "because")}
    started = [row for row in rows if row["started_by"] is not None and row["due_on"]]
    assert any(row["own"] for row in started)
    assert all(row["safe_due_on"] is not None for row in started)


def test_the_table_says_where_a_case_left_the_policys_route() -> None:
    ran = run("assess", "KN-2026-0007", *AS_OF)
    (told,) = (line for line in ran.out.splitlines() if "  event " in line)
    (departure,) = judged("KN-2026-0007", *AS_OF)["cases"][0]["departures"]
    assert departure["rule"] == "order"
    assert re.split("  +", told) == [
        "KN-2026-0007",
        "event 10",
        "not by the policy’s route",
        f"{departure['words']} (clause {departure['clause']})",
    ]
    # A broken order is counted as the breach that it is, and not again.
    assert ran.out.endswith("; 1 breach; 2 things without a record.\n")


def test_the_table_says_that_the_raising_side_has_not_agreed_yet() -> None:
    (line,) = (
        line
        for line in run("assess", "KN-2026-0003", *AS_OF).out.splitlines()
        if "the whole case" in line
    )
    assert re.split("  +", line)[2:] == ["resolved", "The raising side has not agreed yet."]


def test_json_is_one_document_with_a_case_a_line() -> None:
    ran = run("assess", "--format", "json", *AS_OF)
    value = json.loads(ran.out)
    assert list(value) == ["schema_version", "as_of", "not_judged", "cases"]
    assert value["schema_version"] == 2
    assert value["not_judged"] == []
    assert value["as_of"] == "2026-11-20T23:59:59.999999+00:00"
    lines = ran.out.splitlines()[1:-1]
    assert [json.loads(line.rstrip(",")) for line in lines] == value["cases"]
    empty = run("assess", "--format", "json", "--as-of", "2012-01-01").out
    assert json.loads(empty)["cases"] == []


@pytest.mark.parametrize(
    ("when", "written"),
    [
        ("2026-07-01", "2026-07-01T23:59:59.999999+01:00"),
        ("2026-07-01 12:00", "2026-07-01T12:00:00+01:00"),
        ("2026-07-01T12:00Z", "2026-07-01T13:00:00+01:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_as_of_is_a_moment_or_the_end_of_a_day(when: str, written: str) -> None:
    assert judged("KN-2026-0001", "--as-of", when)["as_of"] == written


def test_csv_has_a_row_for_each_row_of_json_and_the_same_values() -> None:
    rows = spreadsheet(run("assess", "--format", "csv", *AS_OF))
    expected = [(case, duty) for case in judged(*AS_OF)["cases"] for duty in case["duties"]]
    same = ("id", "title", "role", "force", "clause", "state", "breach", "started_by", "due")
    moments = ("due_on", "original_due_on", "governed_by", "met_at", "met_by", "days_late")
    for row, (case, duty) in zip(rows, expected, strict=True):
        assert (row["reference"], row["policy"], row["case_state"], row["stage"]) == (
            *(case[key] for key in ("reference", "policy", "state", "stage")),
        )
        for key in (*same, *moments, "occurrence"):
            assert row[key] == ("" if duty[key] is None else str(duty[key])), key
        for key in ("advice", "provisional", "ageing"):
            assert row[key] == ("true" if duty[key] else "false")
        late = duty["late"] or {"amount": "", "unit": ""}
        assert (row["late_amount"], row["late_unit"]) == (str(late["amount"]), late["unit"])
        assert bool(row["breach_history"]) == bool(duty["breach_history"])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("kn-2026-0002",), ["KN-2026-0002"]),
        ((FIRST,), ["KN-2026-0001"]),
        ((FIRST, "KN-2026-0001", "KN-2026-0002"), ["KN-2026-0001", "KN-2026-0002"]),
    ],
)
def test_cases_are_named_by_reference_or_file(names: tuple[str, ...], expected: list[str]) -> None:
    named = [str(FOUR / name) if "/" in name else name for name in names]
    assert references(judged(*named, *AS_OF)) == expected


def test_a_folder_means_the_cases_in_it() -> None:
    year = [path.stem for path in sorted(FOUR.glob("cases/2025/*.yaml"))]
    assert references(judged(FOUR / "cases" / "2025", *AS_OF)) == year
    assert references(judged(FOUR, *AS_OF)) == references(judged(*AS_OF))


@pytest.mark.parametrize("name", ["policies", "README.md", "/", "/etc/passwd", "cases/2025/x"])
def test_what_holds_no_case_of_the_log_is_wrong_usage(name: str) -> None:
    ran = run("assess", FOUR / name)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no case" in ran.err


def test_a_misspelt_reference_gets_a_suggestion() -> None:
    ran = run("assess", "KN-2026-0o01")
    assert ran.code == 2
    assert re.search(r"Did you mean KN-2026-00\d1\?", ran.err)


def test_the_table_shows_what_is_overdue_the_longest_first() -> None:
    out = run("assess", *AS_OF).out
    rows = [re.split(r" {2,}", line) for line in out.splitlines() if re.match("[A-Z]{2}-", line)]
    first_overdue = {row[0]: row[3] for row in reversed(rows) if row[2] == "overdue"}
    order = list(dict.fromkeys(row[0] for row in rows))
    with_overdue = [reference for reference in order if reference in first_overdue]
    assert with_overdue == order[: len(with_overdue)]
    assert len(with_overdue) > 2
    assert re.fullmatch(r"\d+ cases, \d+ open; \d+ overdue; .+\.", out.splitlines()[-1])


def test_the_table_hides_what_says_nothing_unless_asked() -> None:
    short = run("assess", "KN-2026-0001", *AS_OF).out
    long = run("assess", "KN-2026-0001", "--all", *AS_OF).out
    assert "not started" not in short
    assert "not started" in long
    assert "not started" not in run("assess", "KN-2026-0001", "--as-of", "2012-01-01").out


def test_a_breach_exits_with_1_only_where_asked() -> None:
    rows = {
        case["reference"]: {row["breach"] for row in case["duties"]}
        for case in judged(*AS_OF)["cases"]
    }
    breached = next(name for name, found in rows.items() if "breach" in found)
    over_guide = next(
        name for name, found in rows.items() if "over-guide" in found and "breach" not in found
    )
    for form in ("table", "json", "csv"):
        args = ("--format", form, *AS_OF)
        assert run("assess", breached, *args).code == 0
        assert run("assess", breached, *args, "--fail-on", "breach").code == 1
        assert run("assess", over_guide, *args, "--fail-on", "breach").code == 0


def faulty(log: Path) -> Ran:
    return run("assess", "--format", "json", *AS_OF, log=log)


def test_a_case_with_problems_is_not_judged_and_that_is_said(own_log: Path) -> None:
    path = own_log / FIRST
    path.write_text(path.read_text().replace("kind: disagreement", "kind: disagrement"))
    ran = faulty(own_log)
    assert ran.code == 1
    assert f"Not judged: {FIRST}, because it has problems." in ran.err
    left = set(references(judged(*AS_OF))) - set(references(json.loads(ran.out)))
    assert left == {"KN-2026-0001"}
    named = run("assess", "KN-2026-0001", *AS_OF, log=own_log)
    assert named.code == 1
    header, row, _, summary = named.out.splitlines()
    assert header.split() == ["CASE", "DUTY", "STATE", "DUE", "NOTE"]
    assert re.split("  +", row)[:3] == ["KN-2026-0001", "the whole case", "not judged"]
    assert "  line 17: events[0].kind: Expected one of the words allowed here" in row
    assert row.endswith(" [schema] And 1 problem more.")
    assert summary.startswith("0 cases, 0 open; 0 overdue; 0 breaches")
    assert summary.endswith(". 1 case not judged.")
    assert run("assess", "KN-2026-0002", *AS_OF, log=own_log).code == 0


def test_the_cases_of_a_faulty_policy_are_not_judged_and_that_is_said(own_log: Path) -> None:
    path = own_log / "policies" / "knowsley" / "2020-06.yaml"
    path.write_text(path.read_text().replace("role: chair", "role: chairs"))
    ran = faulty(own_log)
    assert ran.code == 1
    assert "because its policy, partnership or calendar has problems." in ran.err
    said = json.loads(ran.out)
    assert not any(name.startswith("KN") for name in references(said))
    assert {each["reference"][:2] for each in said["not_judged"]} == {"KN"}
    assert {problem["file"] for each in said["not_judged"] for problem in each["problems"]} == {
        "policies/knowsley/2020-06.yaml"
    }


def test_many_that_are_not_judged_are_counted(own_log: Path) -> None:
    for path in own_log.glob("cases/*/*.yaml"):
        path.write_text("no case\n")
    ran = faulty(own_log)
    assert (ran.code, json.loads(ran.out)["cases"]) == (1, [])
    assert re.search(r"Not judged: \d+ more\.", ran.err)
    assert ran.err.count("\n") == 12


def test_events_in_the_future_are_no_matter_here(own_log: Path) -> None:
    path = own_log / FIRST
    later = path.read_text().replace("2026-", "2126-").replace("KN-2126", "KN-2026")
    path.write_text(later)
    (case,) = judged("KN-2026-0001", "--as-of", "2020-01-01", log=own_log)["cases"]
    assert case["stage"] is None


def test_on_a_terminal_the_table_has_colour_and_fits() -> None:
    shown = run_on_terminal("assess", "BA-2026-0003", *AS_OF, columns=80)
    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert all(len(line.rstrip()) <= 80 for line in plain.splitlines())
    for words in ("BA-2026-0003  open, stage-1", "stage-1/resolve", "overdue: over guide"):
        assert words in plain


def test_colour_is_left_out_where_it_is_not_wanted() -> None:
    shown = run_on_terminal("assess", "BA-2026-0003", *AS_OF, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)
