"""Add what GitHub has and the emulator lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.bot.bench.backend import Backend
from tests.bot.bench.contract import Operation
from tests.bot.bench.emulator import REPOSITORY, SEED
from tests.bot.bench.graph import AutoMerge
from tests.bot.bench.operations import REPOSITORY as ANY
from tests.bot.bench.replies import Reply, invalid, refusal
from tests.bot.bench.runs import Runs
from tests.bot.bench.set_up import SetUp

ISSUES = f"{ANY}/issues"
ORDERS = {"updated": "updated_at", "comments": "comments", "created": "created_at"}


@dataclass(slots=True, kw_only=True)
class Additions:
    """What a test may set of the repository; `pages_are_public` is None where there are none.

    `pages_are_built` says by what. `merged` are the commits as which pull requests were merged, by
    number. `pull_files` are the files that each pull request changes, by its number; a pair is a
    file that was renamed, its former name first.

    GitHub has dropped assignees that cannot be assigned in silence, and has refused all for one:
    `assigns_all_or_none`. `locked` are issues whose conversation is locked, by number.
    """

    backend: Backend
    advertised: str
    issues_are_on: bool = True
    assigns_all_or_none: bool = False
    locked: set[int] = field(default_factory=set)
    pages_are_public: bool | None = None
    pages_are_built: str = "workflow"
    set_up: SetUp = field(default_factory=SetUp)
    runs: Runs = field(default_factory=Runs)
    auto_merge: AutoMerge = field(default_factory=AutoMerge)
    merged: dict[int, str] = field(default_factory=dict)
    pull_files: dict[int, tuple[str | tuple[str, str], ...]] = field(default_factory=dict)

    def answer(self, asked: Operation, query: str) -> Reply | None:
        """Answer what the emulator would not, or not as GitHub does."""
        address = f"{self.advertised}/repos/{REPOSITORY}"
        if of_set_up := self.set_up.answer(asked, dict(parse_qsl(query)), address):
            return of_set_up
        if asked.template.startswith(ISSUES) and not self.issues_are_on:
            return refusal(410, "Issues are disabled for this repo")
        if asked.method == "get" and asked.template == ISSUES:
            return self._issues(dict(parse_qsl(query)))
        if asked.template == f"{ANY}/pages":
            return self._pages()
        if asked.template.startswith(f"{ANY}/actions"):
            repository = self.backend.admin("GET", "")
            return self.runs.answer(asked, dict(parse_qsl(query)), repository)
        if asked.template == f"{ANY}/pulls/{{pull_number}}/files":
            return self._files(int(asked.named["pull_number"]), dict(parse_qsl(query)))
        return None

    def graph(self, body: bytes, login: str, granted: Mapping[str, str] | None) -> Reply:
        """Answer a question put to GraphQL."""
        pulls = self.backend.everything("/pulls", "state=open")
        (user,) = (each["user"] for each in pulls[:1])
        return self.auto_merge.answer(body, pulls, {**user, "login": login}, granted)

    def refusal(self, asked: Operation, sent: dict[str, Any]) -> Reply | None:
        """Refuse a comment to what is locked, and all assignees for one where GitHub is to."""
        place = f"{ISSUES}/{{issue_number}}/comments"
        if (asked.method, asked.template) == ("post", place):
            if int(asked.named["issue_number"]) in self.locked:
                return refusal(403, "Unable to create comment because issue is locked.")
            return None
        if not self.assigns_all_or_none or not asked.template.endswith("/assignees"):
            return None
        if self.body(asked, sent) == sent:
            return None
        return invalid("Issue", "assignees", "Could not add assignees: one of them is unknown")

    def body(self, asked: Operation, sent: dict[str, Any]) -> dict[str, Any]:
        """Drop what GitHub drops in silence: assignees that cannot be assigned."""
        if "assignees" not in sent or not asked.template.endswith("/assignees"):
            return sent
        known = {user["login"] for user in SEED["github"]["users"]}
        return sent | {"assignees": [each for each in sent["assignees"] if each in known]}

    def mended(self, asked: Operation, reply: Reply) -> Reply:
        """Give the status and the members that GitHub gives where the emulator does not."""
        if asked.template == ANY and reply.status == 200:
            counts = {"network_count": 0, "subscribers_count": 0}
            return reply.carrying(self.set_up.described({**counts, **reply.data}))
        if asked.template.endswith("/assignees") and asked.method == "post" and reply.status == 200:
            return Reply(status=201, body=reply.body, headers=reply.headers)
        if asked.template.endswith("/pulls/{pull_number}") and reply.status == 200:
            pull = reply.data
            said = self.backend.everything(f"/issues/{pull['number']}/comments")
            merging = self.auto_merge.enabled.get(pull["number"])
            return reply.carrying({**pull, "comments": len(said), "auto_merge": merging})
        if asked.template == f"{ANY}/pulls" and asked.method == "get" and reply.status == 200:
            return reply.carrying([self._as_merged(each) for each in reply.data])
        return reply

    def _as_merged(self, pull: dict[str, Any]) -> dict[str, Any]:
        if pull["number"] not in self.merged:
            return pull
        commit = self.merged[pull["number"]]
        return {**pull, "merged_at": pull["closed_at"], "merge_commit_sha": commit}

    def _issues(self, wanted: Mapping[str, str]) -> Reply:
        paging = {"page", "per_page"}
        filters = {key: value for key, value in wanted.items() if key not in paging}
        found = self.backend.everything("/issues", urlencode(filters))
        found += [
            as_issue(each)
            for each in self.backend.everything("/pulls", f"state={wanted.get('state', 'open')}")
            if _is_wanted(each, wanted)
        ]
        order = ORDERS[wanted.get("sort", "created")]
        found.sort(
            key=lambda each: (each[order], each["number"]),
            reverse=wanted.get("direction", "desc") == "desc",
        )
        return self._paged("/issues", found, wanted)

    def _paged(self, place: str, found: list[dict[str, Any]], wanted: Mapping[str, str]) -> Reply:
        size = min(100, max(1, int(wanted.get("per_page", "30"))))
        page = max(1, int(wanted.get("page", "1")))
        last = max(1, -(-len(found) // size))
        steps = {"prev": page - 1, "first": 1} if page > 1 else {}
        steps |= {"next": page + 1, "last": last} if page < last else {}
        full_name = self.backend.admin("GET", "")["full_name"] if steps else ""
        base = f"{self.advertised}/repos/{full_name}{place}"
        links = [
            f'<{base}?{urlencode({**wanted, "page": number})}>; rel="{name}"'
            for name, number in steps.items()
        ]
        headers = {"content-type": "application/json; charset=utf-8"}
        if links:
            headers["link"] = ", ".join(links)
        some = found[(page - 1) * size : page * size]
        return Reply(status=200, headers=headers).carrying(some)

    def _files(self, number: int, wanted: Mapping[str, str]) -> Reply:
        head = self.backend.admin("GET", f"/pulls/{number}")["head"]["sha"]
        files = [
            as_file(each, f"{self.advertised}/{head}") for each in self.pull_files.get(number, ())
        ]
        return self._paged(f"/pulls/{number}/files", files, wanted)

    def _pages(self) -> Reply:
        if self.pages_are_public is None:
            return refusal(404, "Not Found")
        page = {
            "url": f"{self.backend.admin('GET', '')['url']}/pages",
            "status": "built",
            "cname": None,
            "custom_404": False,
            "html_url": "https://pages.example/",
            "build_type": self.pages_are_built,
            "public": self.pages_are_public,
            "https_enforced": True,
        }
        return Reply(status=200).carrying(page)


def _is_wanted(pull: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    labels = {each["name"] for each in pull["labels"]}
    asked = {each.strip() for each in wanted.get("labels", "").split(",") if each.strip()}
    return (
        asked <= labels
        and wanted.get("creator", pull["user"]["login"]) == pull["user"]["login"]
        and pull["updated_at"] >= wanted.get("since", "")
    )


SHARED = (
    *("html_url", "id", "node_id", "number", "title", "user", "labels", "state", "locked"),
    *("assignee", "assignees", "milestone", "comments", "created_at", "updated_at", "closed_at"),
    *("author_association", "body", "draft"),
)


def as_issue(pull: Mapping[str, Any]) -> dict[str, Any]:
    """Show a pull request as the list of issues shows it."""
    url = pull["issue_url"]
    own = {
        "url": url,
        "repository_url": url.rsplit("/issues/", 1)[0],
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "active_lock_reason": None,
        "state_reason": None,
        "performed_via_github_app": None,
        "pull_request": {
            **{key: pull[key] for key in ("html_url", "diff_url", "patch_url", "merged_at")},
            "url": pull["url"],
        },
    }
    return {key: pull[key] for key in SHARED} | own


def as_file(changed: str | tuple[str, str], place: str) -> dict[str, Any]:
    """Show a file that a pull request changes as GitHub does, but for what was changed in it."""
    before, name = changed if isinstance(changed, tuple) else ("", changed)
    return {
        "sha": "0" * 40,
        "filename": name,
        "status": "renamed" if before else "modified",
        "additions": 1,
        "deletions": 0,
        "changes": 1,
        **{f"{each}_url": f"{place}/{each}/{name}" for each in ("blob", "raw", "contents")},
        **({"previous_filename": before} if before else {}),
    }
