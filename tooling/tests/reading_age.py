"""How old a reader must be for a page, by a published formula.

The formula is the automated readability index of Smith and Senter, "Automated Readability Index",
AMRL-TR-66-220 (1967): 4.71 characters a word and half the words a sentence, less 21.43, give a
school year of the United States, whose first one is for children of six. A sentence is what a full
stop, a colon, a semicolon, a question mark or an exclamation mark ends, as in Flesch, "How to Write
Plain English" (1979).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html  # type: ignore[import-untyped]

# Words of the field, which every reader of these pages uses daily: each counts as one word of
# middling length.
_TERMS = (
    "Child Protection Chair",
    "child protection plan",
    "children’s social care",
    "designated nurse",
    "Designated Safeguarding Lead",
    "Escalation Notice",
    "escalation record",
    "Independent Child Safeguarding Commissioner",
    "Independent Reviewing Officer",
    "partnership",
    "Partnership Manager",
    "practitioner",
    "practitioners",
    "professional",
    "professionals",
    "safeguarding",
    "safeguarding lead",
    "Safeguarding Partners",
)
_TERM = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _TERMS), key=len, reverse=True))})\b", re.IGNORECASE
)
_IN_PLACE = "thing"
_WORD = re.compile(r"[^\W_](?:[\w’'/.-]*[^\W_])?")
# Labels and headings are no sentences; nor is what stands there for scripts alone.
_FEWEST = 4
_WITHIN_A_LINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "time"})
# Drawings, forms' lists, and a document's own words.
_LEFT_OUT = frozenset({"blockquote", "code", "nav", "option", "pre", "q", "script", "style", "svg"})


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands on a page, and its words without the field's."""

    text: str
    words: tuple[str, ...]


def sentences_of(page: str) -> list[Sentence]:
    """List the whole sentences of a page, each once."""
    (main,) = html.fromstring(page).iter("main")
    texts = dict.fromkeys(text for block in _blocks(main) for text in _divided(block))
    sentences = (Sentence(text, _words(text)) for text in texts if text[-1:] in ".?!:;")
    return [each for each in sentences if len(each.words) >= _FEWEST]


def reading_age(sentences: list[Sentence]) -> float:
    """Give the age in years at which a text is read with ease."""
    words = [word for each in sentences for word in each.words]
    letters = sum(len(re.findall(r"[^\W_]", word)) for word in words)
    year = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return year + 5


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_TERM.sub(_IN_PLACE, text.replace("'", "’"))))


def _divided(block: str) -> list[str]:
    return re.split(r"(?<=[.?!:;])\s+", block)


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    """Yield the text of each block of a page, without that of the blocks within."""
    said = element.text or ""
    for child in element:
        if child.tag in _WITHIN_A_LINE:
            said += " ".join(_blocks(child))
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield " ".join(said.split())
            said = ""
            yield from _blocks(child)
        said += child.tail or ""
    yield " ".join(said.split())


AGE = 12
LONGEST = 32  # words; the average is what the age is made of, and hides a single long one


def assert_plain(address: str, page: str) -> None:
    """Fail for a page that is too hard, with what to say more simply."""
    sentences = sentences_of(page)
    for each in sentences:
        words = len(each.words)
        assert words <= LONGEST, f"{address}: a sentence of {words} words: {each.text}"
    if sentences:
        age = reading_age(sentences)
        assert age <= AGE, f"{address}: a reading age of {age:.1f}"
