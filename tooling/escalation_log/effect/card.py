"""Write the card on a pull request in Markdown: what the change means, case by case.

Every sentence comes from an untrusted document, so it is escaped for Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from escalation_log.bot.issue_plan import IssueKey
from escalation_log.bot.markdown import code, escaped
from escalation_log.bot.marker import length
from escalation_log.effect.next_step import OpenPull, merged_step, next_step
from escalation_log.effect.value import (
    AGREEMENT,
    READERS,
    SAME_MEANING,
    STANDING_WORDS,
    CaseEffect,
    Effect,
    Impact,
    Moved,
    grave_words,
    issue_words,
    risk_words,
    salted_words,
)
from escalation_log.words.lists import counted
from escalation_log.words.titles import capital

# The first line of a card, by which it is found again.
MARK = "<!-- escalation-log-effect -->"
_HEADING = "## What this change means"
# The most characters of each part; cases get the rest of the 65,536 that GitHub accepts.
_ROOM = 62_000
_OF_PROBLEMS = 10_000
_OF_DATES = 14_000
_OF_A_LIST = 4_000
_OF_GRAVE = 30_000
_SENTENCE = 600


def card(
    effect: Effect,
    numbers: Mapping[IssueKey, int] | None = None,
    pull: OpenPull | None = None,
) -> str:
    """Write the card; `numbers` are those of the bot's issues, by key, where known.

    `pull` is the pull request as GitHub shows it, where there is one.
    """
    head = [
        MARK,
        *_risk(effect),
        *next_step(effect, pull),
        *(_HEADING, "", *_heading(effect), ""),
    ]
    words = "These must be mended first."
    above, room = _kept(
        _listed(f"### {AGREEMENT}", effect.agreement, ""),
        _listed("### Problems", effect.problems, words, room=_OF_PROBLEMS),
        room=_ROOM - length("\n".join(head)),
    )
    below, room = _kept(
        _impact(effect.impact),
        _listed(f"**{READERS}:**", effect.readers, ""),
        _public(effect),
        room=room,
    )
    cases, left_out = _fitting((_case(each, numbers or {}) for each in effect.cases), room)
    left_out += effect.more_cases
    if left_out:
        cases += [f"And {counted(left_out, 'more case')}: run `escalog effect`.", ""]
    return "\n".join((*head, *above, *cases, *below)).rstrip() + "\n"


def _kept(*parts: Iterable[str], room: int) -> tuple[list[str], int]:
    """Take each part that fits into what is left of the room; say so where one does not."""
    lines: list[str] = []
    for part in parts:
        written = list(part)
        if length("\n".join(written)) + 1 > room:
            written = ["More than fits here: run `escalog effect`.", ""]
        room -= length("\n".join(written)) + 1
        lines += written
    return lines, room


def missing_card() -> str:
    """Write the card that stands on a pull request while its newest commit was not assessed."""
    to_do = "**To do:** see what went wrong in the check *Effect on cases and dates*."
    words = (
        "**It could not be worked out for the newest commit.** This card comes back once that "
        "check of this pull request has gone through."
    )
    return "\n".join((MARK, to_do, "", _HEADING, "", words, ""))


def merged_card(card_before: str, pull: OpenPull) -> str:
    """Put into a card, in place of what was to be done, that the change is merged."""
    _, _, rest = card_before.partition(_HEADING)
    return "\n".join((MARK, merged_step(pull), "", _HEADING)) + rest


def impact_card(impact: Impact) -> str:
    """Write only what changed rules do to cases."""
    return "\n".join(_impact(impact)).rstrip() + "\n"


def _risk(effect: Effect) -> Iterator[str]:
    """Yield what must be the first line that anybody sees."""
    if words := risk_words(effect):
        yield from (f"**{escaped(words, _OF_A_LIST)}**", "")


def _heading(effect: Effect) -> Iterator[str]:
    if effect.keeps_meaning:
        yield f"Nothing: {SAME_MEANING}" if effect.is_empty else capital(SAME_MEANING)
    # However many other cases there are, each of these is named.
    for words in grave_words(effect):
        yield from (f"**{escaped(words, _OF_GRAVE)}**", "")
    compared = f"Compared with {code(effect.base[:12])}"
    yield f"{compared}, as of {escaped(effect.as_of)}."
    if effect.unmeant:
        files = counted(effect.unmeant, "case file changes", "case files change")
        yield f"Also, {files} only in comments or layout."
    if effect.salted:
        yield salted_words(effect.salted)


def _case(case: CaseEffect, numbers: Mapping[IssueKey, int]) -> Sequence[str]:
    lines = [f"### {code(case.reference)} ({STANDING_WORDS[case.standing]})", ""]
    lines += [escaped(case.about, _SENTENCE), ""]
    lines += [f"- **{escaped(words, _SENTENCE)}**" for words in (*case.warnings, *case.aims)]
    lines += [f"- {escaped(words, _SENTENCE)}" for words in case.told]
    for each in case.issues:
        number = numbers.get(each.key)
        lines.append(f"- {issue_words(each.turn, escaped(each.stage), number)}")
    lines += [f"- {escaped(words, _SENTENCE)}" for words in case.coming]
    return [*lines, ""]


def _impact(impact: Impact) -> Iterator[str]:
    if not (impact.rules or impact.is_felt):
        return
    yield from _listed("### Changed rules", impact.rules, "")
    if not impact.is_felt:
        yield from ("No date of any case moves.", "")
    yield from _listed("#### Can no longer be judged", impact.unjudged, "")
    yield from _moved(impact.moved, impact.more_moved)
    yield from _listed("#### Reminders and marks", impact.alerts, "")
    yield from _listed("#### Closed cases", impact.closed, "")


def _moved(moved: Sequence[Moved], more: int) -> Iterator[str]:
    if not moved:
        return
    total = len(moved) + more
    yield f"#### {counted(total, 'date of open cases moves', 'dates of open cases move')}"
    yield from ("", "| case | what, and who | was due | is due | why |", "|---|---|---|---|---|")
    rows, left_out = _fitting(([_row(each)] for each in moved), _OF_DATES)
    yield from (*rows, "")
    if left_out + more:
        yield from (f"And {counted(left_out + more, 'more date')}: run `escalog impact`.", "")


def _row(each: Moved) -> str:
    after = escaped(each.after)
    if each.lateness:
        after += f", **{escaped(each.lateness)}**"
    what = f"{escaped(each.duty)} ({escaped(each.who)})"
    why = escaped("; ".join(each.why), _SENTENCE)
    cells = (code(each.reference), what, escaped(each.before), after, why)
    return f"| {' | '.join(cells)} |"


def _public(effect: Effect) -> Iterator[str]:
    if effect.public:
        yield from _listed("**Becomes visible to the public:**", effect.public, "")
    else:
        of_the_log = " of the cases and policies" if effect.elsewhere else ""
        yield from (f"Becomes visible to the public: nothing{of_the_log}.", "")
    if effect.elsewhere:
        files = counted(effect.elsewhere, "other file changes", "other files change")
        yield f"{files}; this card does not say what that means."


def _listed(
    heading: str, sentences: Sequence[str], words: str, *, room: int = _OF_A_LIST
) -> Iterator[str]:
    if not sentences:
        return
    yield from (heading, "")
    if words:
        yield from (words, "")
    lines, left_out = _fitting(([f"- {escaped(each, _SENTENCE)}"] for each in sentences), room)
    yield from lines
    if left_out:
        yield f"- And {left_out} more."
    yield ""


def _fitting(parts: Iterable[Sequence[str]], room: int) -> tuple[list[str], int]:
    """Take parts while they fit into `room` characters; return them and the number left out."""
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
