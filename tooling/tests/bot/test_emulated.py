"""The emulated GitHub does what GitHub does, as far as the bot and the workflows need it."""

from __future__ import annotations

import pytest

from tests.bot.asking import client
from tests.bot.bench.github import GitHub


def test_issues_are_opened_changed_assigned_and_commented_on(github: GitHub) -> None:
    with client(github) as asking:
        opened = asking.post("/issues", json={"title": "One", "labels": ["policy: knowsley"]})
        assert opened.status_code == 201
        assert opened.json()["user"]["login"] == github.account
        changed = asking.patch("/issues/1", json={"state": "closed", "state_reason": "completed"})
        assert changed.json()["state"] == "closed"
        given = asking.post("/issues/1/assignees", json={"assignees": ["example-team", "nobody-x"]})
        assert given.status_code == 201
        assert [each["login"] for each in given.json()["assignees"]] == ["example-team"]
        said = asking.post("/issues/1/comments", json={"body": "Said"})
        assert said.status_code == 201
        assert [each["body"] for each in asking.get("/issues/1/comments").json()] == ["Said"]
        assert asking.patch(f"/issues/comments/{said.json()['id']}", json={"body": "x"}).is_success
        assert asking.get("/issues/1").json()["comments"] == 1
        assert asking.get(f"{github.url}/repos/{github.repository}").json()["private"] is True
    assert [str(call) for call in github.calls][:2] == [
        f"POST /repos/{github.repository}/issues -> 201",
        f"PATCH /repos/{github.repository}/issues/1 -> 200",
    ]


def test_pages_of_the_list_stay_on_the_proxy_and_hold_pull_requests(github: GitHub) -> None:
    for number in range(1, 4):
        github.open_issue(f"Issue {number}", labels=["ours"])
    github.open_pull("A pull request", head="change", labels=("ours",))
    github.open_issue("Another", labels=["theirs"])
    with client(github) as asking:
        first = asking.get("/issues", params={"labels": "ours", "state": "all", "per_page": "2"})
        assert [each["number"] for each in first.json()] == [4, 3]
        assert "pull_request" in first.json()[0]
        following = first.links["next"]["url"]
        assert following.startswith(github.url)
        assert [each["number"] for each in asking.get(following).json()] == [2, 1]
    assert len(github.issues()) == 4


@pytest.mark.parametrize("token", ["bench", "unknown"])
def test_an_unknown_token_is_refused(github: GitHub, token: str) -> None:
    with client(github, token) as asking:
        assert asking.get("/issues").status_code == 401
