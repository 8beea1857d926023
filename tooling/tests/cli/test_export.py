"""The whole log for other programs, without what could tell of a child."""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run, spreadsheet
from tests.logs import FOUR

AS_OF = ("--as-of", "2026-11-20")


def exported(log: Path = FOUR) -> dict[str, Any]:
    ran = run("export", "--format", "json", *AS_OF, log=log)
    assert (ran.code, ran.err) == (0, "")
    value = json.loads(ran.out)
    assert isinstance(value, dict)
    return value


def test_json_has_every_case_as_assess_judges_it_with_its_header() -> None:
    value = exported()
    assert list(value) == [
        "schema_version",
        "generated_at",
        "as_of",
        "left_out",
        "not_judged",
        "cases",
    ]
    assert (value["schema_version"], value["left_out"]) == (2, [])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", value["generated_at"])
    assessed = json.loads(run("assess", "--format", "json", *AS_OF).out)
    assert value["as_of"] == assessed["as_of"]
    for case, judged in zip(value["cases"], assessed["cases"], strict=True):
        duties = [
            {key: value for key, value in duty.items() if key != "acting"}
            for duty in case["duties"]
        ]
        assert {**{key: case[key] for key in judged}, "duties": duties} == judged
        assert set(case) - set(judged) == {
            "opened_on",
            "theme",
            "urgency",
            "raising",
            "receiving",
            "links",
        }


def test_each_duty_names_the_agencies_that_must_act() -> None:
    cases = exported()["cases"]
    rows = spreadsheet(run("export", "--format", "csv", *AS_OF))
    duties = [(case, duty) for case in cases for duty in case["duties"]]
    for row, (case, duty) in zip(rows, duties, strict=True):
        assert row["acting"].split("; ") == duty["acting"]
        sides = [case["raising"]["agency"], *(party["agency"] for party in case["receiving"])]
        assert duty["acting"] == ["partnership"] or set(duty["acting"]) <= set(sides)
    acting = {(case["reference"], duty["id"]): duty["acting"] for case, duty in duties}
    (case,) = (case for case in cases if case["reference"] == "KN-2026-0001")
    raising, receiving = case["raising"]["agency"], case["receiving"][0]["agency"]
    assert acting["KN-2026-0001", "stage-1/raise"] == [raising]
    assert acting["KN-2026-0001", "stage-1/respond"] == [receiving]
    assert acting["KN-2026-0001", "stage-2/resolve"] == [raising, receiving]
    assert acting["KN-2026-0001", "stage-4/recommend"] == ["partnership"]


def test_csv_has_the_rows_of_assess_with_more_columns() -> None:
    mine = spreadsheet(run("export", "--format", "csv", *AS_OF))
    theirs = spreadsheet(run("assess", "--format", "csv", *AS_OF))
    headers = {case["reference"]: case for case in exported()["cases"]}
    for row, assessed in zip(mine, theirs, strict=True):
        assert {key: row[key] for key in assessed} == assessed
        header = headers[row["reference"]]
        assert row["opened_on"] == header["opened_on"]
        assert row["theme"] == header["theme"]
        assert row["raising_agency"] == header["raising"]["agency"]
        assert row["receiving_agencies"].split("; ") == [
            party["agency"] for party in header["receiving"]
        ]
        assert row["as_of"] == "2026-11-20T23:59:59.999999+00:00"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_nothing_tells_of_a_child_or_repeats_free_text(own_log: Path, form: str) -> None:
    out = run("export", "--format", form, *AS_OF, log=own_log).out
    for path in own_log.glob("cases/*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        secrets = re.findall(r"pseudonym: (\S+?),", text)
        secrets += re.findall(r"(?:note|action): (.+)", text)
        secrets += re.findall(r"(?:concern|outcome_sought): \|\n  (.+)", text)
        assert secrets
        for secret in secrets:
            assert secret not in out


def test_a_corrected_header_is_the_one_that_is_given(own_log: Path) -> None:
    path = own_log / "cases" / "2026" / "KN-2026-0001.yaml"
    text = path.read_text()
    theme = re.search(r"^theme: (.+)$", text, re.MULTILINE)
    assert theme is not None
    other = "communication" if theme[1] != "communication" else "accountability"
    path.write_text(
        f"{text}  - at: 2026-11-10 09:00\n    kind: header-correction\n"
        f"    correct: {{theme: {other}}}\n    reason: Chosen wrongly.\n"
    )
    themes = {}
    for as_of in ("2026-11-09", "2026-11-10"):
        value = json.loads(run("export", "--format", "json", "--as-of", as_of, log=own_log).out)
        themes[as_of] = next(
            case["theme"] for case in value["cases"] if case["reference"] == "KN-2026-0001"
        )
    assert themes == {"2026-11-09": theme[1], "2026-11-10": other}


def test_a_file_is_replaced_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "log.json"
    target.write_text("old")
    ran = run("export", "--format", "json", "--to", target, *AS_OF)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert json.loads(target.read_text())["cases"] == exported()["cases"]
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, own_log: Path) -> None:
    target = tmp_path / "to" / "log.json"
    target.parent.mkdir()
    target.write_text("old")
    for wrong in ("2026-10-25 01:30", "2026-03-29 01:30"):
        ran = run("export", "--format", "json", "--to", target, "--as-of", wrong, log=own_log)
        assert ran.code == 2
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_a_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    assert run("export", "--format", "csv", "--to", link, *AS_OF).code == 0
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8").startswith("\ufeffreference,policy,")


def test_a_place_that_cannot_be_written_is_named_as_it_was_typed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for form, target in (
        ("json", tmp_path / "missing" / "log.json"),
        ("site", tmp_path / "file" / "site"),
    ):
        ran = run("export", "--format", form, "--to", target, *AS_OF)
        assert ran.code == 3
        assert f"{target} cannot be written: N" in ran.err
        assert ".new" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    assert run("export", "--format", "csv", "--to", pipe, *AS_OF).code == 0
    reader.join(timeout=30)
    assert read[0].startswith("\ufeffreference,policy,")
    assert pipe.is_fifo()


def test_cases_that_are_not_judged_are_named(own_log: Path, tmp_path: Path) -> None:
    file = "cases/2026/KN-2026-0001.yaml"
    (own_log / file).write_text("- nothing\n")
    target = tmp_path / "log.json"
    ran = run("export", "--format", "json", "--to", target, *AS_OF, log=own_log)
    assert ran.code == 1
    assert f"Not judged: {file}" in ran.err
    said = json.loads(target.read_text())
    assert said["left_out"] == [file]
    (case,) = said["not_judged"]
    assert (case["file"], case["reference"]) == (file, "KN-2026-0001")
    assert [problem["rule"] for problem in case["problems"]] == ["yaml"]


def test_a_folder_is_no_file_and_a_format_must_be_named(tmp_path: Path) -> None:
    assert run("export", "--format", "json", "--to", tmp_path).code == 2
    assert run("export").code == 2
