"""The real watch.yml, publish.yml and calendars.yml."""

from __future__ import annotations

import json

import pytest

from escalation_log.bot.watched import DOING, UNJUDGED_STEP
from tests.bot.bench.runs import Run
from tests.bot.bench.workflows import Ran, Workflows
from tests.bot.committing import committed
from tests.bot.test_watch import LONG_AGO, bad, lately, ran
from tests.log.feeds import feed
from tests.thoroughness import whole

# The steps of publish.yml that matter here take a file for a site; building has its own tests.
BUILDING = """#!/bin/sh
case "$*" in *public*) folder=build/public;; *) folder=build/site;; esac
mkdir -p "$folder"
echo "$folder" > "$folder/index.html"
"""
# The parts of the engine come from a registry, which tests do not ask here.
INSTALLING = """#!/bin/sh
test "$*" = "ci --prefix build/engine --cache build/npm --prefer-offline" &&
test -f build/engine/package-lock.json
"""
FETCHING = """#!/bin/sh
while [ $# -gt 0 ]; do
  if [ "$1" = --output ]; then cp "{feed}" "$2"; fi
  last="$1"
  shift
done
echo "asked $last"
"""


def test_the_watch_speaks_up_and_takes_it_back(workflows: Workflows) -> None:
    committed(workflows)
    now = lately()
    silent = ["overdue.yml", "verify.yml"]
    while silent:
        (ran,) = workflows.run("watch.yml", "schedule")
        assert not ran.succeeded
        issues = [each for each in workflows.github.issues() if each["state"] == "open"]
        assert [each["title"].split()[-7] for each in issues] == silent
        heard = silent.pop()
        workflows.github.add_run(Run(workflow=heard, at=f"{now:%Y-%m-%dT%H:%M:%SZ}"))
    (ran,) = workflows.run("watch.yml", "schedule")
    assert ran.succeeded, ran.log
    assert {each["state"] for each in workflows.github.issues()} == {"closed"}


@pytest.mark.parametrize(
    ("failed", "begins"),
    [(DOING, "The escalation bot fails:"), (UNJUDGED_STEP, "Not every case can be judged:")],
)
def test_the_watch_tells_what_fails_from_what_could_not_judge_every_case(
    failed: str, begins: str, workflows: Workflows
) -> None:
    committed(workflows)
    workflows.github.add_run(ran(LONG_AGO))
    workflows.github.add_run(bad(failed))
    workflows.github.add_run(Run(workflow="verify.yml", at=f"{lately():%Y-%m-%dT%H:%M:%SZ}"))
    (run,) = workflows.run("watch.yml", "schedule")
    assert not run.succeeded
    (issue,) = workflows.github.issues()
    assert issue["title"].startswith(begins)


def publish(workflows: Workflows, **variables: str) -> dict[str, Ran]:
    committed(workflows, more=("site/engine",))
    workflows.programs |= {"mkdocs": BUILDING, "npm": INSTALLING}
    payload = {"ref": "refs/heads/main"}
    ran = workflows.run("publish.yml", "push", payload=payload, variables=variables)
    return {each.job: each for each in ran}


def published(workflows: Workflows) -> str:
    return (workflows.published / "index.html").read_text("utf-8").strip()


def artifacts(workflows: Workflows) -> list[str]:
    if not workflows.artifacts.exists():
        return []
    return sorted(each.name for each in workflows.artifacts.iterdir())


def test_left_alone_it_publishes_the_public_site_and_keeps_nothing_of_the_other(
    workflows: Workflows,
) -> None:
    ran = publish(workflows)
    assert all(each.succeeded for each in ran.values()), [each.log for each in ran.values()]
    assert published(workflows) == "build/public"
    assert artifacts(workflows) == ["github-pages"]
    assert not workflows.github.calls


@pytest.mark.parametrize("public", [True, whole(None)])
def test_the_restricted_site_is_not_published_where_pages_are_public(
    workflows: Workflows, public: bool | None
) -> None:
    workflows.github.settings.pages_are_public = public
    ran = publish(workflows, ESCALOG_PAGES="restricted")
    assert ran["public"].succeeded
    assert not ran["restricted"].succeeded
    assert "The restricted site must not go there." in ran["restricted"].output
    assert "deploy" not in ran
    assert artifacts(workflows) == []
    assert not workflows.published.exists()


