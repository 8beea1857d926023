"""Write a plan in words: a line for each action, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from escalation_log.bot.wishes import (
    Action,
    Degree,
    IssueChange,
    IssueKey,
    Leave,
    Open,
    Plan,
    State,
)
from escalation_log.words.lines import BLANK, Line, Tone

_TONES = {
    Degree.BREACH: Tone.MISSED,
    Degree.OVER_GUIDE: Tone.SOON,
    Degree.DUE_SOON: Tone.SOON,
}
_COUNTED = {
    "open": "to open",
    "reopen": "to open again",
    "update": "to bring up to date",
    "close": "to close",
    "as is": "as it should be",
    "leave": "left alone",
}


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Write the actions in the order of carrying them out.

    Issues already as wanted are only counted.
    """
    lines = [line_of(action) for action in plan.actions if _word(action) != "as is"]
    yield from lines
    if lines:
        yield BLANK
    yield Line(text=counts_text(plan), hang=2, tone=Tone.HEADING)


def counts_text(plan: Plan) -> str:
    """Count the actions, and the issues that are already as wanted."""
    counts = Counter(map(_word, plan.actions))
    words = [f"{counts[word]} {says}" for word, says in _COUNTED.items() if counts[word]]
    return f"Issues: {', '.join(words) or 'none, and none wanted'}."


def line_of(action: Action) -> Line:
    """Describe one action in a line."""
    match action:
        case Open(wanted=wanted):
            tone = _TONES[wanted.degree]
            return _said(action, f"{_about(wanted.key)}  {wanted.degree}; {wanted.summary}", tone)
        case IssueChange(number=number, key=key, summary=summary):
            words = f"#{number} {_about(key)}  {summary}{_comment(action)}"
            return _said(action, words, Tone.DONE if action.state is State.CLOSED else Tone.PLAIN)
        case Leave(number=number, key=key, because=because):
            return _said(action, f"#{number} {_about(key)}  {because}", Tone.QUIET)


def _said(action: Action, words: str, tone: Tone) -> Line:
    return Line(text=f"{_word(action):7}{words}", hang=7, tone=tone)


def _about(key: IssueKey) -> str:
    return f"{key.case} {key.stage}"


def _comment(change: IssueChange) -> str:
    return "" if change.note is None else "; with a comment"


def _word(action: Action) -> str:
    match action:
        case Open():
            return "open"
        case Leave(because=because):
            return "leave" if because else "as is"
        case IssueChange(state=state):
            return {State.OPEN: "reopen", State.CLOSED: "close", None: "update"}[state]
