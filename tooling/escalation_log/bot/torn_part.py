"""Find what is left of the bot's part of a body from which somebody took its first or last mark.

What the part says now is compared with the body line by line: lines that both have, in the same
order, are the bot's, and so is what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from escalation_log.bot.issue_plan import OVERVIEW, THE_LOG

# The heading of what the bot writes below its part, once, for people.
TEAM_HEADING = "### For the team"

# Shorter lines, and those of HTML, stand in other texts too.
_TELLING = 12
_CASE = re.compile(r" case=(\S+) ")
_OVERVIEW = f" case={THE_LOG} stage={OVERVIEW} "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    start: int
    end: int


def end_of_torn(part: str, text: str, *, is_same: bool) -> int:
    """Return where in `text`, which follows the first mark, the bot's words end.

    `is_same` says that the mark is that of the present part. Where it is not, other lines than
    before may be the bot's, and all above the heading for people is taken for its; of the overview,
    which has no such heading, all down to a last line like the present one.
    """
    lines = _lines(text)
    found = _common(part, lines)
    end = 0 if found is None else lines[found[1]].end
    return _end(text, end if is_same else max(end, _limit(part, lines)))


def place_of_torn(part: str, text: str) -> tuple[int, int] | None:
    """Return where in `text`, which has no first mark, the bot's words begin and end, if any do.

    Where some of them are not those of the present part, as much is taken for the bot's as by
    `end_of_torn`.
    """
    lines = _lines(text)
    ours = [line.text for line in _said(part)]
    found = _common(part, lines)
    opening = next((n for n, line in enumerate(lines) if _opens(line.text, ours)), None)
    if opening is None:
        return None if found is None else (lines[found[0]].start, _end(text, lines[found[1]].end))
    first, last = found or (opening, opening)
    end = lines[max(last, opening)].end
    if not {line for line in ours if not line.startswith("<!--")} <= {each.text for each in lines}:
        end = max(end, _limit(part, lines))
    return lines[min(first, opening)].start, _end(text, end)


def _opens(line: str, ours: Sequence[str]) -> bool:
    """Say whether a line is the first that the bot wrote about what a part is about."""
    if _OVERVIEW in ours[0]:
        return line.startswith(ours[1].partition("** ")[0])
    case = _CASE.search(ours[0])
    return case is not None and line.startswith("**") and f"** Case {case[1]}" in line


def _limit(part: str, lines: Sequence[_Line]) -> int:
    """Return where the bot's words end at the latest; 0 where nothing tells it."""
    ours = [line.text for line in _said(part)]
    if _OVERVIEW in ours[0]:
        last = f"{ours[-2].partition(': ')[0]}: "
        return next((line.end for line in lines if line.text.startswith(last)), 0)
    return next((line.start for line in lines if line.text == TEAM_HEADING), 0)


def _end(text: str, end: int) -> int:
    return len(text[:end].rstrip())


def _lines(text: str) -> Sequence[_Line]:
    """Give the lines that say something."""
    return tuple(_said(text))


def _said(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield _Line(text=line.strip(), start=start, end=start + len(line))
        start += len(line)


def _common(part: str, lines: Sequence[_Line]) -> tuple[int, int] | None:
    """Return the first and the last of the lines that are the part's."""
    ours = [line.text for line in _said(part)]
    telling = [number for number, line in enumerate(lines) if _is_telling(line.text)]
    matcher = SequenceMatcher(
        None,
        [line for line in ours if _is_telling(line)],
        [lines[number].text for number in telling],
        autojunk=False,
    )
    matches = [each for each in matcher.get_matching_blocks() if each.size]
    if not matches:
        return None
    first, last = telling[matches[0].b], telling[matches[-1].b + matches[-1].size - 1]
    while last + 1 < len(lines) and lines[last + 1].text in ours:
        last += 1
    return first, last


def _is_telling(line: str) -> bool:
    return len(line) >= _TELLING and not line.startswith("<")
