"""Finding times and numbers of agencies in prose, whether in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import dropwhile

from escalation_log.model.policies import Stage
from escalation_log.words.prose import BEGUN


class Unit(Enum):
    """What is counted. `OTHER` is a time that no limit is ever written in: weeks, months, minutes.

    Of `SAME_DAY` there is one: the working day on which something happened.
    """

    WORKING_DAYS = auto()
    CALENDAR_DAYS = auto()
    HOURS = auto()
    SAME_DAY = auto()
    OTHER = auto()
    AGENCIES = auto()


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of a unit; no count for a fraction."""

    count: int | None
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where prose speaks of an amount, or of several as in `two or three days`.

    `words` are those that say it, with single blanks between them.
    """

    start: int
    words: str
    amounts: tuple[Amount, ...]


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_COUNTS = {
    **{word: count for count, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: 10 * count for count, word in enumerate(_TENS, start=2)},
}
_GROUPS = {"couple": 2, "dozen": 12, "hundred": 100}
_NTHS = (
    *("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)

# A line may end within an amount, a paragraph may not.
_SPACE = r"(?:[^\S\n]|\n(?![^\S\n]*\n)){1,20}"
_GAP = r"(?:[^\S\n]|\n(?![^\S\n]*\n)|[-\u2010\u2011]){0,20}"
# Neither a year, nor an hour such as 0900 hours, nor a part of a longer number or of a date.
_DIGITS = (
    rf"(?<![\w.,:/])(?!(?:19|20)\d\d\b)(?!(?:[01]\d|2[0-3])[0-5]\d{_GAP}h)"
    r"\d{1,3}(?:(?:,\d{3})+|\d{0,3})(?:\.\d{1,3})?(?![.,:/]?\d)"
)
_WORD = (
    rf"\b(?:(?:(?:a|one){_SPACE})?(?:couple(?:{_SPACE}of)?|dozen|hundred)"
    rf"|(?:{'|'.join(_TENS)})(?:{_GAP}(?:{'|'.join(_ONES)}))?|{'|'.join((*_TEENS, *_ONES))})\b"
)
_NUMBER = rf"(?:{_DIGITS}|{_WORD})"
_NUMBERS = rf"{_NUMBER}(?:{_GAP}(?:[–—]|\b(?:to|or|and)\b)?{_GAP}{_NUMBER})*"
_HALF = rf"[¼½¾]|{_SPACE}and{_SPACE}a{_SPACE}half"
_EXTRA = (
    rf"(?:{_GAP}\b(?:full|further|more|additional|extra|consecutive|clear|whole|complete)\b)*{_GAP}"
)
_TIME = (
    rf"(?:(?P<working>(?:working|business){_GAP}days?|w[./]?d(?:ays?|s)?)"
    rf"|(?P<other>(?:working|office|week|school|term){_GAP}(?:days?|hours?|weeks?)|weeks?|wks?"
    r"|fortnights?|months?|minutes?|mins?)"
    rf"|(?P<calendar>(?:calendar{_GAP})?days?)|(?P<hours>(?:clock{_GAP})?(?:hours?|hrs?|h)))\b"
)
_AGENCIES = (
    rf"(?:(?:different|member|other|partner|separate){_SPACE})?(?P<agencies>agency|agencies)\b"
)
_NO_AGE = rf"(?!{_GAP}(?:old|of{_SPACE}age)\b)"

_COUNTED = (
    rf"(?P<numbers>{_NUMBERS})(?P<half>{_HALF})?(?:{_SPACE}\((?P<again>{_NUMBER})\))?"
    rf"{_EXTRA}(?:{_TIME}|{_AGENCIES}){_NO_AGE}"
)
_HALVED = rf"\b(?P<half>half)(?:{_SPACE}an?)?{_GAP}{_TIME}"
_ONE_OF = (
    rf"\b(?:an?|each|every|per){_SPACE}(?:(?:single|full|whole){_SPACE})?"
    rf"(?:(?P<other>(?:working{_SPACE})?(?:week|fortnight|month))|(?P<hours>hour))\b{_NO_AGE}"
    rf"|\b(?:within|in|after|for|by){_SPACE}a{_SPACE}(?:(?:single|full|whole){_SPACE})?"
    rf"(?:(?P<working>(?:working|business){_GAP}day)|(?P<calendar>(?:calendar{_GAP})?day))\b"
)
_NTH = (
    rf"\b(?:by|before|until|after|on|within){_SPACE}(?:the{_SPACE})?"
    rf"(?:(?P<nth>\d{{1,3}}(?=st|nd|rd|th)|{'|'.join(_NTHS)})(?:st|nd|rd|th)?{_EXTRA}{_TIME}"
    rf"|(?:day{_SPACE}(?P<day>{_NUMBER})|(?:working|business){_GAP}day{_SPACE}"
    rf"(?P<working_day>{_NUMBER}))(?!\w))"
)
_SAME_DAY = rf"\b(?P<same_day>same{_GAP}(?:working{_GAP})?day)\b"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (_COUNTED, _HALVED, _ONE_OF, _NTH, _SAME_DAY)
)
# Most prose names no unit at all, which is found out far sooner.
_HAS_UNIT = re.compile(
    r"day|hour|hr|week|wk|month|min|fortnight|agenc|w[./]?d|(?:\b|\d)h\b", re.IGNORECASE
)
_EACH_NUMBER = re.compile(_NUMBER, re.IGNORECASE)
_UNITS = {
    "working": Unit.WORKING_DAYS,
    "working_day": Unit.WORKING_DAYS,
    "calendar": Unit.CALENDAR_DAYS,
    "day": Unit.CALENDAR_DAYS,
    "hours": Unit.HOURS,
    "other": Unit.OTHER,
    "same_day": Unit.SAME_DAY,
    "agencies": Unit.AGENCIES,
}

# What is numbered and not counted, how old somebody is, and what is denied.
_NUMBERED = re.compile(
    r"\b(?:stages?|clauses?|sections?|paragraphs?|appendix|chapter|part|page|year|level|step"
    rf"|number|no\.?|aged?|times|hours|days){_GAP}$",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 40
# Hours of opening: `24 hours a day`, `a 24-hour line`.
_OPENING = re.compile(
    rf"{_SPACE}(?:an?|per|each|every){_SPACE}(?:hour|day|week|month|year)\b"
    rf"|(?<=hour){_SPACE}(?:\w+{_SPACE})?(?:line|number|helpline|service|team|cover)\b",
    re.IGNORECASE,
)


def mentions_in(text: str) -> Iterator[Mention]:
    """Find the times, and the numbers of agencies, that prose speaks of, in order.

    >>> [mention.words for mention in mentions_in("Within 5 working days, or a week at most.")]
    ['5 working days', 'a week']
    """
    if _HAS_UNIT.search(text) is None:
        return
    found = sorted(
        (match for pattern in _PATTERNS for match in pattern.finditer(text)),
        key=lambda match: (match.start(), -match.end()),
    )
    end = 0
    for match in found:
        if match.start() < end:
            continue
        opening = _OPENING.match(text, match.end())
        end = match.end() if opening is None else opening.end()
        before = text[max(match.start() - _LONGEST_BEFORE, 0) : match.start()]
        if opening is None and _NUMBERED.search(before) is None:
            yield Mention(
                start=match.start(), words=" ".join(match[0].split()), amounts=_amounts(match)
            )


def _amounts(match: re.Match[str]) -> tuple[Amount, ...]:
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    [unit] = (_UNITS[name] for name in groups if name in _UNITS)
    if "half" in groups:
        return (Amount(None, unit),)
    if "nth" in groups:
        return (Amount(_place(groups["nth"].lower()), unit),)
    written = " ".join(groups.get(name, "") for name in ("numbers", "again", "day", "working_day"))
    counts = [_count(number[0].lower()) for number in _EACH_NUMBER.finditer(written)]
    return tuple(Amount(count, unit) for count in dict.fromkeys(counts or [1]))


def _place(written: str) -> int:
    return _NTHS.index(written) + 2 if written in _NTHS else int(written)


def _count(written: str) -> int | None:
    if written[0].isdigit():
        digits = written.replace(",", "")
        return int(digits) if digits.isdigit() else None
    words = re.findall(r"\w+", written)
    groups = [_GROUPS[word] for word in words if word in _GROUPS]
    return groups[0] if groups else sum(_COUNTS[word] for word in words)


_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
# What is written and not read as prose: comments, tags, addresses; and the marks of emphasis.
_UNREAD = re.compile(
    rf"{BEGUN}|<!--.*?-->|<[^<>]*>|&nbsp;|\]\([^()]*\)|\bhttps?://\S+|[*`~]+"
    r"|(?<!\w)_+|_+(?!\w)|^[ \t]*>[> \t]*",
    re.DOTALL | re.MULTILINE,
)
_NO_LINE_END = re.compile(r"[^\n]")
_WORD_OF_PASSAGES = re.compile(r"\w+")
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
    words = _WORD_OF_PASSAGES.findall(heading.lower())
    said = f" {' '.join(words)} "
    numbered = [
        stage.id for stage in stages if any(f" {name} " in said for name in _numbers(stage.id))
    ]
    title = list(dropwhile(str.isdigit, words))
    entitled = [
        stage.id for stage in stages if _WORD_OF_PASSAGES.findall(stage.title.lower()) == title
    ]
    named = numbered or entitled
    return named[0] if len(named) == 1 else None


def _numbers(stage: str) -> Iterator[str]:
    """Give the ways to say the number of a stage whose id has one: `stage 2`, `stage two`."""
    number = stage.removeprefix("stage-")
    if number.isdigit():
        yield f"stage {number}"
        yield from (f"stage {word}" for word in _NUMBER_WORDS[int(number) :][:1])
