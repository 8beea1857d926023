"""Ask the emulator, and give its replies the form that GitHub's have."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import cycle
from typing import Any

import httpx

from tests.bot.bench.emulator import ADMIN_TOKENS, REPOSITORY
from tests.bot.bench.replies import Reply

# The emulator counts thousandths of a second, GitHub whole ones.
THOUSANDTHS = re.compile(rb'("\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z"')
PASSED_ON = ("authorization", "content-type", "accept", "user-agent")


# What GitHub says of every account, and the emulator not of organisations.
OWNED = (
    *("followers_url", "following_url", "gists_url", "organizations_url"),
    *("received_events_url", "starred_url", "subscriptions_url"),
)


def completed(part: Any) -> Any:
    """Complete what is said of an organisation, wherever it stands in a reply."""
    if isinstance(part, list):
        return [completed(each) for each in part]
    if not isinstance(part, dict):
        return part
    whole = {key: completed(value) for key, value in part.items()}
    if whole.get("type") != "Organization" or "login" not in whole:
        return whole
    urls = {each: f"{whole['url']}/{each.removesuffix('_url')}" for each in OWNED}
    return {"gravatar_id": None, **urls, **whole}


class Backend:
    """The emulator as the proxy asks it."""

    def __init__(self, *, url: str, advertised: str) -> None:
        self._url = url
        self._advertised = advertised
        self._admins = cycle(ADMIN_TOKENS)
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=30)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Pass a request on."""
        passed = {name: headers[name] for name in PASSED_ON if name in headers}
        answer = self._client.request(method, target, headers=passed, content=body)
        kept = {
            name: answer.headers[name].replace(self._url, self._advertised)
            for name in ("content-type", "link", "location")
            if name in answer.headers
        }
        text = THOUSANDTHS.sub(rb'\1Z"', answer.content)
        if b'"Organization"' in text:
            text = json.dumps(completed(json.loads(text))).encode()
        return Reply(status=answer.status_code, body=text, headers=kept)

    def admin(self, method: str, place: str, data: object = None, token: str = "") -> Any:
        """Ask about the repository as somebody who may do everything, unseen by the proxy."""
        body = b"" if data is None else json.dumps(data).encode()
        headers = {
            "authorization": f"Bearer {token or next(self._admins)}",
            "content-type": "application/json",
            "accept": "application/vnd.github+json",
            "user-agent": "bench",
        }
        reply = self.send(method, f"/repos/{REPOSITORY}{place}", headers, body)
        assert reply.status < 400, f"{method} {place}: {reply.status} {reply.body.decode()}"
        return reply.data if reply.body else None

    def everything(self, place: str, query: str = "") -> list[dict[str, Any]]:
        """List all there is, page after page."""
        found: list[dict[str, Any]] = []
        while True:
            page = len(found) // 100 + 1
            some = self.admin("GET", f"{place}?{query}&per_page=100&page={page}")
            found += some
            if len(some) < 100:
                return found
