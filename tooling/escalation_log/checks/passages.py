"""The passages of a Markdown text, each with the stage of a policy that its section is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from escalation_log.model.policies import Stage
from escalation_log.parsing.placeholders import BEGUN

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
# What is written and not read as prose: comments, tags, addresses; and the marks of emphasis.
_UNREAD = re.compile(
    rf"{BEGUN}|<!--.*?-->|<[^<>]*>|&nbsp;|\]\([^()]*\)|\bhttps?://\S+|[*`~]+"
    r"|(?<!\w)_+|_+(?!\w)|^[ \t]*>[> \t]*",
    re.DOTALL | re.MULTILINE,
)
_NO_LINE_END = re.compile(r"[^\n]")
_WORD = re.compile(r"\w+")
_NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph or a heading. `stage` is None where its section is about no single one.

    `start` is its place in the whole text; what is no prose stands as blanks in its words.
    """

    start: int
    words: str
    stage: str | None


def passages_of(text: str, stages: tuple[Stage, ...]) -> Iterator[Passage]:
    """Give the passages of a text in order.

    A section within another is about that one's stage unless its own heading names one.
    """
    enclosing: list[tuple[int, str | None]] = []
    is_fenced = False
    start = place = 0
    prose = _prose(text)
    for line in prose.splitlines(keepends=True):
        end = place + len(line)
        if _FENCE.match(text, place):
            is_fenced = not is_fenced
        heading = None if is_fenced else _HEADING.match(line)
        stage = enclosing[-1][1] if enclosing else None
        if heading is not None or not line.strip():
            yield from _passage(prose, start, place, stage)
            start = end
        if heading is not None:
            level = len(heading[1])
            enclosing = [each for each in enclosing if each[0] < level]
            outer = enclosing[-1][1] if enclosing else None
            enclosing.append((level, stage_named(line, stages) or outer))
            yield from _passage(prose, place, end, enclosing[-1][1])
        place = end
    yield from _passage(prose, start, place, enclosing[-1][1] if enclosing else None)


def _passage(prose: str, start: int, end: int, stage: str | None) -> Iterator[Passage]:
    if prose[start:end].strip():
        yield Passage(start=start, words=prose[start:end], stage=stage)


def _prose(text: str) -> str:
    """Put blanks in the place of what is no prose, so that the rest stays where it is."""
    return _UNREAD.sub(lambda match: _NO_LINE_END.sub(" ", match[0]), text)


def stage_named(heading: str, stages: tuple[Stage, ...]) -> str | None:
    """Find the one stage that a heading names, by its number or by being its title."""
    words = _WORD.findall(heading.lower())
    said = f" {' '.join(words)} "
    numbered = [
        stage.id for stage in stages if any(f" {name} " in said for name in _numbers(stage.id))
    ]
    title = list(dropwhile(str.isdigit, words))
    entitled = [stage.id for stage in stages if _WORD.findall(stage.title.lower()) == title]
    named = numbered or entitled
    return named[0] if len(named) == 1 else None


def _numbers(stage: str) -> Iterator[str]:
    """Give the ways to say the number of a stage whose id has one: `stage 2`, `stage two`."""
    number = stage.removeprefix("stage-")
    if number.isdigit():
        yield f"stage {number}"
        yield from (f"stage {word}" for word in _NUMBER_WORDS[int(number) :][:1])
