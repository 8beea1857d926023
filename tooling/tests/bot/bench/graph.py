"""Answer the one change that only GitHub's GraphQL knows, which the emulator lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot.bench.replies import Reply, refusal
from tests.bot.bench.rules import LEVELS

PATH = "/graphql"
# The change and its input as GitHub's reference has them; spaces are free.
_ENABLE = re.compile(
    r"mutation \(\$(?P<pull>\w+): ID!, \$(?P<head>\w+): GitObjectID!\) "
    r"\{ enablePullRequestAutoMerge\( input: "
    r"\{pullRequestId: \$(?P=pull), expectedHeadOid: \$(?P=head), mergeMethod: "
    r"(?P<method>MERGE|SQUASH|REBASE)\} \) \{ clientMutationId \} \}"
)
_NEEDED = ("contents", "pull_requests")


@dataclass(slots=True, kw_only=True)
class AutoMerge:
    """Which pull requests GitHub merges by itself, by number, and whether the repository lets it.

    `clean` are those that nothing keeps from being merged at once, which GitHub refuses.
    """

    is_allowed: bool = True
    clean: set[int] = field(default_factory=set)
    enabled: dict[int, dict[str, Any]] = field(default_factory=dict)

    def answer(
        self,
        body: bytes,
        pulls: list[dict[str, Any]],
        user: Mapping[str, Any],
        granted: Mapping[str, str] | None,
    ) -> Reply:
        """Carry it out for a user with these permissions; None are all that the user has."""
        sent = json.loads(body)
        asked = _ENABLE.fullmatch(" ".join(str(sent.get("query")).split()))
        if asked is None or set(sent) != {"query", "variables"}:
            return refusal(400, "Problems parsing GraphQL")
        if granted is not None and any(
            LEVELS.get(granted.get(name, ""), 0) < LEVELS["write"] for name in _NEEDED
        ):
            return _refused("Resource not accessible by integration")
        wanted, head = (sent["variables"][asked[name]] for name in ("pull", "head"))
        (pull,) = (each for each in pulls if each["node_id"] == wanted)
        if not self.is_allowed:
            return _refused("Auto merge is not allowed for this repository")
        if pull["number"] in self.clean:
            return _refused("Pull request Pull request is in clean status")
        if pull["head"]["sha"] != head:
            return _refused("Head sha didn't match expectedHeadOid.")
        self.enabled[pull["number"]] = {
            "enabled_by": user,
            "merge_method": asked["method"].lower(),
            "commit_title": "",
            "commit_message": "",
        }
        done = {"data": {"enablePullRequestAutoMerge": {"clientMutationId": None}}}
        return Reply(status=200).carrying(done)


def _refused(message: str) -> Reply:
    fault = {"type": "UNPROCESSABLE", "path": ["enablePullRequestAutoMerge"], "message": message}
    nothing = {"enablePullRequestAutoMerge": None}
    return Reply(status=200).carrying({"data": nothing, "errors": [fault]})
