"""The real overdue.yml: issues are opened once, and closed when a duty is met."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from escalation_log.bot.issue_plan import OVERVIEW, THE_LOG
from escalation_log.bot.watched import DOING, UNJUDGED_STEP
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.bench.workflows import Ran, Workflows
from tests.bot.committing import committed
from tests.cli.running import run
from tests.logs import FOUR, REPOSITORY

OVERDUE = "overdue.yml"
AS_OF = {"ESCALOG_AS_OF": "2026-11-20 12:00"}
MARK = re.compile(r"<!-- escalation-log case=(\S+) stage=(\S+) ")
CONFIRMED = """\
  - at: 2026-11-20 10:00
    kind: confirmed-in-writing
    by: receiving
"""
CASE = "cases/2026/BA-2026-0006.yaml"


def scheduled(workflows: Workflows, **variables: str) -> Ran:
    (ran,) = workflows.run(OVERDUE, "schedule", variables=variables)
    return ran


def stages_of(github: GitHub, *, state: str = "open") -> list[tuple[str, str]]:
    """Give the case and stage of every issue but the overview, by its mark."""
    marks = [MARK.search(issue["body"]) for issue in github.issues() if issue["state"] == state]
    assert all(marks)
    keys = sorted((mark[1], mark[2]) for mark in marks if mark)
    return [key for key in keys if key != (THE_LOG, OVERVIEW)]


def overdue_stages(log: Path, as_of: str) -> list[tuple[str, str]]:
    """Say by the assessment which stages have something overdue."""
    cases = json.loads(run("assess", "--as-of", as_of, "--format", "json", log=log).out)["cases"]
    return sorted(
        {
            (case["reference"], duty["id"].partition("/")[0])
            for case in cases
            for duty in case["duties"]
            if duty["state"] == "overdue"
        }
    )


def only(issues: Iterable[dict[str, object]], reference: str) -> dict[str, object]:
    (found,) = (issue for issue in issues if reference in str(issue["title"]))
    return found


def late_in(issues: Iterable[dict[str, object]]) -> int:
    """Read from the overview how many duties are late."""
    found = re.search(r"^- Late: (\d+)", str(only(issues, "overview")["body"]), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.mark.nightly
def test_it_opens_exactly_the_issues_of_a_sampled_log_and_then_nothing(
    workflows: Workflows, tmp_path: Path
) -> None:
    moment = AS_OF["ESCALOG_AS_OF"]
    log = tmp_path / "sample"
    sampled = run("sample", "--cases", "150", "--seed", "4", "--out", log, "--as-of", moment)
    assert sampled.code == 0, sampled.err
    committed(workflows, log)
    ran = scheduled(workflows, **AS_OF)
    assert ran.succeeded, ran.log
    wanted = overdue_stages(log, moment)
    assert len(wanted) > 3
    assert stages_of(workflows.github) == wanted
    workflows.github.forget_calls()
    again = scheduled(workflows, **AS_OF)
    assert again.succeeded, again.log
    assert not workflows.github.writes
    assert stages_of(workflows.github) == wanted


def test_a_commit_that_meets_a_duty_closes_its_issue_with_how_it_ended(
    workflows: Workflows,
) -> None:
    committed(workflows)
    ran = scheduled(workflows, **AS_OF)
    assert ran.succeeded, ran.log
    assert "Judged as of a chosen moment, not of the present." in ran.log
    assert stages_of(workflows.github) == overdue_stages(FOUR, AS_OF["ESCALOG_AS_OF"])
    before = workflows.github.issues()
    workflows.repository.commit({CASE: (FOUR / CASE).read_text("utf-8") + CONFIRMED})
    workflows.github.forget_calls()
    (after,) = workflows.run(OVERDUE, "push", payload={"ref": "refs/heads/main"}, variables=AS_OF)
    assert after.succeeded, after.log
    issue = only(workflows.github.issues(), "BA-2026-0006")
    assert issue["number"] == only(before, "BA-2026-0006")["number"]
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert "Friday 20 November 2026 at 10:00" in str(issue["body"])
    assert "late" in str(issue["body"])
    overview = only(workflows.github.issues(), "overview")
    assert f"- Late: {late_in(before) - 1} (" in str(overview["body"])
    # The issue that closes and the overview, each once.
    assert [write.path.rsplit("/", 1)[-1] for write in workflows.github.writes] == [
        str(overview["number"]),
        str(issue["number"]),
    ]


def test_issues_of_cases_that_are_gone_close_and_an_empty_log_is_refused(
    workflows: Workflows,
) -> None:
    committed(workflows)
    assert scheduled(workflows, **AS_OF).succeeded
    opened = stages_of(workflows.github)
    renamed = (FOUR / CASE).read_text("utf-8").replace("BA-2026-0006", "BA-2026-0066")
    workflows.repository.commit({CASE: None, CASE.replace("0006", "0066"): renamed})
    ran = scheduled(workflows, **AS_OF)
    assert ran.succeeded, ran.log
    assert stages_of(workflows.github) == sorted(
        (case.replace("BA-2026-0006", "BA-2026-0066"), stage) for case, stage in opened
    )
    old = only(workflows.github.issues(), "BA-2026-0006")
    assert (old["state"], old["title"]) == ("closed", "BA-2026-0006: is BA-2026-0066 now")
    workflows.repository.commit(
        dict.fromkeys(
            path.relative_to(FOUR).as_posix().replace("BA-2026-0006", "BA-2026-0066")
            for path in (FOUR / "cases").rglob("*.yaml")
        )
    )
    workflows.github.forget_calls()
    refused = scheduled(workflows, **AS_OF)
    assert not refused.succeeded
    assert "The log has no case at all" in refused.output
    assert not workflows.github.writes


@pytest.mark.nightly
def test_the_memory_goes_from_run_to_run_so_that_an_empty_list_doubles_nothing(
    workflows: Workflows,
) -> None:
    committed(workflows)
    assert scheduled(workflows, **AS_OF).succeeded
    opened = len(workflows.github.issues())
    assert opened
    workflows.github.forget_calls()
    workflows.github.inject(Fault(call=1, kind=Kind.EMPTY_LIST, times=1000))
    scheduled(workflows, **AS_OF)
    assert not workflows.github.writes
    assert len(workflows.github.issues()) == opened


@pytest.mark.nightly
def test_issues_deleted_on_purpose_are_forgotten_when_somebody_says_so(
    workflows: Workflows,
) -> None:
    """Emptied and called otherwise, an issue is as much gone as a deleted one."""
    committed(workflows)
    assert scheduled(workflows, **AS_OF).succeeded
    opened = len(workflows.github.issues())
    for number in range(1, opened + 1):
        workflows.github.edit(number, title="Gone", body="")
    refused = scheduled(workflows, **AS_OF)
    assert not refused.succeeded
    assert "`forget` ticked" in refused.output
    assert len(workflows.github.issues()) == opened
    anew = {"forget": "true", "as_of": "2024-01-01"}
    (ran,) = workflows.run(OVERDUE, "workflow_dispatch", inputs=anew)
    assert ran.succeeded, ran.log
    assert scheduled(workflows, ESCALOG_AS_OF="2024-01-01").succeeded
    assert scheduled(workflows, **AS_OF).succeeded
    assert len(workflows.github.issues()) == 2 * opened


@pytest.mark.nightly
def test_a_rehearsal_prints_the_plan_and_writes_nothing(workflows: Workflows) -> None:
    committed(workflows)
    (ran,) = workflows.run(
        OVERDUE, "workflow_dispatch", inputs={"dry_run": "true", "as_of": "2026-11-20 12:00"}
    )
    assert ran.succeeded, ran.log
    assert "open" in ran.output
    assert "BA-2026-0006" in ran.output
    assert not workflows.github.writes


def test_nobody_s_words_get_into_the_command(workflows: Workflows) -> None:
    committed(workflows)
    words = "2026-11-20'; echo broken-$((1+1)) #"
    (ran,) = workflows.run(OVERDUE, "workflow_dispatch", inputs={"as_of": words, "dry_run": "true"})
    assert not ran.succeeded
    assert "broken-2" not in ran.output
    assert "is no date and no moment" in ran.output


def test_from_another_branch_it_does_nothing(workflows: Workflows) -> None:
    committed(workflows)
    workflows.repository.commit({}, to="other")
    (ran,) = workflows.run(OVERDUE, "workflow_dispatch", ref="other")
    assert ran.skipped
    assert not workflows.github.calls


@pytest.mark.nightly
def test_a_run_that_could_not_finish_fails(workflows: Workflows) -> None:
    committed(workflows)
    workflows.github.inject(Fault(call=3, kind=Kind.FORBIDDEN_BEFORE, times=1000))
    ran = scheduled(workflows, **AS_OF)
    assert not ran.succeeded
    workflows.github.heal()
    assert scheduled(workflows, **AS_OF).succeeded
    assert stages_of(workflows.github) == overdue_stages(FOUR, AS_OF["ESCALOG_AS_OF"])


def test_a_case_that_cannot_be_judged_fails_the_run_at_its_last_step_alone(
    workflows: Workflows,
) -> None:
    """By these steps the watch knows such a run from one that failed, and from silence."""
    committed(workflows)
    workflows.repository.commit({CASE: "no case"})
    ran = scheduled(workflows, **AS_OF)
    assert not ran.succeeded
    assert "Not every case could be judged" in ran.log
    assert ("BA-2026-0006", "cannot-be-judged") in stages_of(workflows.github)
    assert list((workflows.store / "caches").iterdir())
    text = (REPOSITORY / ".github" / "workflows" / OVERDUE).read_text("utf-8")
    names = [step.get("name") for step in yaml.safe_load(text)["jobs"]["sync"]["steps"]]
    assert (names.count(DOING), names[-1]) == (1, UNJUDGED_STEP)


def test_another_account_takes_the_issues_over_and_nobody_touches_a_label(
    workflows: Workflows,
) -> None:
    """They were opened with a token of somebody's account; now the workflow's sees to them."""
    github = workflows.github
    environment = {**github.environment, "GITHUB_TOKEN": github.person}
    options = ("--as-of", AS_OF["ESCALOG_AS_OF"], "--account", "example-team")
    assert run("sync", *options, log=FOUR, environment=environment).code == 0
    opened = github.issues()
    assert {each["user"]["login"] for each in opened} == {"example-team"}
    committed(workflows)
    github.forget_calls()
    refused = scheduled(workflows, **AS_OF)
    assert not refused.succeeded
    assert "--account github-actions[bot],example-team" in " ".join(refused.output.split())
    assert not github.writes
    accounts = {"ESCALOG_ACCOUNT": "github-actions[bot], example-team"}
    assert scheduled(workflows, **AS_OF, **accounts).succeeded
    assert not github.writes
    workflows.repository.commit({CASE: (FOUR / CASE).read_text("utf-8") + CONFIRMED})
    assert scheduled(workflows, **AS_OF, **accounts).succeeded
    after = only(github.issues(), "BA-2026-0006")
    assert after["number"] == only(opened, "BA-2026-0006")["number"]
    assert after["state"] == "closed"
    assert [each["number"] for each in github.issues()] == [each["number"] for each in opened]
