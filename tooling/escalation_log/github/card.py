"""The card on a pull request, in Markdown: what the change means, case by case.

Every sentence is text from outside, so that none of it is Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from escalation_log.github.effects import (
    CaseEffect,
    Effect,
    Impact,
    IssueEffect,
    Moved,
    Standing,
    Turn,
)
from escalation_log.github.markdown import code, escaped
from escalation_log.github.marker import length
from escalation_log.github.model import Key
from escalation_log.render.limits import counted

# The card is found again by its first line.
MARK = "<!-- escalation-log-effect -->"
# GitHub takes 65,536 characters; what comes last needs some of them.
_ROOM = 60_000
_SENTENCE = 600
_STANDINGS = {
    Standing.NEW: "new",
    Standing.CHANGED: "changed",
    Standing.REMOVED: "REMOVED",
    Standing.UNREADABLE: "CANNOT BE READ",
}


def card(effect: Effect, numbers: Mapping[Key, int] | None = None) -> str:
    """Write the card. `numbers` are those of our issues, by key, where they are known."""
    blocks = [MARK, "## What this change means", "", *_heading(effect), ""]
    blocks += _listed("Problems", effect.problems, "These must be mended first.")
    room = _ROOM - length("\n".join(blocks))
    cases, left_out = _fitting((_case(each, numbers or {}) for each in effect.cases), room // 2)
    blocks += cases
    left_out += effect.more_cases
    if left_out:
        blocks += [f"And {counted(left_out, 'more case')}: run `escalog effect`.", ""]
    room = _ROOM - length("\n".join(blocks))
    blocks += _impact(effect.impact, room)
    blocks += _public(effect)
    return "\n".join(blocks).rstrip() + "\n"


def impact_card(impact: Impact) -> str:
    """Write only what changed rules do to cases."""
    return "\n".join(_impact(impact, _ROOM)).rstrip() + "\n"


def _heading(effect: Effect) -> Iterator[str]:
    if effect.is_empty:
        yield "Nothing: no case and no rule means anything else than before."
    compared = f"Compared with {code(effect.base[:12])}"
    yield f"{compared}, as of {escaped(effect.as_of)}."
    if effect.unmeant:
        files = counted(effect.unmeant, "case file changes", "case files change")
        yield f"Besides, {files} only in comments or layout."


def _case(case: CaseEffect, numbers: Mapping[Key, int]) -> Sequence[str]:
    lines = [f"### {_reference(case.reference)} ({_STANDINGS[case.standing]})", ""]
    lines += [escaped(case.about, _SENTENCE), ""]
    lines += [f"- **{escaped(each, _SENTENCE)}**" for each in case.warnings]
    lines += [f"- {escaped(each, _SENTENCE)}" for each in case.told]
    lines += [f"- {issue_words(each, numbers)}" for each in case.issues]
    lines += [f"- {escaped(each, _SENTENCE)}" for each in case.coming]
    return [*lines, ""]


def issue_words(issue: IssueEffect, numbers: Mapping[Key, int]) -> str:
    """Say that an issue opens or closes, by its number where that is known."""
    number = numbers.get(issue.key)
    stage = escaped(issue.stage)
    if issue.turn is Turn.CLOSES:
        return f"Issue #{number} will close." if number else f"The issue about {stage} will close."
    return f"Issue #{number} will open again." if number else f"An issue about {stage} will open."


def _impact(impact: Impact, room: int) -> Iterator[str]:
    if not (impact.rules or impact.is_felt):
        return
    yield from ("### Changed rules", "")
    yield from (f"- {escaped(each, _SENTENCE)}" for each in impact.rules)
    yield ""
    if not impact.is_felt:
        yield from ("No date of any case moves.", "")
        return
    yield from _listed("Can no longer be judged", impact.unjudged, "")
    yield from _moved(impact.moved, impact.more_moved, room * 2 // 3)
    yield from _listed("Reminders", impact.alerts, "")
    yield from _listed("Closed cases", impact.closed, "")


def _moved(moved: Sequence[Moved], more: int, room: int) -> Iterator[str]:
    if not moved:
        return
    total = len(moved) + more
    yield f"#### {counted(total, 'date of open cases moves', 'dates of open cases move')}"
    yield from ("", "| case | what, and who | was due | is due | why |", "|---|---|---|---|---|")
    rows, left_out = _fitting(([_row(each)] for each in moved), room)
    yield from (*rows, "")
    if left_out + more:
        yield from (f"And {counted(left_out + more, 'more date')}: run `escalog impact`.", "")


def _row(each: Moved) -> str:
    after = escaped(each.after)
    if each.lateness:
        after += f", **{escaped(each.lateness)}**"
    what = f"{escaped(each.duty)} ({escaped(each.who)})"
    why = escaped("; ".join(each.why), _SENTENCE)
    cells = (_reference(each.reference), what, escaped(each.before), after, why)
    return f"| {' | '.join(cells)} |"


def _public(effect: Effect) -> Iterator[str]:
    of_the_log = " of the cases and policies" if effect.elsewhere else ""
    if effect.public:
        yield "**Becomes visible to the public:**"
        yield ""
        yield from (f"- {escaped(each, _SENTENCE)}" for each in effect.public[:_MOST])
        if len(effect.public) > _MOST:
            yield f"- And {len(effect.public) - _MOST} more."
    else:
        yield f"Becomes visible to the public: nothing{of_the_log}."
    if effect.elsewhere:
        files = counted(effect.elsewhere, "other file changes", "other files change")
        yield ""
        yield f"{files[:1].upper()}{files[1:]}; this card does not speak of what that means."


_MOST = 40


def _listed(heading: str, sentences: Sequence[str], words: str) -> Iterator[str]:
    if not sentences:
        return
    yield from (f"### {heading}", "")
    if words:
        yield from (words, "")
    yield from (f"- {escaped(each, _SENTENCE)}" for each in sentences[:_MOST])
    if len(sentences) > _MOST:
        yield f"- And {len(sentences) - _MOST} more."
    yield ""


def _fitting(parts: Iterable[Sequence[str]], room: int) -> tuple[list[str], int]:
    """Take parts while there is room for them; count those that are left out."""
    lines: list[str] = []
    left_out = 0
    for part in parts:
        size = length("\n".join(part)) + 1
        if left_out or size > room:
            left_out += 1
        else:
            room -= size
            lines += part
    return lines, left_out


def _reference(reference: str) -> str:
    return code(reference)
