"""Let GitHub merge a pull request by itself, where every partnership that it concerns wants that.

It is decided by what GitHub says of the pull request and by the rules on the main branch alone. The
checks and the approvals that the main branch asks for hold as ever.
"""

from __future__ import annotations

from collections.abc import Collection

from escalation_log.bot.client import Client
from escalation_log.bot.issues import GitHubItem, item_of, text_in
from escalation_log.effect.gates import MAIN
from escalation_log.effect.next_step import OpenPull
from escalation_log.model.partnerships import Partnership
from escalation_log.words.lists import listed

# GitHub lists no more files of a pull request than this.
_MOST_FILES = 3_000
_QUERY = """\
mutation ($pull: ID!, $head: GitObjectID!) {
  enablePullRequestAutoMerge(
    input: {pullRequestId: $pull, expectedHeadOid: $head, mergeMethod: MERGE}
  ) {
    clientMutationId
  }
}
"""


def why_by_hand(pull: OpenPull, partnerships: Collection[Partnership]) -> str | None:
    """Say why somebody must merge a pull request by hand; return None where none need."""
    if pull.proposal.into != MAIN:
        return f"It does not go to the branch {MAIN}."
    if pull.is_draft:
        return "It is a draft."
    if not pull.cases or len(pull.files) >= _MOST_FILES or not pull.only_adds_to_cases:
        return "It changes more than cases, or takes a file away."
    wanting = {each.reference_prefix for each in partnerships if each.merges_itself}
    others = sorted({each.partition("-")[0] for each in pull.cases} - wanting)
    if others:
        return f"Cases whose references begin with {listed(others)} are merged by hand."
    return None


def merge_by_itself(client: Client, pull: OpenPull) -> None:
    """Ask GitHub to merge a pull request once it may be, unless its newest commit is another.

    Raise as `Client.write` does.
    """
    number, head = pull.proposal.number, pull.proposal.commit

    def read() -> GitHubItem:
        return item_of(client.get(f"pulls/{number}", asked=f"read pull request {number}"))

    client.mutate(
        _QUERY,
        {"pull": text_in(read(), "node_id"), "head": head},
        asked=f"merge pull request {number} by itself",
        find=lambda: True if isinstance(read().get("auto_merge"), dict) else None,
    )
