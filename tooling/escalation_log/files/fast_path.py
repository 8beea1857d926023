"""The fast ways to load a file that holds nothing unusual: line by line, or libyaml's events."""

from __future__ import annotations

import re
from typing import Any

import yaml.events
from yaml.cyaml import CBaseLoader

from escalation_log.files.plain_data import (
    INVISIBLE,
    WORDS,
    Data,
    Fault,
    NotPlainDataError,
    construct,
)

_DEEPEST = 12
_WHEN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?"
# A key and, on the same line, text without quotes, a date or a moment; or whatever else follows.
_ENTRY = re.compile(
    r"( *)(- )?([a-z][a-z0-9_-]{0,60}):(?: (?:"
    rf"([A-Za-z][^:#\n]*(?::[^ :#\n][^:#\n]*)*(?<! )|{_WHEN})"
    r"|(\S[^\n]*)"
    r"))?\n"
)
_EMPTY_OR_COMMENT = re.compile(r"(?: *#[^\n]*)?\n")
_WORD = rf"(?:[A-Za-z][A-Za-z0-9_-]*|{_WHEN})"
_LIST = rf"\[{_WORD}(?:, {_WORD})*\]"
_PAIR = rf"[a-z][a-z_]*: (?:{_WORD}|{_LIST})"
_PAIRS = rf"\{{{_PAIR}(?:, {_PAIR})*\}}"
_WORDS_IN_BRACKETS = re.compile(_LIST)
_PAIRS_IN_BRACES = re.compile(_PAIRS)
_LIST_OF_PAIRS = re.compile(rf"\[{_PAIRS}(?:, {_PAIRS})*\]")
_EACH_PAIR = re.compile(rf"([a-z_]+): (?:({_WORD})|({_LIST}))")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
# The text below a bar: lines indented like the first or further, and empty ones between them.
_TEXT = re.compile(r"( +)[^ \n][^\n]*\n(?:\n*\1[^\n]*\n)*")


class _Unusual(Exception):
    """The file uses something that reading line by line does not support."""


def read_lines(text: str) -> dict[str, Data] | None:
    """Load a file line by line; None if the result might differ from that of libyaml.

    The text holds no control characters but line feeds, and no lines of blanks alone.
    """
    try:
        return _Lines(text).read()
    except _Unusual:
        return None


class _Lines:
    """A reader of lines, with the mapping or list to which the current line belongs.

    `outer` holds the enclosing ones, each with its indentation; `waiting` is the key of a line
    without a value, whose value may follow on the next lines.
    """

    __slots__ = ("container", "indent", "outer", "text", "waiting")

    def __init__(self, text: str) -> None:
        self.text = text
        self.container: Any = {}
        self.indent = 0
        self.outer: list[tuple[Any, int]] = []
        self.waiting: str | None = None

    def read(self) -> dict[str, Data]:
        """Read every line."""
        text, match = self.text, _ENTRY.match
        root: dict[str, Data] = self.container
        position, end = 0, len(text)
        while position < end:
            entry = match(text, position)
            if entry is None:
                position = self._passed_over(position)
                continue
            blanks, hyphen, key, plain, other = entry.groups()
            if hyphen is not None:
                self._begin_item(len(blanks))
            elif len(blanks) != self.indent or self.waiting is not None:
                self._go_to(len(blanks))
            mapping, position = self.container, entry.end()
            if key in mapping or key in WORDS:
                raise _Unusual
            if plain is not None:
                mapping[key] = WORDS.get(plain, plain)
            elif other is None:
                mapping[key], self.waiting = None, key
            elif other == "|":
                mapping[key], position = self._text_below(position)
            else:
                mapping[key] = _value(other)
        if not root:
            raise _Unusual
        return root

    def _passed_over(self, position: int) -> int:
        passed = _EMPTY_OR_COMMENT.match(self.text, position)
        if passed is None:
            raise _Unusual
        return passed.end()

    def _begin_item(self, indent: int) -> None:
        """Begin an item of a list, which may be the value of the waiting key."""
        if self.waiting is not None and indent >= self.indent:
            items: list[Data] = []
            self.container[self.waiting] = items
            self._enter(items, indent)
        else:
            self._leave(indent)
        if self.container.__class__ is not list or self.indent != indent:
            raise _Unusual
        item: dict[str, Data] = {}
        self.container.append(item)
        self._enter(item, indent + 2)

    def _go_to(self, indent: int) -> None:
        """Go to the mapping with this indentation: a new one, or an enclosing one."""
        if self.waiting is not None and indent > self.indent:
            mapping: dict[str, Data] = {}
            self.container[self.waiting] = mapping
            self._enter(mapping, indent)
            return
        self._leave(indent)
        if self.container.__class__ is list:
            self.container, self.indent = self.outer.pop()
        if self.indent != indent:
            raise _Unusual

    def _enter(self, container: Data, indent: int) -> None:
        if len(self.outer) == _DEEPEST:
            raise _Unusual
        self.outer.append((self.container, self.indent))
        self.container, self.indent, self.waiting = container, indent, None

    def _leave(self, indent: int) -> None:
        """Leave containers that are indented further; a waiting key keeps no value."""
        self.waiting = None
        while self.indent > indent:
            self.container, self.indent = self.outer.pop()

    def _text_below(self, position: int) -> tuple[str, int]:
        """Take the text below a bar, without its indentation."""
        below = _TEXT.match(self.text, position)
        if below is None or len(below[1]) <= self.indent:
            raise _Unusual
        return below[0].replace("\n" + below[1], "\n")[len(below[1]) :], below.end()


