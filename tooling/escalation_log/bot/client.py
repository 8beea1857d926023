"""Send requests to GitHub within its limits, and never repeat a write without checking first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Self, TypeVar
from urllib.parse import urlsplit

import httpx

from escalation_log.bot.faults import (
    API,
    Stopped,
    Unsure,
    as_one_line,
    checked_address,
    checked_repository,
    checked_token,
    reasons_in,
    refusal,
)
from escalation_log.bot.pacing import Attempts, Clock, Pace

_T = TypeVar("_T")

# The longest wait for a rate limit, in seconds.
PATIENCE = 600.0
# The longest pause within an answer, and the longest time for a whole answer, in seconds.
TIMEOUT = 20.0
LONGEST_ANSWER = 120.0
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What GitHub answered: JSON as Python values, and the address of the next page."""

    value: object
    next_page: str | None = None


class Client:
    """A connection to one repository; `clock` replaces real time.

    Times are in seconds. Raises EscalogError where the repository, address or token is not valid.
    """

    def __init__(
        self,
        *,
        repository: str,
        token: str,
        api: str = API,
        patience: float = PATIENCE,
        timeout: float = TIMEOUT,
        page_size: int = PAGE_SIZE,
        clock: Clock | None = None,
    ) -> None:
        self.repository = checked_repository(repository)
        self._api = checked_address(api)
        self._clock = clock or Clock()
        self._patience = patience
        self._page_size = page_size
        self._pace = Pace(self._clock, patience)
        self._http = httpx.Client(
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {checked_token(token)}",
                "User-Agent": "escalation-log",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            timeout=timeout,
            # Plain HTTP is only allowed to this machine, and needs no certificates.
            verify=self._api.startswith("https:"),
        )

    def __enter__(self) -> Self:
        """Keep connections open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()

    def pause(self, seconds: float) -> None:
        """Wait by the clock of this connection."""
        self._clock.sleep(seconds)

    def get(self, path: str, *, asked: str) -> object:
        """Read `path` of the repository; `asked` describes the request, such as "read issue 7".

        Raise Refused where GitHub refuses, or Stopped where no answer can be had.
        """
        return self._get(self._address(path), {}, asked=asked).value

    def pages(
        self, path: str, parameters: Mapping[str, str], *, asked: str
    ) -> Iterator[Sequence[object]]:
        """Read a list page by page; raise as `get` does, and Stopped where it breaks off."""
        address = self._address(path)
        wanted: Mapping[str, str] = {**parameters, "per_page": str(self._page_size)}
        read: set[str] = set()
        while True:
            reply = self._get(address, wanted, asked=asked)
            if not isinstance(reply.value, list) or (read and not reply.value):
                raise Stopped(
                    f"GitHub's answer broke off when asked to {asked}: page {len(read) + 1} has "
                    "no list.",
                    hint="Run the same command again.",
                )
            yield reply.value
            read.add(address)
            if reply.next_page is None:
                return
            address, wanted = self._same_host(reply.next_page), {}
            if address in read:
                raise Stopped(f"GitHub's pages go in a circle when asked to {asked}.")

    def write(
        self,
        method: str,
        path: str,
        body: object,
        *,
        asked: str,
        read: Callable[[object], _T],
        find: Callable[[], _T | None],
    ) -> _T:
        """Send a write; where its outcome is unknown, look for its result before sending it again.

        `body`, where it is a function, is called before each attempt. `read` turns the answer into
        the result; `find` returns the result of an earlier attempt, or None. Raise Refused, or
        Stopped where the outcome stays unknown.
        """
        return self._written(method, self._address(path), body, asked=asked, read=read, find=find)

    def mutate(
        self,
        query: str,
        variables: Mapping[str, str],
        *,
        asked: str,
        find: Callable[[], bool | None],
    ) -> None:
        """Send a change that only GitHub's GraphQL knows; raise as `write` does."""

        def read(value: object) -> bool:
            errors = value.get("errors") if isinstance(value, dict) else None
            if errors:
                first = errors[0] if isinstance(errors, list) else None
                said = as_one_line(first.get("message")) if isinstance(first, dict) else ""
                raise refusal(422, asked=asked, repository=self.repository, said=said)
            if not isinstance(value, dict) or not isinstance(value.get("data"), dict):
                raise Unsure(f"GitHub's answer when asked to {asked} holds nothing.")
            return True

        # On a server of one's own the address of the API ends otherwise than that of GraphQL.
        address = f"{self._api.removesuffix('/v3')}/graphql"
        body = {"query": query, "variables": dict(variables)}
        self._written("POST", address, body, asked=asked, read=read, find=find)

    def _written(
        self,
        method: str,
        address: str,
        body: object,
        *,
        asked: str,
        read: Callable[[object], _T],
        find: Callable[[], _T | None],
    ) -> _T:
        attempts = Attempts(clock=self._clock, patience=self._patience)
        while True:
            self._pace.wait_to_write()
            content = body() if callable(body) else body
            try:
                return read(self._send(method, address, asked=asked, body=content).value)
            except Unsure as fault:
                attempts.wait_after(fault)
            found = find()
            if found is not None:
                return found

    def _get(self, address: str, parameters: Mapping[str, str], *, asked: str) -> Reply:
        attempts = Attempts(clock=self._clock, patience=self._patience)
        while True:
            self._pace.wait_to_read()
            try:
                return self._send("GET", address, asked=asked, parameters=parameters)
            except Unsure as fault:
                attempts.wait_after(fault)

    def _send(
        self,
        method: str,
        address: str,
        *,
        asked: str,
        parameters: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Reply:
        latest = self._clock.monotonic() + LONGEST_ANSWER
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if content is None else {"Content-Type": "application/json"}
        try:
            with self._http.stream(
                method, address, params=parameters or None, content=content, headers=headers
            ) as answer:
                data = bytearray()
                for piece in answer.iter_bytes():
                    data += piece
                    if self._clock.monotonic() > latest:
                        raise Unsure(f"GitHub took too long to answer when asked to {asked}.")
        except httpx.RequestError as fault:
            raise Unsure(_words_of(fault, self._host, asked)) from None
        return self._judged(answer, bytes(data), asked=asked)

    def _judged(self, answer: httpx.Response, data: bytes, *, asked: str) -> Reply:
        status = answer.status_code
        try:
            value = json.loads(data) if data else None
        except ValueError:
            value = None
            if answer.is_success:
                raise Unsure(
                    f"What {self._host} answered when asked to {asked} is no whole JSON."
                ) from None
        wait = _wait_asked(answer.headers)
        if answer.is_success:
            if answer.headers.get("x-ratelimit-remaining") == "0" and wait is not None:
                self._pace.hold(wait)
            return Reply(value=value, next_page=answer.links.get("next", {}).get("url"))
        said = as_one_line(value.get("message")) if isinstance(value, dict) else ""
        if status == 429 or (status == 403 and _is_limit(answer.headers, said)):
            raise Unsure(f"GitHub's rate limit ({said}).", wait=wait, is_limit=True)
        if status in {408, 409} or status >= 500:
            raise Unsure(f"GitHub answered {status} when asked to {asked}.")
        why = "; ".join(dict.fromkeys((said, *reasons_in(value)))).strip("; ")
        raise refusal(status, asked=asked, repository=self.repository, said=why)

    @property
    def _host(self) -> str:
        return urlsplit(self._api).netloc

    def _address(self, path: str) -> str:
        return f"{self._api}/repos/{self.repository}/{path}".rstrip("/")

    def _same_host(self, address: str) -> str:
        """Return only path and query of a link, so that no other host is sent the token."""
        ours, theirs = urlsplit(self._api), urlsplit(address)
        return ours._replace(path=theirs.path, query=theirs.query).geturl()


def _words_of(fault: httpx.RequestError, host: str, asked: str) -> str:
    if isinstance(fault, httpx.ConnectError):
        return (
            f"{host} cannot be reached ({as_one_line(str(fault))}). Look at the network, and at "
            "--api or GITHUB_API_URL."
        )
    if isinstance(fault, httpx.TimeoutException):
        return f"{host} gave no answer in time when asked to {asked}."
    return f"The connection to {host} broke when it was asked to {asked}."


def _wait_asked(headers: httpx.Headers) -> float | None:
    """Return the seconds that GitHub asks to wait, by its own clock since ours may be wrong."""
    after = headers.get("retry-after", "")
    if after.isdecimal():
        return float(after)
    reset, date = headers.get("x-ratelimit-reset", ""), headers.get("date")
    if headers.get("x-ratelimit-remaining") != "0" or not reset.isdecimal() or date is None:
        return None
    try:
        present = parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None
    # GitHub gives the moment in whole seconds, so one more second is added.
    return max(0.0, float(reset) - present) + 1


def _is_limit(headers: httpx.Headers, said: str) -> bool:
    return (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in said.casefold()
    )
