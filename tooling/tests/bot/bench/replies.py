"""Write the replies that GitHub gives itself, beside those of the emulator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

DOCUMENTATION = "https://docs.github.com/rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply, the names of its headers in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)

    def carrying(self, data: object) -> Reply:
        """Give the same reply with another body."""
        return replace(self, body=json.dumps(data).encode())

    def tagged(self, known: str) -> Reply:
        """Add the ETag, or say that nothing changed where the asker's is the same."""
        tag = f'W/"{sha256(self.body).hexdigest()}"'
        headers = {**self.headers, "etag": tag}
        if tag in known or known.strip() == "*":
            return Reply(status=304, headers=headers)
        return replace(self, headers=headers)


def refusal(status: int, message: str, **headers: str) -> Reply:
    """Refuse in GitHub's form; an underscore in a header's name stands for a hyphen."""
    body = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, body=json.dumps(body).encode(), headers=named)


def invalid(resource: str, where: str, message: str) -> Reply:
    """Refuse a body that GitHub understands and does not take."""
    reply = refusal(422, "Validation Failed")
    fault = {"resource": resource, "field": where, "code": "custom", "message": message}
    return reply.carrying(reply.data | {"errors": [fault]})


def secondary_limit(status: int, retry_after: int) -> Reply:
    """Refuse for asking too much at once; `retry_after` is in seconds."""
    return refusal(
        status,
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        retry_after=str(retry_after),
    )