def _value(written: str) -> Data:
    """Read a number, quoted text, or what stands in brackets or braces."""
    if _NUMBER.fullmatch(written):
        return int(written)
    if quoted := _QUOTED.fullmatch(written):
        return quoted[1] if quoted[2] is None else quoted[2]
    if _WORDS_IN_BRACKETS.fullmatch(written):
        return _words(written)
    if _PAIRS_IN_BRACES.fullmatch(written):
        return _pairs(written)
    if _LIST_OF_PAIRS.fullmatch(written):
        return [_pairs(braces) for braces in _PAIRS_IN_BRACES.findall(written)]
    raise _Unusual


def _pairs(written: str) -> dict[str, Data]:
    pairs: dict[str, Data] = {}
    for key, word, words in _EACH_PAIR.findall(written):
        if key in pairs or key in WORDS:
            raise _Unusual
        pairs[key] = _words(words) if words else WORDS.get(word, word)
    return pairs


def _words(written: str) -> list[Data]:
    return [WORDS.get(word, word) for word in written[1:-1].split(", ")]


LARGEST_FILE = 512 * 1024
LARGEST_COUNT = 20_000
# Every control character but line feed and carriage return; a tab counts as unusual as well.
_CONTROLS = bytes([*range(10), 11, 12, *range(14, 32), 127])
_DIRECTIVE = re.compile(rb"^%", re.MULTILINE)
# A line that ends the document.
_END = b"\n..."
_LINE_OF_BLANKS = re.compile(rb"(?:^|\n) +\r?\n")


def load_quickly(data: bytes) -> dict[str, Data]:
    """Load a file of plain data; raise NotPlainDataError, without saying where, for any other."""
    if not is_usual(data):
        raise NotPlainDataError(Fault.SYNTAX)
    plain = None if b"\r" in data else read_lines(data.decode())
    if plain is not None:
        return plain
    try:
        return construct(CBaseLoader(data).get_event, yaml.events)
    except yaml.YAMLError:
        raise NotPlainDataError(Fault.SYNTAX) from None


def is_usual(data: bytes) -> bool:
    """Say whether all characters are ones that both parsers read in the same way."""
    if len(data) > LARGEST_COUNT and is_too_long(data):
        return False
    if len(data.translate(None, _CONTROLS)) != len(data):
        return False
    if (b"%" in data and _DIRECTIVE.search(data)) or data.count(_END) > 1:
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if (b" \n" in data or b"\r" in data) and _LINE_OF_BLANKS.search(data):
        return False
    if data.isascii():
        return True
    try:
        return INVISIBLE.search(data.decode()) is None
    except UnicodeDecodeError:
        return False


def is_too_long(data: bytes) -> bool:
    """Say whether a file is larger, or has more lines and entries, than any log's file needs."""
    return len(data) > LARGEST_FILE or sum(data.count(mark) for mark in b"\n,:[{") > LARGEST_COUNT