@pytest.mark.nightly
def test_the_restricted_site_is_published_where_pages_have_access_control(
    workflows: Workflows,
) -> None:
    workflows.github.settings.pages_are_public = False
    ran = publish(workflows, ESCALOG_PAGES="restricted")
    assert all(each.succeeded for each in ran.values()), [each.log for each in ran.values()]
    assert published(workflows) == "build/site"


def test_before_the_restricted_site_is_built_open_pull_requests_are_noted(
    workflows: Workflows,
) -> None:
    committed(workflows, more=("site/engine",))
    # What is built is the list itself: the pages that are made of it have tests of their own.
    noting = BUILDING + "cp build/open-changes.json $folder || true\n"
    workflows.programs |= {"mkdocs": noting, "npm": INSTALLING}
    workflows.repository.commit({}, to="change")
    number = workflows.github.open_pull("Zebedee rang back", head="change")["number"]
    workflows.github.settings.pull_files[number] = ("cases/2026/KN-2026-0001.yaml",)
    for variables in ({}, {"ESCALOG_RESTRICTED_ARTIFACT": "true"}):
        ran = workflows.run("publish.yml", "schedule", jobs=("restricted",), variables=variables)
        assert [each.skipped for each in ran] == [not variables]
    noted = (workflows.artifacts / "restricted-site" / "open-changes.json").read_text("utf-8")
    assert json.loads(noted)["cases"] == {"KN-2026-0001": [number]}
    assert "Zebedee" not in noted


@pytest.mark.nightly
def test_the_artifact_is_kept_in_a_private_repository_only_where_asked(
    workflows: Workflows,
) -> None:
    ran = publish(workflows, ESCALOG_PAGES="none", ESCALOG_RESTRICTED_ARTIFACT="true")
    assert ran["restricted"].succeeded, ran["restricted"].log
    assert artifacts(workflows) == ["restricted-site"]
    assert not workflows.published.exists()


@pytest.mark.nightly
def test_both_sites_are_really_built_and_the_public_one_has_no_case(workflows: Workflows) -> None:
    committed(workflows, more=("mkdocs.yml", "mkdocs.public.yml", "site"))
    workflows.programs["npm"] = INSTALLING
    ran = workflows.run(
        "publish.yml",
        "push",
        payload={"ref": "refs/heads/main"},
        variables={"ESCALOG_RESTRICTED_ARTIFACT": "true"},
    )
    assert all(each.succeeded for each in ran), [each.log for each in ran]
    restricted = workflows.artifacts / "restricted-site"
    assert (restricted / "cases" / "2026" / "KN-2026-0001.html").is_file()
    shown = [path for path in workflows.published.rglob("*") if path.is_file()]
    assert len(shown) > 20
    assert not any(b"KN-2026-" in path.read_bytes() for path in shown)


def test_bank_holidays_are_fetched_from_one_address_and_proposed(workflows: Workflows) -> None:
    committed(workflows)
    path = workflows.store.parent / "feed.json"
    path.write_text(json.dumps(feed(last=2029)))
    workflows.programs["curl"] = FETCHING.format(feed=path)
    for _ in range(2):
        (ran,) = workflows.run("calendars.yml", "schedule")
        assert ran.succeeded, ran.log
        assert "asked https://www.gov.uk/bank-holidays.json" in ran.output
    assert "The branch bank-holidays says so already." in ran.output
    (pull,) = workflows.github.pulls()
    assert pull["head"]["ref"] == "bank-holidays"
    shown = workflows.repository.show("bank-holidays", "policies/calendars/scotland.yaml")
    assert "published_to: 2029" in shown


def test_events_that_wait_are_folded_in_one_pull_request(workflows: Workflows) -> None:
    committed(workflows)
    workflows.repository.commit(
        {
            "cases/2026/KN-2026-0001/20260501T1000-learning-k3f9.yaml": "reference: KN-2026-0001\n"
            "event: {at: 2026-05-01, kind: learning, recorded: 2026-05-01 10:00}\n"
        }
    )
    (ran,) = workflows.run("fold.yml", "schedule")
    assert ran.succeeded, ran.log
    (pull,) = workflows.github.pulls()
    assert pull["head"]["ref"] == "fold"
