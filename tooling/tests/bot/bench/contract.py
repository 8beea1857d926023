"""Hold requests and replies against GitHub's own description of its interface."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from tests.bot.bench.operations import OPERATIONS

# What stands for these may hold slashes.
GREEDY = ("ref", "path", "name")
HOST = "http://127.0.0.1"
# What the verdict on a request depends on, of its headers.
JUDGED_HEADERS = ("accept", "content-type", "user-agent", "x-github-api-version")
# Two replies that differ in these only have the same form.
DIGITS = re.compile(rb"[0-9]+")
ACCEPTED = re.compile(r"\*/\*|application/(vnd\.github(\.\w+)?(\+json)?|json)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of the description, and what the request's path says for its parameters."""

    method: str
    template: str
    named: Mapping[str, str]

    @property
    def path(self) -> str:
        """Write the path so that a slash inside a parameter ends no part of it."""
        return self.template.format_map({k: quote(v, safe="") for k, v in self.named.items()})


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(
            re.escape(part)
            if at % 2 == 0
            else f"(?P<{part}>.+)"
            if part in GREEDY
            else f"(?P<{part}>[^/]+)"
            for at, part in enumerate(parts)
        )
    )


def operation(method: str, path: str) -> Operation | None:
    """Find what a request asks for, or None where it is nothing that we use."""
    for template, methods in OPERATIONS:
        fitting = _pattern(template).fullmatch(path)
        if fitting is not None and method.lower() in methods:
            named = {key: unquote(value) for key, value in fitting.groupdict().items()}
            return Operation(method=method.lower(), template=template, named=named)
    return None


class Contract:
    """GitHub's description, cut to the operations that we use.

    A verdict takes some hundredths of a second, so each is remembered.
    """

    def __init__(self, description: Path) -> None:
        self._described: dict[str, Any] = json.loads(description.read_bytes())
        for template, methods in OPERATIONS:
            missing = set(methods) - self._described["paths"].get(template, {}).keys()
            assert not missing, f"{template} is not in the cut: make node-parts"
        self._api = OpenAPI.from_dict(self._described)
        self._verdicts: dict[tuple[object, ...], tuple[str, ...]] = {}

    def request_problems(
        self, asked: Operation, *, query: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[str, ...]:
        """Say what is wrong with a request by the description, and by our own stricter reading.

        GitHub ignores a query parameter or a member of a body that it does not know; here either
        is a mistake. It refuses a request without User-Agent.
        """
        judged = {name: headers[name] for name in JUDGED_HEADERS if name in headers}
        case = (asked.method, asked.path, query, tuple(judged.items()), sha256(body).digest())
        if case not in self._verdicts:
            verdict = self._judged_request(asked, query=query, headers=judged, body=body)
            self._verdicts[case] = tuple(verdict)
        return self._verdicts[case]

    def reply_problems(self, asked: Operation, *, status: int, body: bytes) -> tuple[str, ...]:
        """Say what is wrong with a reply; refusals that GitHub does not describe are let pass."""
        form = sha256(DIGITS.sub(b"0", body)).digest()
        case = (asked.method, asked.template, status, form)
        if case not in self._verdicts:
            self._verdicts[case] = self._judged_reply(asked, status=status, body=body)
        return self._verdicts[case]

    def _judged_request(
        self, asked: Operation, *, query: str, headers: Mapping[str, str], body: bytes
    ) -> list[str]:
        found = [*self._header_problems(headers), *self._query_problems(asked, query)]
        found += self._body_problems(asked, body)
        try:
            self._api.validate_request(_request(asked, query=query, headers=headers, body=body))
        except OpenAPIError as error:
            found += _reasons(error)
        return found

    def _judged_reply(self, asked: Operation, *, status: int, body: bytes) -> tuple[str, ...]:
        described = self._described["paths"][asked.template][asked.method]["responses"]
        if str(status) not in described:
            return () if status == 304 or status >= 400 else (f"{status} is not described",)
        try:
            self._api.validate_response(_request(asked), MockResponse(body, status_code=status))
        except OpenAPIError as error:
            return tuple(_reasons(error))
        return ()

    def _header_problems(self, headers: Mapping[str, str]) -> Iterator[str]:
        if not headers.get("user-agent"):
            yield "no User-Agent"
        if not ACCEPTED.search(headers.get("accept", "*/*")):
            yield f"Accept asks for {headers['accept']}"
        if headers.get("x-github-api-version", "2022-11-28") not in {"2022-11-28", "2026-03-10"}:
            yield f"X-GitHub-Api-Version is {headers['x-github-api-version']}"

    def _query_problems(self, asked: Operation, query: str) -> Iterator[str]:
        known = {each["name"] for each in self._parameters(asked) if each["in"] == "query"}
        for name, _ in parse_qsl(query, keep_blank_values=True):
            if name not in known:
                yield f"query parameter {name!r} is not described"

    def _body_problems(self, asked: Operation, body: bytes) -> Iterator[str]:
        described = self._described["paths"][asked.template][asked.method].get("requestBody")
        if described is None:
            if body:
                yield "a body, where none is described"
            return
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            yield "the body is no JSON"
            return
        schema = described["content"]["application/json"]["schema"]
        known = self._members(schema)
        if isinstance(sent, dict) and known:
            for name in sorted(sent.keys() - known):
                yield f"member {name!r} of the body is not described"

    def _members(self, schema: dict[str, Any]) -> set[str]:
        schema = self._resolved(schema)
        members = set(schema.get("properties", ()))
        for each in ("oneOf", "anyOf", "allOf"):
            for choice in schema.get(each, ()):
                members |= self._members(choice)
        return members

    def _parameters(self, asked: Operation) -> Iterator[dict[str, Any]]:
        for each in self._described["paths"][asked.template][asked.method].get("parameters", ()):
            yield self._resolved(each)

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            _, section, name = part["$ref"].removeprefix("#/").split("/", 2)
            part = self._described["components"][section][name]
        return part


def _request(
    asked: Operation,
    *,
    query: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> MockRequest:
    headers = headers or {}
    return MockRequest(
        HOST,
        asked.method,
        asked.path,
        args=dict(parse_qsl(query, keep_blank_values=True)),
        headers=dict(headers),
        data=body or None,
        content_type=headers.get("content-type", "application/json"),
    )


def _reasons(error: OpenAPIError) -> Iterator[str]:
    cause = error.__cause__ or error.__context__
    schema_errors = getattr(cause, "schema_errors", None)
    if not schema_errors:
        yield f"{error}" if cause is None else f"{error}: {cause}"
        return
    for each in schema_errors:
        place = ".".join(str(part) for part in each.absolute_path) or "the whole"
        yield f"{place}: {each.message[:200]}"
