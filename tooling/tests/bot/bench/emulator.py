"""Run the emulator of GitHub as a process of its own."""

from __future__ import annotations

import json
import subprocess
import threading
from typing import Any

from tests.bot.bench.parts import Parts

OWNER = "example-partnership"
NAME = "escalation-log"
REPOSITORY = f"{OWNER}/{NAME}"
ACCOUNT = "github-actions[bot]"
# Accounts of people: the first may do everything, the second is on the team.
ADMIN, MEMBER = "example-owner", "example-team"
ADMIN_TOKEN, MEMBER_TOKEN = "bench-owner", "bench-team"
INSTALLATION = 1
# The emulator takes 5,000 requests of a token and does not begin anew at a reset; by turns these
# last for a whole test run.
ADMIN_TOKENS = tuple(f"{ADMIN_TOKEN}-{number}" for number in range(20))

# Everything that a workflow's `permissions:` can ask for, in the spelling of the interface,
# and what only the token of a person or of an app of one's own can have.
PERMISSIONS = (
    "actions",
    "actions_variables",
    "administration",
    "attestations",
    "checks",
    "contents",
    "deployments",
    "discussions",
    "environments",
    "id_token",
    "issues",
    "packages",
    "pages",
    "pull_requests",
    "secrets",
    "security_events",
    "statuses",
)

SEED: dict[str, Any] = {
    "tokens": {
        **{each: {"login": ADMIN, "scopes": ["repo"]} for each in (ADMIN_TOKEN, *ADMIN_TOKENS)},
        MEMBER_TOKEN: {"login": MEMBER, "scopes": ["repo"]},
    },
    "github": {
        "users": [{"login": ADMIN}, {"login": MEMBER}, {"login": "example-health"}],
        "orgs": [
            {
                "login": OWNER,
                "members": [
                    {"login": ADMIN, "role": "admin"},
                    {"login": MEMBER, "role": "member"},
                ],
            }
        ],
        # Private, as a real log is; in a public one the emulator would let every token read.
        "repos": [{"owner": OWNER, "name": NAME, "private": True}],
        "apps": [
            {
                "app_id": 1,
                "slug": ACCOUNT.removesuffix("[bot]"),
                "name": "GitHub Actions",
                "permissions": dict.fromkeys(PERMISSIONS, "write"),
                "installations": [{"installation_id": INSTALLATION, "account": OWNER}],
            }
        ],
    },
}


class Emulator:
    """The emulator's process, spoken to by a line of JSON a request."""

    def __init__(self, parts: Parts, *, advertised: str) -> None:
        """Start it; its replies give addresses that begin with `advertised`."""
        self._process = subprocess.Popen(
            [parts.node, parts.launcher, parts.emulator],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={"PATH": "/usr/bin:/bin"},
        )
        self._turn = threading.Lock()
        self.url = str(self._ask(do="start", url=advertised, seed=SEED)["url"])

    def reset(self) -> None:
        """Put everything back to the beginning; tokens minted before are no longer known."""
        self._ask(do="reset")

    def mint(self, permissions: dict[str, str]) -> str:
        """Make a token of `ACCOUNT` that has these permissions and no other."""
        return str(
            self._ask(do="mint", installation=INSTALLATION, permissions=permissions)["token"]
        )

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _ask(self, **request: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        assert line, "the emulator has ended"
        answer: dict[str, Any] = json.loads(line)
        assert "problem" not in answer, answer["problem"]
        return answer
