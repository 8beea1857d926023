"""Invented logs: valid, realistic, the same for a seed, for policies nobody here has seen."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from escalation_log.model.assessments import DepartureRule
from escalation_log.model.event_kinds import EventKind
from escalation_log.sample.chance import Chance
from tests.cli.conftest import SAMPLED_AS_OF
from tests.cli.running import Ran, run
from tests.logs import FOUR
from tests.thoroughness import whole

EXAMPLES = Path(__file__).parents[1] / "examples"


def sample(
    out: Path, *, log: Path = FOUR, cases: int = 60, seed: int = 1, as_of: str | None = None
) -> Ran:
    options = () if as_of is None else ("--as-of", as_of)
    numbers = ("--cases", str(cases), "--seed", str(seed))
    return run("sample", *numbers, "--out", out, *options, log=log)


def check(log: Path, as_of: str) -> None:
    ran = run("check", "--as-of", as_of, "--format", "json", log=log)
    assert ran.code == 0
    found = json.loads(ran.out)["problems"]
    rules = {
        severity: {each["rule"] for each in found if each["severity"] == severity}
        for severity in ("problem", "warning", "departure")
    }
    assert rules["problem"] == set()
    # A contact may have been checked after the moment, and nobody may take over from an agency.
    assert rules["warning"] <= {
        "review-date",
        "panel-where-possible",
        "checked-already",
        "agency-ends",
    }
    assert rules["departure"] <= set(DepartureRule)


def loaded(log: Path) -> list[dict[str, Any]]:
    """Read all cases of a log, the quick way: a date alone becomes a date."""
    return [
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        for path in sorted(log.glob("cases/*/*.yaml"))
    ]


def same(one: Path, other: Path) -> bool:
    found = filecmp.dircmp(one, other)
    folders = [found.left_only, found.right_only, found.diff_files, found.funny_files]
    return not any(folders) and all(
        same(one / folder, other / folder) for folder in found.common_dirs
    )


def test_the_same_seed_gives_the_same_log_and_another_one_another(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6), ("four", -5)):
        assert sample(tmp_path / name, seed=seed).code == 0
    assert same(tmp_path / "one", tmp_path / "two")
    assert not same(tmp_path / "one", tmp_path / "three")
    assert not same(tmp_path / "one", tmp_path / "four")


def test_chance_is_the_same_on_every_machine() -> None:
    chance = Chance(1, "case", 7)
    assert [chance.below(1_000_000) for _ in range(5)] == [78318, 301598, 171408, 959664, 632145]


def test_every_case_passes_the_check(sampled: Path) -> None:
    check(sampled, SAMPLED_AS_OF)


@pytest.mark.parametrize(
    ("as_of", "seed"),
    [("2019-08-15", 11), ("2021-03-29 00:30", 12), ("2024-02-29", 13), ("2026-10-25 09:15", 14)],
)
def test_at_any_moment_every_case_passes_the_check(
    five_policies: Path, tmp_path: Path, as_of: str, seed: int
) -> None:
    drawn = sample(tmp_path / "log", log=five_policies, seed=seed, cases=100, as_of=as_of)
    assert drawn.code == 0
    check(tmp_path / "log", as_of)


def test_a_policy_that_nobody_here_has_seen_is_enough(fifth_policy: Path, tmp_path: Path) -> None:
    assert sample(tmp_path / "log", log=fifth_policy, cases=150).code == 0
    check(tmp_path / "log", SAMPLED_AS_OF)
    cases = loaded(tmp_path / "log")
    assert {case["policy"] for case in cases} == {"strathkell@2025-04"}
    assert {case["urgency"] for case in cases} == {"urgent", "standard"}


def test_the_log_stands_for_itself(sampled: Path, five_policies: Path) -> None:
    copied = sorted(path.relative_to(sampled) for path in sampled.glob("policies/*/*"))
    assert copied == sorted(
        path.relative_to(five_policies) for path in five_policies.glob("policies/*/*")
    )
    for path in copied:
        assert (sampled / path).read_bytes() == (five_policies / path).read_bytes()
    lock = (sampled / "policies" / "editions.lock").read_text()
    assert lock.count(" sha256:") == 5


def test_every_file_says_that_it_is_invented(sampled: Path) -> None:
    files = list(sampled.glob("cases/*/*.yaml"))
    assert len(files) >= 250
    for path in files:
        assert path.read_text().startswith("# Invented: no real child, practitioner or event.\n")


def test_references_follow_the_days_on_which_cases_opened(sampled: Path) -> None:
    opened: dict[str, list[tuple[int, str]]] = {}
    for case in loaded(sampled):
        prefix, year, number = case["reference"].split("-")
        day = str(min(str(event["at"]) for event in case["events"]))[:10]
        assert day.startswith(year)
        opened.setdefault(f"{prefix}-{year}", []).append((int(number), day))
    assert len(opened) > 12
    for days in opened.values():
        assert [number for number, _ in sorted(days)] == list(range(1, len(days) + 1))
        assert [day for _, day in sorted(days)] == sorted(day for _, day in days)


def test_cases_are_spread_over_everything_there_is(sampled: Path) -> None:
    cases = loaded(sampled)
    kinds = Counter(event["kind"] for case in cases for event in case["events"])
    rules = "\n".join(path.read_text("utf-8") for path in sampled.glob("policies/*/2*.yaml"))
    drawn = {kind for kind in EventKind if kind.row.own_fields or kind.row.turn}
    if "plannings:" not in rules:
        drawn.remove(EventKind.PLANNED)
    asked = {kind for kind in EventKind if re.search(rf"\bevent: .*\b{kind}\b", rules)}
    assert set(kinds) >= drawn | asked
    assert len(asked - drawn) >= 10
    policies = Counter(case["policy"] for case in cases)
    assert len(policies) == 5
    assert max(policies.values()) < 2 * min(policies.values())
    assert len({case["theme"] for case in cases}) > 15
    assert len({case["raising"]["agency"] for case in cases}) > 8
    assert any(isinstance(case["receiving"], list) for case in cases)
    assert any("children" in case for case in cases)
    assert any("links" in case for case in cases)
    events = [event for case in cases for event in case["events"]]
    assert any("recorded" in event for event in events)
    assert any(isinstance(event["at"], date) for event in events)
    assert any("stage" in event for event in events)
    assert {event.get("reason") for event in events} >= {"immediate-risk", "significant-concern"}


def test_the_log_shows_every_state_and_every_way_of_being_late(sampled: Path) -> None:
    ran = run("assess", "--format", "json", "--as-of", SAMPLED_AS_OF, log=sampled)
    cases = json.loads(ran.out)["cases"]
    rows = [row for case in cases for row in case["duties"]]
    assert {case["state"] for case in cases} == {"open", "resolved", "withdrawn", "concluded"}
    # None of these policies asks for anything at once.
    assert {row["state"] for row in rows} - {"due-now"} == {
        *("not-started", "running", "due-soon", "overdue", "outstanding"),
        *("met", "met-late", "lapsed", "no-record", "not-applicable"),
    }
    assert any(row["does_not_count"] for row in rows)
    assert any(row["disputed"] for row in rows)
    assert {each["rule"] for case in cases for each in case["departures"]} >= {"move", "order"}
    assert {row["breach"] for row in rows} == {"none", "breach", "over-guide", "over-guide-agreed"}
    assert {row["governed_by"] for row in rows} == {
        *("limit", "protective-timescale", "extension", None),
    }
    assert any(row["breach_history"] for row in rows)
    timed = [row for row in rows if row["due"] is not None]
    late = sum(row["breach"] != "none" for row in timed)
    assert 0.1 < late / len(timed) < 0.5
    still_open = sum(case["state"] == "open" for case in cases)
    assert 0.1 < still_open / len(cases) < 0.5


def test_nothing_happens_after_the_moment_of_the_log(sampled: Path) -> None:
    for path in sampled.glob("cases/*/*.yaml"):
        for when in re.findall(r"(?:at|recorded): (\d{4}-\d\d-\d\d)", path.read_text()):
            assert when <= SAMPLED_AS_OF


def test_the_clock_is_not_asked_for_the_moment(tmp_path: Path) -> None:
    assert sample(tmp_path / "one").code == 0
    assert sample(tmp_path / "two", as_of=SAMPLED_AS_OF).code == 0
    assert same(tmp_path / "one", tmp_path / "two")


def test_no_cases_are_a_log_too(tmp_path: Path) -> None:
    ran = sample(tmp_path / "log", cases=0)
    said = f"0 invented cases are in {tmp_path / 'log'}, as of 2026-06-30.\n"
    assert (ran.code, ran.out) == (0, said)
    check(tmp_path / "log", SAMPLED_AS_OF)


def test_an_empty_folder_is_filled_and_any_other_refused(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    assert sample(tmp_path / "log", cases=1).code == 0
    ran = sample(tmp_path / "log", cases=1)
    assert ran.code == 2
    assert "is not empty" in ran.err
    (tmp_path / "file").write_text("")
    assert sample(tmp_path / "file", cases=1).code == 2


def test_before_every_edition_no_case_can_open(tmp_path: Path) -> None:
    ran = sample(tmp_path / "log", as_of="2012-06-01")
    assert ran.code == 3
    assert "No edition of a policy was in force by then" in ran.err
    assert not (tmp_path / "log").exists()


def test_faulty_policies_are_not_used(own_log: Path, tmp_path: Path) -> None:
    path = own_log / "policies" / "knowsley" / "2020-06.yaml"
    path.write_text(path.read_text().replace("role: chair", "role: chairs"))
    ran = sample(tmp_path / "out", log=own_log)
    assert ran.code == 3
    assert "knowsley@2020-06: cannot be used" in ran.err


def test_more_cases_than_references_can_name_are_refused(own_log: Path, tmp_path: Path) -> None:
    for name in ("barnsley", "knowsley", "city-and-hackney"):
        for path in (own_log / "policies" / name).iterdir():
            path.unlink()
    (own_log / "policies" / "editions.lock").unlink()
    ran = sample(tmp_path / "out", log=own_log, cases=90_000)
    assert ran.code == 3
    assert "More than 9999 cases would open in 20" in ran.err
    assert not (tmp_path / "out").exists()


def test_editions_follow_one_another_and_members_come_and_go(
    fifth_policy: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    for path in fifth_policy.glob("policies/*/*"):
        copy = log / path.relative_to(fifth_policy)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    first = (log / "policies" / "strathkell" / "2025-04.yaml").read_text()
    editions = {
        "2026-01": first.replace("effective_from: 2025-04-01", "effective_from: 2026-01-01"),
        "2025-04.1": first.replace("title: Res", "corrects: 2025-04\ntitle: Res", 1),
        # By its day the edition that it corrects is superseded, so that no case opens under it.
        "2025-04.2": first.replace("title: Res", "corrects: 2025-04\ntitle: Res", 1).replace(
            "effective_from: 2025-04-01", "effective_from: 2026-02-01"
        ),
    }
    for version, text in editions.items():
        path = log / "policies" / "strathkell" / f"{version}.yaml"
        path.write_text(text.replace("version: 2025-04\n", f"version: {version}\n"))
    out = tmp_path / "out"
    assert sample(out, log=log, cases=300).code == 0
    check(out, SAMPLED_AS_OF)
    seen = Counter(case["policy"] for case in loaded(out))
    assert set(seen) == {"strathkell@2025-04", "strathkell@2025-04.1", "strathkell@2026-01"}
    by_agency: dict[str, list[str]] = {}
    for case in loaded(out):
        opened = str(min(str(event["at"]) for event in case["events"]))[:10]
        by_agency.setdefault(case["raising"]["agency"], []).append(opened)
    assert max(by_agency["school-nursing"]) <= "2026-03-31"
    assert min(by_agency["family-nursing"]) >= "2026-04-01"


@pytest.mark.parametrize("cases", [200, whole(1000)])
def test_a_thousand_cases_take_seconds_of_a_processor(cases: int, tmp_path: Path) -> None:
    began = time.process_time()
    assert sample(tmp_path / "log", cases=cases).code == 0
    assert time.process_time() - began < 2 + 18 * cases / 1000


@pytest.mark.parametrize("linked", ["policies/harbour/policy.md", "policies/harbour/more.yaml"])
def test_nothing_is_copied_through_a_link(tmp_path: Path, linked: str) -> None:
    log, secret = tmp_path / "log", tmp_path / "secret.txt"
    shutil.copytree(EXAMPLES / "base", log)
    secret.write_text("secret")
    (log / linked).symlink_to(secret)
    ran = sample(tmp_path / "out", log=log)
    assert ran.code == 3
    assert "secret" not in ran.out + ran.err
    assert not (tmp_path / "out").exists()


def test_a_link_within_the_log_is_named_and_not_copied(tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(EXAMPLES / "base", log)
    (log / "elsewhere.md").write_text("# A policy\n")
    (log / "policies" / "harbour" / "policy.md").symlink_to("../../elsewhere.md")
    ran = sample(tmp_path / "out", log=log)
    assert ran.code == 3
    assert "policies/harbour/policy.md: This is a link, and links are not followed." in ran.err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_policies_that_is_a_link_is_not_copied(tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(EXAMPLES / "base", log)
    (tmp_path / "quay").mkdir()
    (tmp_path / "quay" / "policy.md").write_text("secret")
    (log / "policies" / "quay").symlink_to(tmp_path / "quay")
    ran = sample(tmp_path / "out", log=log)
    assert (ran.code, ran.out) == (3, "")
    assert "policies/quay: This is a link, and links are not followed." in ran.err
    assert not (tmp_path / "out").exists()


def test_a_log_takes_an_empty_folder_but_not_the_one_it_is_called_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert sample(out, cases=1).code == 0
    ran = sample(out, cases=1)
    assert (ran.code, "is not empty. Name a new folder." in ran.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    ran = sample(Path(), cases=1)
    assert (ran.code, "take the place of this folder" in ran.err) == (2, True)
    assert list(here.iterdir()) == []
