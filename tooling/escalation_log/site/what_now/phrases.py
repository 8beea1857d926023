"""The words of questions, by kind of event; all other words are the policy's own."""

from __future__ import annotations

from escalation_log.model.cases import EventKind
from escalation_log.model.policies import Policy, Side, Stage
from escalation_log.words.titles import stage_name

ASK_DANGER = "Is a child in immediate danger?"
HOW_FAR = "How far has it got?"
HOW_FAR_HINT = "Choose the last stage that it has come to."
ASK_URGENCY = "How urgent is it?"
SETTLED = "Is it settled?"
NOT_HERE = "No, and it will not be at this stage"
STILL_OPEN = "Not yet"

# For each kind of event that ends a case: the answer, and the question for its moment.
ENDS = {
    EventKind.RESOLVED: ("Yes, it is settled", "When was it settled?"),
    EventKind.RECOMMENDED: ("A recommendation was made", "When was the recommendation made?"),
    EventKind.DECIDED: ("A decision was made", "When was the decision made?"),
}
NOT_SETTLED_WHEN = "When was it said that it is not settled?"
DANGER_WHEN = "When did the danger become known?"

OPENINGS = {
    EventKind.CONCERN_IDENTIFIED: "When was the concern identified?",
    EventKind.DISAGREEMENT: "When did the disagreement arise?",
}
_DONE = {
    EventKind.RAISED: ("Has it been raised with them?", "When was it raised?"),
    EventKind.DISCUSSED: ("Has it been talked through with them?", "When was it talked through?"),
    EventKind.CONSULTED: ("Has advice been taken?", "When was the advice taken?"),
    EventKind.MEETING: ("Has there been a meeting?", "When was the meeting?"),
    EventKind.PANEL_CONVENED: ("Has the panel been convened?", "When was the panel convened?"),
}
_ANSWERED = ("Have they answered?", "When did they answer?")
_OTHERWISE = ("Has this been done?", "When was it done?")


def opening_when(kind: EventKind) -> str:
    """Ask when the case began."""
    return OPENINGS[kind]


def entered_when(stage: Stage) -> str:
    """Ask when the case came to a stage."""
    return f"When did it come to {stage_name(stage)}?"


def done_words(kind: EventKind, side: Side | None) -> tuple[str, str]:
    """Ask whether something was done, and when; of the receiving side, whether it answered."""
    if kind is EventKind.DISCUSSED and side is Side.RECEIVING:
        return _ANSWERED
    return _DONE.get(kind, _OTHERWISE)


def stage_answer(policy: Policy, place: int) -> str:
    """Name a stage as an answer to how far the case has got.

    The first is where every case begins.
    """
    name = stage_name(policy.stages[place])
    return name if place else f"It is new, or at {name}"
