"""Give tests the GitHub of this machine: what to tell a client, what to look at afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bot.bench.additions import Additions
from tests.bot.bench.backend import Backend
from tests.bot.bench.calls import Call, Fault
from tests.bot.bench.contract import Contract
from tests.bot.bench.emulator import (
    ACCOUNT,
    ADMIN,
    ADMIN_TOKEN,
    MEMBER,
    MEMBER_TOKEN,
    REPOSITORY,
    Emulator,
)
from tests.bot.bench.parts import Parts
from tests.bot.bench.proxy import Grant, Proxy
from tests.bot.bench.rules import Limits
from tests.bot.bench.runs import Run

# What the bot's own workflow asks for.
BOT = {"issues": "write", "contents": "read"}


class GitHub:
    """A repository on a GitHub of its own.

    `url` is what GITHUB_API_URL should be, `repository` GITHUB_REPOSITORY, `token` a GITHUB_TOKEN
    of `account` with the permissions of the bot. What a test asks through the methods here is not
    among the `calls`.
    """

    repository = REPOSITORY
    account = ACCOUNT

    def __init__(self, parts: Parts) -> None:
        self._proxy = Proxy(Contract(parts.description))
        self.url = self._proxy.url
        self._emulator = Emulator(parts, advertised=self.url)
        self._backend = Backend(url=self._emulator.url, advertised=self.url)
        self._proxy.start(self._backend)
        self.token = self._granted()

    def close(self) -> None:
        """End the proxy and the emulator."""
        self._proxy.stop()
        self._backend.close()
        self._emulator.stop()

    def reset(self) -> None:
        """Begin anew: an empty repository, no calls, no faults, fresh limits, a new `token`."""
        self._emulator.reset()
        self._proxy.renew()
        self.token = self._granted()

    def _granted(self) -> str:
        self._proxy.grants[ADMIN_TOKEN] = Grant(login=ADMIN, permissions=None)
        self._proxy.grants[MEMBER_TOKEN] = Grant(login=MEMBER, permissions=None)
        return self.mint(**BOT)

    # What a client needs.

    def mint(self, **permissions: str) -> str:
        """Make a token of `account`: `mint(issues="write", pull_requests="read")`."""
        token = self._emulator.mint(permissions)
        self._proxy.grants[token] = Grant(login=ACCOUNT, permissions=permissions)
        return token

    @property
    def person(self) -> str:
        """Give a token of a member of the team, who may write."""
        return MEMBER_TOKEN

    @property
    def environment(self) -> dict[str, str]:
        """Give what a workflow's environment says of GitHub."""
        return {
            "GITHUB_API_URL": self.url,
            "GITHUB_REPOSITORY": self.repository,
            "GITHUB_TOKEN": self.token,
        }

    # What went over the wire, and what goes wrong with it.

    @property
    def calls(self) -> tuple[Call, ...]:
        """Give every call, in its turn."""
        return tuple(self._proxy.ledger.calls)

    @property
    def writes(self) -> tuple[Call, ...]:
        """Give the calls that asked for a change."""
        return tuple(each for each in self.calls if each.is_write)

    def forget_calls(self) -> None:
        """Forget calls and faults, and keep what the repository holds; violations are kept."""
        violations = list(self._proxy.ledger.violations)
        self._proxy.ledger.forget()
        self._proxy.ledger.violations += violations

    def inject(self, fault: Fault) -> None:
        """Let a fault meet its call, counted from now: `call=1` is the next."""
        self._proxy.ledger.inject(fault)

    def meanwhile(self, call: int, do: Callable[[], object]) -> None:
        """Let somebody do something when a call has come in, and before it has its effect."""
        self._proxy.ledger.await_call(call, do)

    def heal(self) -> None:
        """Take back every fault that has not met its call."""
        self._proxy.ledger.heal()

    def take_violations(self) -> tuple[str, ...]:
        """Give what broke the contract, and forget it: a test fails on what is left at its end."""
        taken = tuple(self._proxy.ledger.violations)
        self._proxy.ledger.violations.clear()
        return taken

    @property
    def limits(self) -> Limits:
        """Give the limits in force."""
        return self._proxy.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        """Put others in force, until the next reset."""
        self._proxy.limits = limits

    # What the repository holds.

    @property
    def settings(self) -> Additions:
        """Give what may be set of the repository: issues off, pages public, runs of workflows."""
        return self._proxy.additions

    def issues(self) -> list[dict[str, Any]]:
        """List every issue, open or closed, by number; pull requests are not among them."""
        listed = self._backend.everything("/issues", "state=all&direction=asc")
        return sorted(listed, key=lambda each: int(each["number"]))

    def issue(self, number: int) -> dict[str, Any]:
        """Read an issue."""
        return dict(self._backend.admin("GET", f"/issues/{number}"))

    def comments(self, number: int) -> list[dict[str, Any]]:
        """List what is said below an issue or a pull request, oldest first."""
        return self._backend.everything(f"/issues/{number}/comments")

    # What people do.

    def edit(self, number: int, **changes: object) -> dict[str, Any]:
        """Change an issue as a person: `edit(3, state="closed", body=...)`."""
        return dict(self._backend.admin("PATCH", f"/issues/{number}", changes, MEMBER_TOKEN))

    def open_issue(self, title: str, **more: object) -> dict[str, Any]:
        """Open an issue as a person."""
        fields = {"title": title, **more}
        return dict(self._backend.admin("POST", "/issues", fields, MEMBER_TOKEN))

    def comment(self, number: int, body: str) -> dict[str, Any]:
        """Say something below an issue as a person."""
        said = {"body": body}
        return dict(self._backend.admin("POST", f"/issues/{number}/comments", said, MEMBER_TOKEN))

    def open_pull(self, title: str, *, head: str, labels: tuple[str, ...] = ()) -> dict[str, Any]:
        """Open a pull request of the branch `head`, of a fork as OWNER:BRANCH, as a person."""
        fields = {"title": title, "head": head, "base": "main", "body": ""}
        number = self._backend.admin("POST", "/pulls", fields, MEMBER_TOKEN)["number"]
        if labels:
            self._backend.admin("POST", f"/issues/{number}/labels", {"labels": labels})
        return dict(self._backend.admin("GET", f"/pulls/{number}"))

    def fork(self) -> str:
        """Copy the repository as a person, who may then propose from there; give whose it is."""
        self._backend.admin("POST", "/forks", {}, MEMBER_TOKEN)
        return MEMBER

    def edit_pull(self, number: int, **changes: object) -> None:
        """Change a pull request as a person."""
        self._backend.admin("PATCH", f"/pulls/{number}", changes, MEMBER_TOKEN)

    def merge(self, number: int, commit: str) -> None:
        """Say that a pull request was merged, as which commit, whatever Git has."""
        self._proxy.additions.merged[number] = commit
        self.edit_pull(number, state="closed")

    def label(self, number: int, *labels: str) -> None:
        """Give an issue or a pull request labels as a person."""
        self._backend.admin("POST", f"/issues/{number}/labels", {"labels": labels}, MEMBER_TOKEN)

    def pulls(self) -> list[dict[str, Any]]:
        """List every pull request, open or closed."""
        return self._backend.everything("/pulls", "state=all")

    def delete_label(self, name: str) -> None:
        """Delete a label of the repository."""
        self._backend.admin("DELETE", f"/labels/{name}")

    def add_run(self, run: Run) -> None:
        """Say that a workflow ran."""
        self._proxy.additions.runs.ran.append(run)
