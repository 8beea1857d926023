"""The proxy refuses what GitHub's description does not allow, and the test fails."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.asking import client
from tests.bot.bench.contract import Contract, operation
from tests.bot.bench.github import GitHub
from tests.bot.bench.parts import Parts
from tests.bot.bench.runs import Run

ISSUES = "/repos/example-partnership/escalation-log/issues"


@pytest.mark.parametrize(
    ("method", "place", "sent", "because"),
    [
        ("POST", "/issues", {"title": ["One"]}, "title"),
        ("POST", "/issues", {"body": "One"}, "'title' is a required property"),
        ("POST", "/issues", {"title": "One", "labels": "ours"}, "labels"),
        ("POST", "/issues", {"title": "One", "colour": "red"}, "'colour' of the body"),
        ("PATCH", "/issues/1", {"state": "shut"}, "state"),
        ("PATCH", "/issues/one", {"state": "closed"}, "issue_number"),
        ("POST", "/issues/1/comments", {"text": "Said"}, "'body' is a required property"),
        ("POST", "/issues/1/assignees", {"assignees": "example-team"}, "assignees"),
        ("GET", "/issues?state=shut", None, "shut"),
        ("GET", "/issues?label=ours", None, "'label' is not described"),
        ("GET", "/issues?per_page=many", None, "per_page"),
        ("GET", "/secrets", None, "no operation that the bench knows"),
        ("PUT", "/issues/1", {"title": "One"}, "no operation that the bench knows"),
    ],
)
def test_a_malformed_request_breaks_the_contract(
    github: GitHub, method: str, place: str, sent: dict[str, Any] | None, because: str
) -> None:
    with client(github) as asking:
        assert asking.request(method, place, json=sent).status_code in {400, 404}
    (broken,) = {each for each in github.take_violations() if because in each}
    assert broken.startswith(f"request: {method} /repos/{github.repository}")
    assert github.issues() == []


def test_a_body_that_is_no_json_breaks_the_contract(github: GitHub) -> None:
    with client(github) as asking:
        asking.post("/issues", content=b"{", headers={"content-type": "application/json"})
    assert any("no JSON" in each for each in github.take_violations())


@pytest.mark.parametrize(
    ("name", "value"),
    [("user-agent", ""), ("accept", "text/html"), ("x-github-api-version", "2008-04-10")],
)
def test_a_header_that_github_would_not_take_breaks_the_contract(
    github: GitHub, name: str, value: str
) -> None:
    with client(github) as asking:
        asking.get("/issues", headers={name: value})
    assert len(github.take_violations()) == 1


def test_a_reply_that_github_would_not_give_breaks_the_contract(parts: Parts) -> None:
    contract = Contract(parts.description)
    listing = operation("GET", ISSUES)
    assert listing is not None
    assert contract.reply_problems(listing, status=200, body=b"[]") == ()
    assert contract.reply_problems(listing, status=200, body=b"{}") != ()
    assert contract.reply_problems(listing, status=200, body=b'[{"number": 1}]') != ()
    assert contract.reply_problems(listing, status=204, body=b"") == ("204 is not described",)
    assert contract.reply_problems(listing, status=502, body=b"<html>") == ()


def test_every_reply_of_the_bench_keeps_the_contract(github: GitHub) -> None:
    github.settings.pages_are_public = True
    github.add_run(Run(workflow="overdue.yml", at="2026-03-09T09:00:00Z"))
    github.add_run(Run(workflow="overdue.yml", at="2026-03-09T10:00:00Z", conclusion="failure"))
    token = github.mint(
        issues="write", pull_requests="write", contents="write", pages="read", actions="read"
    )
    with client(github, token) as asking:
        main = asking.get("/git/ref/heads/main").json()["object"]["sha"]
        change = {"ref": "refs/heads/new/calendars", "sha": main}
        assert asking.post("/git/refs", json=change).status_code == 201
        written = {"message": "New", "content": "TmV3", "branch": "new/calendars"}
        assert asking.put("/contents/policies/new.yaml", json=written).status_code == 201
        wanted = {"title": "New", "head": "new/calendars", "base": "main", "body": "New"}
        assert asking.post("/pulls", json=wanted).status_code == 201
        assert len(asking.get("/pulls?state=open").json()) == 1
        assert asking.get("/pulls/1").json()["number"] == 1
        said = asking.post("/issues/1/comments", json={"body": "A card"})
        assert said.status_code == 201
        assert asking.get(said.json()["url"]).json()["body"] == "A card"
        assert asking.get("/pages").json()["public"] is True
        runs = asking.get("/actions/workflows/overdue.yml/runs?status=success&per_page=1").json()
        assert [each["created_at"] for each in runs["workflow_runs"]] == ["2026-03-09T09:00:00Z"]
        assert asking.get("/actions/runs/2").json()["conclusion"] == "failure"
        assert asking.get("/labels").json() == []
    assert all(call.status is not None and call.status < 300 for call in github.calls)
