"""What every workflow keeps to: least rights, pinned actions, nobody's text in a command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.logs import REPOSITORY
from tests.workflows.files import NAMES, OWN_ACTIONS, PATHS, jobs, steps, workflow

INSTALL = "./.github/actions/install"
DOCUMENT = REPOSITORY / "docs" / "workflows.md"
PINNED = re.compile(r"uses: (?P<action>\S+)@(?P<hash>[0-9a-f]{40}) # (?P<release>v\S+)")
ROW = re.compile(
    r"^\| `(?P<file>[\w-]+\.yml)` \| `(?P<job>[\w-]+)` \| (?P<rights>.+) \|$", re.MULTILINE
)


def allowed() -> set[tuple[str, str, str]]:
    """Read the list of actions, releases and commits."""
    lines = Path(__file__).with_name("actions.txt").read_text("utf-8")
    rows = (line.split() for line in lines.splitlines() if not line.startswith("#"))
    return {(action, release, commit) for action, release, commit in rows}


def test_there_are_workflows_and_nothing_else_beside_them() -> None:
    assert NAMES == (
        "audit.yml",
        "calendars.yml",
        "check.yml",
        "effect-card.yml",
        "fold.yml",
        "history.yml",
        "nightly.yml",
        "overdue.yml",
        "publish.yml",
        "verify.yml",
        "watch.yml",
    )


@pytest.mark.parametrize("path", [*PATHS, *OWN_ACTIONS], ids=lambda path: path.parent.name)
def test_every_action_is_one_of_the_list_at_the_commit_of_its_release(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        if own := re.search(r"uses: \./(?P<place>\S+)$", line):
            assert REPOSITORY / own["place"] / "action.yml" in OWN_ACTIONS, line
            continue
        pinned = PINNED.search(line)
        assert pinned, line
        action = "/".join(pinned["action"].split("/")[:2])
        assert (action, pinned["release"], pinned["hash"]) in allowed(), line


@pytest.mark.parametrize("path", [*PATHS, *OWN_ACTIONS], ids=lambda path: path.parent.name)
def test_a_file_begins_with_what_it_does_and_what_it_may_touch(path: Path) -> None:
    head: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            break
        head.append(line.removeprefix("# "))
    words = " ".join(head)
    assert len(words.split()) > 30
    assert re.search(r"\. It may (read|write) ", words), words


def test_rights_are_given_by_job_and_exactly_those_documented() -> None:
    documented = {
        (row["file"], row["job"]): sorted(re.findall(r"`([\w-]+: \w+)`", row["rights"]))
        for row in ROW.finditer(DOCUMENT.read_text("utf-8"))
    }
    written = {
        (name, job): sorted(
            f"{right}: {degree}" for right, degree in content["permissions"].items()
        )
        for name, job, content in jobs()
    }
    assert written == documented
    assert all(workflow(name)["permissions"] == {} for name in NAMES)


def test_nothing_is_put_into_a_command_but_through_its_environment() -> None:
    for place, step in steps():
        assert "${{" not in step.get("run", ""), place


@pytest.mark.parametrize("name", NAMES)
def test_what_must_not_run_twice_or_for_ever_does_not(name: str) -> None:
    assert workflow(name)["concurrency"]["group"]
    for job in workflow(name)["jobs"].values():
        assert job["timeout-minutes"] <= 60


def test_a_schedule_with_an_hour_means_the_hour_in_england_summer_and_winter() -> None:
    named = [(name, each) for name in NAMES for each in workflow(name)["on"].get("schedule") or ()]
    assert len(named) > 6
    for name, each in named:
        is_hourly = each["cron"].split()[1] == "*"
        assert each.get("timezone") == (None if is_hourly else "Europe/London"), name


def test_no_checkout_leaves_a_token_behind() -> None:
    for place, step in steps():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, place


def test_a_token_is_given_to_a_step_and_never_to_a_whole_job() -> None:
    for name, job, content in jobs():
        assert "token" not in str(content.get("env", {})).lower(), (name, job)
        assert "env" not in workflow(name), name


def test_a_run_of_the_bot_is_never_cut_off_by_the_next() -> None:
    for name in (
        "overdue.yml",
        "watch.yml",
        "publish.yml",
        "calendars.yml",
        "effect-card.yml",
        "fold.yml",
    ):
        assert workflow(name)["concurrency"]["cancel-in-progress"] is False


def test_a_rehearsal_of_the_bot_never_takes_the_place_of_a_run() -> None:
    group = workflow("overdue.yml")["concurrency"]["group"]
    assert group == (
        "${{ (inputs.dry_run || inputs.as_of != '') && "
        "format('overdue-rehearsal-{0}', github.run_id) || 'overdue' }}"
    )


def test_the_card_of_one_copy_never_waits_in_the_place_of_another_copy_s() -> None:
    group = workflow("effect-card.yml")["concurrency"]["group"]
    assert "workflow_run.head_repository.full_name" in group
    assert "workflow_run.head_branch" in group


def test_only_the_check_runs_what_a_pull_request_brings() -> None:
    assert [name for name in NAMES if "pull_request" in workflow(name)["on"]] == ["check.yml"]
    assert not any("pull_request_target" in workflow(name)["on"] for name in NAMES)
    assert all(_is_reading(job) for job in workflow("check.yml")["jobs"].values())


def test_no_job_of_the_check_is_left_out_whatever_happens_to_a_pull_request() -> None:
    """A job that an `if:` skips counts as passed, for a pull request to another branch too."""
    check = workflow("check.yml")
    assert set(check["on"]["pull_request"]) == {"types"}
    assert set(check["on"]["pull_request"]["types"]) == {
        *("opened", "synchronize", "reopened", "edited", "labeled", "unlabeled"),
    }
    assert check["on"]["merge_group"] == {"types": ["checks_requested"]}
    for job in check["jobs"].values():
        assert "if" not in job
        assert "needs" not in job


def test_each_entry_of_a_merge_queue_is_checked_by_itself_and_from_its_own_base() -> None:
    check = workflow("check.yml")
    assert "github.event.merge_group.head_ref" in check["concurrency"]["group"]
    compared = [
        job for job in check["jobs"].values() if any("BASE" in str(step) for step in job["steps"])
    ]
    assert len(compared) >= 2
    for job in compared:
        assert "github.event.merge_group.base_sha" in job["env"]["BASE"]
        (depth,) = [
            step["with"]["fetch-depth"]
            for step in job["steps"]
            if "actions/checkout@" in step.get("uses", "")
        ]
        assert depth == 0


def test_what_judges_by_history_checks_it_out_whole() -> None:
    asked = re.compile(r"escalog (history|verify|effect|may-merge|sync|fold)\b")
    judges = {
        (name, job): [
            step["with"].get("fetch-depth")
            for step in content["steps"]
            if step.get("uses", "").startswith("actions/checkout@")
        ]
        for name, job, content in jobs()
        if any(asked.search(step.get("run", "")) for step in content["steps"])
    }
    assert len(judges) >= 6
    assert {depth for depths in judges.values() for depth in depths} == {0}


def test_the_jobs_to_be_required_are_documented() -> None:
    document = " ".join(DOCUMENT.read_text("utf-8").split())
    for job in workflow("check.yml")["jobs"].values():
        assert f"*{job['name']}" in document


def _is_reading(job: dict[str, Any]) -> bool:
    return set(job["permissions"].values()) == {"read"}


def test_the_trusted_half_of_the_card_checks_out_the_main_branch_and_nothing_else() -> None:
    for job in workflow("effect-card.yml")["jobs"].values():
        checkouts = [step for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
        assert [step["with"]["ref"] for step in checkouts] == ["main"]
    assert workflow("effect-card.yml")["on"]["workflow_run"]["workflows"] == [
        workflow("check.yml")["name"]
    ]


def test_a_token_of_one_s_own_is_kept_in_an_environment_and_given_to_one_step() -> None:
    """Only the branches that an environment names are given its secrets."""
    given = [
        (name, job, content.get("environment"))
        for name, job, content in jobs()
        for step in content["steps"]
        if "secrets." in str(step)
    ]
    assert given == [("effect-card.yml", "merge", "auto-merge")]


def test_the_tool_is_tested_on_the_oldest_python_that_it_may_meet_and_on_a_newer() -> None:
    job = workflow("check.yml")["jobs"]["tooling"]
    oldest, newer = job["strategy"]["matrix"]["python"]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={oldest}"
    assert newer == "3.13"
    set_up = [step for step in job["steps"] if "setup-python" in step.get("uses", "")]
    assert [step["with"]["python-version"] for step in set_up] == ["${{ matrix.python }}"]
    document = " ".join(DOCUMENT.read_text("utf-8").split())
    for version in (oldest, newer):
        assert f"*{job['name']} ({version})*" in document


def test_only_what_builds_a_site_installs_a_site_builder() -> None:
    installs = {
        (name, job): [
            step.get("with", {}).get("lock") == "site"
            for step in content["steps"]
            if step.get("uses") == INSTALL
        ]
        for name, job, content in jobs()
    }
    builders = {
        (name, job)
        for name, job, content in jobs()
        if any("mkdocs build" in step.get("run", "") for step in content["steps"])
    }
    assert builders == {("publish.yml", "public"), ("publish.yml", "restricted")}
    assert {place for place, is_with_site in installs.items() if any(is_with_site)} == builders
    assert len([place for place in installs if installs[place]]) > len(builders)


def test_what_writes_runs_on_the_main_branch_only() -> None:
    for name, job, content in jobs():
        if name in ("check.yml", "effect-card.yml") or "needs" in content:
            continue
        condition, _, further = content["if"].partition(" && ")
        assert condition == "github.ref == 'refs/heads/main'", (name, job)
        assert not further or (further[0], further[-1]) == ("(", ")"), (name, job)
