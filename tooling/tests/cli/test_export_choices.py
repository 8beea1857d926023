"""Exports of some cases: by name, by policy, by agency; and what is refused."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import run, spreadsheet
from tests.logs import FOUR

AS_OF = ("--as-of", "2026-11-22 12:00")


def cases(*words: str) -> list[dict[str, object]]:
    ran = run("export", "--format", "json", *AS_OF, *words)
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, object]] = json.loads(ran.out)["cases"]
    return found


def test_a_name_a_policy_and_an_agency_each_choose_some_of_all() -> None:
    everything = cases()
    assert cases("KN-2026-0008", "BA-2026-0003") == [
        case for case in everything if case["reference"] in ("KN-2026-0008", "BA-2026-0003")
    ]
    assert cases("--policy", "barnsley") == [
        case for case in everything if str(case["policy"]).startswith("barnsley@")
    ]
    of_housing = cases("--agency", "housing", "--policy", "knowsley")
    assert of_housing
    assert all("housing" in str([case["raising"], case["receiving"]]) for case in of_housing)
    assert cases("--agency", "partnership") == everything


def test_a_spreadsheet_has_the_same_cases() -> None:
    ran = run("export", "--format", "csv", *AS_OF, "--agency", "housing")
    rows = {row["reference"] for row in spreadsheet(ran)}
    assert rows == {case["reference"] for case in cases("--agency", "housing")}


def test_a_case_that_had_not_begun_is_in_none() -> None:
    for form in ("json", "csv", "ics", "atom"):
        ran = run("export", "--format", form, "KN-2026-0008", "--as-of", "2026-01-01")
        assert ran.code == 0
        assert "KN-2026-0008:" not in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "ics", "--agency", "hosing"), "'hosing' is not in this log. Known: chil"),
        (("--format", "atom", "--policy", "nowsley"), "'nowsley' is not in this log. Known: barn"),
        (("--format", "json", "KN-2026-9999"), "There is no case 'KN-2026-9999' in this log."),
        (
            ("--format", "site", "--to", "nowhere", "--policy", "knowsley"),
            "A site has all cases: name no case, policy or agency.",
        ),
        (("--format", "ics", "--public"), "--public is for --format site."),
    ],
)
def test_what_is_unknown_or_makes_no_sense_is_refused(words: tuple[str, ...], said: str) -> None:
    ran = run("export", *words)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())


def test_a_feed_is_named_for_what_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOUR)
    ran = run("export", "--format", "atom", *AS_OF, "KN-2026-0001", "cases/2025")
    assert "<id>tag:escalation-log.invalid,2026:overdue/KN-2026-0001-cases/2025</id>" in ran.out
