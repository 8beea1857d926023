"""A message to start from: its words, and a gap for each thing that the policy says to state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from escalation_log.model.statements import Became, Statements


class MessageKind(StrEnum):
    """What a message is for; the gaps in it follow from that."""

    CONCERN = "concern"
    REPLY = "reply"
    OUTCOME = "outcome"
    CONCLUSION = "conclusion"
    REFERRAL = "referral"


# The browser fills gaps in braces, the writer those in brackets.
MESSAGE = """\
Hello,

this is about a disagreement over a child’s safety, [case reference].
{where}

{policy}
{stage}
{asks}
{gaps}

Please answer me at [how to reach you].

[your name]
[your role and agency]"""
ASKS = """
What the policy asks for: {title}
Who: {who}
When: {by}
"""

_SHORT = "in a sentence or two, without names"
# Where a policy says nothing of what to state, what a reader needs all the same.
_OF_ANY_POLICY: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.CONCERN: ("What worries me",),
    MessageKind.REPLY: (),
    MessageKind.OUTCOME: ("What came of it",),
    MessageKind.CONCLUSION: ("What was recommended or decided", "What is done about it"),
    MessageKind.REFERRAL: ("What worries me",),
}
# What a message of a kind ends with, whatever the policy: it is the project's own.
_LAST: Mapping[MessageKind, tuple[tuple[str, str], ...]] = {
    MessageKind.CONCERN: (("What I ask you for", "what is to happen, and by when"),),
    MessageKind.REPLY: (
        ("My answer", _SHORT),
        ("When we can talk", "day and time, and how to reach me"),
    ),
    MessageKind.OUTCOME: (("Who does it, and by when", "or that nothing is left to do"),),
    MessageKind.CONCLUSION: (("Who does it, and by when", "or that nothing is left to do"),),
    MessageKind.REFERRAL: (("What I ask you for", "what is to happen, and by when"),),
}
_KINDS: Mapping[Became, MessageKind] = {
    Became.GAP: MessageKind.CONCERN,
    Became.GAP_IN_REPLY: MessageKind.REPLY,
    Became.GAP_IN_OUTCOME: MessageKind.OUTCOME,
    Became.GAP_IN_REFERRAL: MessageKind.REFERRAL,
}


def gaps_of(statements: Statements | None) -> Mapping[MessageKind, str]:
    """Write the gaps of each kind of message, a line each, in the document's order.

    A referral states what a concern does, after what only a referral states.

    >>> print(gaps_of(None)[MessageKind.REPLY])
    My answer: [in a sentence or two, without names]
    When we can talk: [day and time, and how to reach me]
    """
    said: dict[MessageKind, list[str]] = {kind: [] for kind in MessageKind}
    for statement in () if statements is None else statements.statements:
        for pointer in statement.became:
            if pointer.kind in _KINDS:
                said[_KINDS[pointer.kind]].append(pointer.value)
    said[MessageKind.REFERRAL] += said[MessageKind.CONCERN]
    return {kind: "\n".join(_lines(kind, found)) for kind, found in said.items()}


def _lines(kind: MessageKind, said: list[str]) -> Iterator[str]:
    for words in said or _OF_ANY_POLICY[kind]:
        yield f"{words}: [{_SHORT}]"
    for words, what in _LAST[kind]:
        yield f"{words}: [{what}]"
