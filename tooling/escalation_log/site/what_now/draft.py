"""Draft a message, with gaps for what only its writer knows."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.cases import EventKind
from escalation_log.site.publication import PublishedEdition
from escalation_log.site.what_now.results import Asked, Result
from escalation_log.words.titles import stage_name

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

_WORRY = """\
What worries me: [in a sentence or two, without names]
What I ask for: [what is to happen]"""
_OUTCOME = """\
What came of it: [in a sentence or two, without names]
What is still to be done, who does it, and by when: [or that nothing is]"""

_ENDED = {
    EventKind.RESOLVED: "It is settled at",
    EventKind.RECOMMENDED: "A recommendation was made at",
    EventKind.DECIDED: "A decision was made at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The parts of a message that differ from others.

    `duty` is what it asks for, empty for nothing; its date is counted from today where it is
    `from_today`. `gaps` are those about the case.
    """

    where: str
    stage: str
    duty: str
    from_today: bool
    gaps: str


def draft_of(
    result: Result, asked: Asked | None, *, moves: bool, is_overdue: bool = False
) -> Draft:
    """Draft the message for a result, about the duty that is to be done.

    It says that a limit has passed only with `is_overdue`. Addressed to the next stage, it asks for
    that stage's duty; addressed to the other side, it asks for the reply.
    """
    arriving = result.arrival[0] if moves and result.arrival else None
    asking = arriving or (None if moves else result.reply)
    about = asking or asked
    stage = result.following if moves and result.following else result.stage
    clause = about.duty.clause if about else stage.clause
    return Draft(
        where=_where(result, moves=moves, is_overdue=is_overdue),
        stage=f"{stage_name(stage)}{f', clause {clause}' if clause else ''}",
        duty=about.duty.id if about else "",
        from_today=asking is not None,
        gaps=_OUTCOME if result.ends else _WORRY,
    )


def policy_lines(edition: PublishedEdition) -> str:
    """Name the policy as the message does."""
    policy = edition.policy
    return f"{edition.partnership.name}\n{policy.title}, edition {policy.version}"


def _where(result: Result, *, moves: bool, is_overdue: bool) -> str:
    stage = stage_name(result.stage)
    if moves:
        before = f"The time at {stage} is up" if is_overdue else f"It is not settled at {stage}"
        return f"{before}, so I bring it to the next stage."
    return f"{_ENDED.get(result.facts[-1].kind, 'It is at')} {stage}."
