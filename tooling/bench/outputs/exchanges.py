"""A minimal GitHub on this machine that accepts what the bot writes and records it.

It has no rules and no limits; the tests have an emulator for those. Its moments are fixed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

# The head commit of every pull request.
HEAD = "5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da"
OWNER = "example-team"
_MOMENT = "2026-01-01T00:00:00Z"
_BOT = {"login": "github-actions[bot]"}
_PAGE = 100
_NUMBER = r"(?P<number>\d+)"
_SUCCESS = {"event": "schedule", "conclusion": "success", "run_started_at": "2026-01-05T07:30:00Z"}


class Repository:
    """A repository: its issues, comments and pull requests, and a record of the requests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.record: list[str] = []
        self._issues: list[dict[str, Any]] = []
        self._comments: list[dict[str, Any]] = []
        self._pulls: list[dict[str, Any]] = []

    def answer(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        """Answer a request; return None for a path that does not exist."""
        for pattern, answer in self._ROUTES:
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                return answer(self, found, query, body or {})
        return None

    def _about(self, *_: object) -> Any:
        is_private = self.name.endswith("private")
        return {"private": is_private, "visibility": "private" if is_private else "public"}

    def _pages(self, *_: object) -> Any:
        return {"public": False}

    def _runs(self, *_: object) -> Any:
        return {"workflow_runs": [_SUCCESS]}

    def _listed(self, _: object, query: Mapping[str, str], __: object) -> Any:
        chosen = [
            issue
            for issue in self._issues
            if query.get("state") in ("all", issue["state"])
            and query.get("labels", "") in ("", *(each["name"] for each in issue["labels"]))
        ]
        return chosen[::-1] if query.get("direction") == "desc" else chosen

    def _opened(self, _: object, __: object, body: Any) -> Any:
        issue = {
            "number": len(self._issues) + 1,
            "state": "open",
            "user": _BOT,
            "assignees": [],
            "created_at": _MOMENT,
            "updated_at": _MOMENT,
            "closed_at": None,
            **body,
            "labels": [{"name": each} for each in body.get("labels", ())],
        }
        self._issues.append(issue)
        return issue

    def _issue(self, found: re.Match[str], _: object, body: Any) -> Any:
        """Return an issue, after changing it where the request asks for that."""
        issue = self._issues[int(found["number"]) - 1]
        issue.update({name: value for name, value in body.items() if name != "labels"})
        if "labels" in body:
            issue["labels"] = [{"name": each} for each in body["labels"]]
        issue["closed_at"] = _MOMENT if issue["state"] == "closed" else None
        return issue

    def _assigned(self, found: re.Match[str], _: object, body: Any) -> Any:
        issue = self._issues[int(found["number"]) - 1]
        issue["assignees"] = [{"login": each} for each in body["assignees"]]
        return issue

    def _said(self, found: re.Match[str], *_: object) -> Any:
        return [each for each in self._comments if each["about"] == found["number"]]

    def _commented(self, found: re.Match[str], _: object, body: Any) -> Any:
        comment = {
            "id": len(self._comments) + 1,
            "about": found["number"],
            "user": _BOT,
            "body": body["body"],
        }
        self._comments.append(comment)
        return comment

    def _reworded(self, found: re.Match[str], _: object, body: Any) -> Any:
        comment = self._comments[int(found["number"]) - 1]
        comment.update(body)
        return comment

    def _proposals(self, *_: object) -> Any:
        return self._pulls

    def _proposed(self, _: object, __: object, body: Any) -> Any:
        pull = {"number": len(self._pulls) + 1, "state": "open", **body}
        self._pulls.append({**pull, "head": {"ref": body["head"]}})
        return pull

    def _pull(self, found: re.Match[str], *_: object) -> Any:
        return {
            "number": int(found["number"]),
            "state": "open",
            "head": {"sha": HEAD},
            "comments": len(self._said(found)),
        }

    # The comments of a pull request are those of the issue with its number.
    _ROUTES: ClassVar[tuple[tuple[str, Callable[..., Any]], ...]] = (
        (r"GET ", _about),
        (r"GET pages", _pages),
        (r"GET actions/workflows/.*/runs", _runs),
        (r"GET issues", _listed),
        (r"POST issues", _opened),
        (rf"PATCH issues/comments/{_NUMBER}", _reworded),
        (rf"(GET|PATCH) issues/{_NUMBER}", _issue),
        (rf"POST issues/{_NUMBER}/assignees", _assigned),
        (rf"GET issues/{_NUMBER}/comments", _said),
        (rf"POST issues/{_NUMBER}/comments", _commented),
        (r"GET pulls", _proposals),
        (r"POST pulls", _proposed),
        (rf"GET pulls/{_NUMBER}", _pull),
    )


class GitHub:
    """The server; a repository is created by the first request for it."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        github = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                github.answer(self)

            do_POST = do_PATCH = do_GET  # noqa: N815 - likewise

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
                """Write no log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    def write_records(self, folder: Path) -> None:
        """Write a file for each repository with its requests, in order."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, repository in self.repositories.items():
            (folder / f"{name}.txt").write_text("\n".join(repository.record), "utf-8", newline="")

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer a request and record it."""
        address = urlsplit(asked.path)
        _, _, _, name, *rest = f"{address.path}/".split("/")
        path = "/".join(rest).strip("/")
        length = int(asked.headers.get("Content-Length") or 0)
        body = json.loads(asked.rfile.read(length)) if length else None
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        repository = self.repositories.setdefault(name, Repository(name))
        repository.record.extend(_lines_of(asked.command, path, query, body))
        value = repository.answer(asked.command, path, query, body)
        number, status = int(query.get("page", "1")), 404 if value is None else 200
        more = isinstance(value, list) and len(value) > number * _PAGE
        if isinstance(value, list):
            value = value[(number - 1) * _PAGE : number * _PAGE]
        content = json.dumps({"message": "Not Found"} if value is None else value).encode()
        asked.send_response(status)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(content)))
        if more:
            following = address.query.replace(f"&page={number}", "") + f"&page={number + 1}"
            link = f'<{self.address}{address.path}?{following}>; rel="next"'
            asked.send_header("Link", link)
        asked.end_headers()
        asked.wfile.write(content)


def _lines_of(method: str, path: str, query: Mapping[str, str], body: Any) -> Iterator[str]:
    """Write a request as lines; a text of several lines keeps them, so that a change is seen."""
    asked = "&".join(f"{key}={value}" for key, value in sorted(query.items()))
    yield f"{method} {path}{'?' if asked else ''}{asked}"
    for name, value in (body or {}).items():
        if isinstance(value, str) and "\n" in value:
            yield f"  {name}:"
            yield from (f"    {json.dumps(line, ensure_ascii=False)}" for line in value.split("\n"))
        else:
            yield f"  {name}: {json.dumps(value, ensure_ascii=False)}"
    yield ""
