"""From a parser's events to plain data, by the meaning of YAML 1.2's core schema and no more."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum
from types import ModuleType
from typing import Any, TypeAlias

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"

LARGEST_DEPTH = 32
WORDS: dict[str, bool | float | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# A plain scalar that begins with none of these is always text.
_MAY_BE_A_NUMBER = frozenset("+-.0123456789")
_MAY_BE_A_WORD = frozenset(word[:1] for word in WORDS)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,4})?")
# Integers too long for _INTEGER, infinity and "not a number" are refused with Fault.NUMBER.
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# Invisible characters that no text of a log needs: controls, line breaks that editors do not
# show, byte order marks, and those that change the direction of writing.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Fault(StrEnum):
    """Why a file is not plain data, although it may be valid YAML; the value is the message."""

    EMPTY = "this file is empty; expected lines of the form `key: value`"
    NOT_A_MAPPING = (
        "expected lines of the form `key: value`, got something else. Begin every line with a key,"
        " a colon and a space"
    )
    SECOND_DOCUMENT = (
        "a second document begins here; one file holds one. Delete the line of three hyphens or"
        " full stops, or move what follows to a file of its own"
    )
    ANCHOR = 'text that begins with `&` must stand in quotes, like "& so on"'
    ALIAS = 'text that begins with `*` must stand in quotes, like "* see below"'
    TAG = 'text that begins with `!` must stand in quotes, like "! urgent"'
    MERGE_KEY = "`<<` is not a key here; write out what it stands for"
    DUPLICATE_KEY = "{key} is given twice; keep one of the two"
    KEY_IS_NOT_TEXT = "expected a word as the key before the colon, got something else"
    TOO_DEEP = "this is nested more deeply than any file of a log needs; check the brackets"
    NUMBER = "this is read as a number that is too large; put it in quotes if it is text"
    INVISIBLE = (
        "the text in quotes holds a character that nobody can see; a backslash in double quotes has"
        " a meaning of its own. Use single quotes, or delete the backslash"
    )
    # Said by the fast path alone, after which the careful one finds out what is wrong.
    SYNTAX = "this is no plain YAML"


class NotPlainDataError(Exception):
    """The file is not plain data; `event` is the parser's event at which this showed."""

    def __init__(self, fault: Fault, event: Any = None, key: str | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.event = event
        self.key = key


def construct(next_event: Callable[[], Any], events: ModuleType) -> dict[str, Data]:
    """Build the one mapping of a stream from its events, which both parsers name alike.

    Raises NotPlainDataError for whatever is not plain data; lets the parser's own errors through.
    """
    return _Construction(next_event, events).document()


class _Construction:
    """Build plain data from one stream; nesting deeper than LARGEST_DEPTH is refused."""

    def __init__(self, next_event: Callable[[], Any], events: ModuleType) -> None:
        self.next_event = next_event
        self.events = events
        self.scalar = events.ScalarEvent
        self.mapping_start = events.MappingStartEvent
        self.mapping_end = events.MappingEndEvent
        self.sequence_start = events.SequenceStartEvent
        self.sequence_end = events.SequenceEndEvent
        self.depth = 0

    def document(self) -> dict[str, Data]:
        """Read the whole stream, which holds one document and in it one mapping."""
        self.next_event()
        event = self.next_event()
        if event.__class__ is self.events.StreamEndEvent:
            raise NotPlainDataError(Fault.EMPTY, event)
        event = self.next_event()
        if event.__class__ is not self.mapping_start:
            value = self._value(event)
            raise NotPlainDataError(Fault.EMPTY if value is None else Fault.NOT_A_MAPPING, event)
        root = self._collection(event)
        self.next_event()
        event = self.next_event()
        if event.__class__ is not self.events.StreamEndEvent:
            raise NotPlainDataError(Fault.SECOND_DOCUMENT, event)
        assert isinstance(root, dict)  # noqa: S101
        return root

    def _mapping(self) -> dict[str, Data]:
        """Read keys and values up to the mapping's end."""
        next_event, scalar, end = self.next_event, self.scalar, self.mapping_end
        mapping: dict[str, Data] = {}
        while (event := next_event()).__class__ is not end:
            key = _text_or_meaning(event) if event.__class__ is scalar else None
            if key.__class__ is not str:
                raise NotPlainDataError(Fault.KEY_IS_NOT_TEXT, event)
            if key in mapping:
                raise NotPlainDataError(Fault.DUPLICATE_KEY, event, key)
            if key == "<<":
                raise NotPlainDataError(Fault.MERGE_KEY, event)
            event = next_event()
            mapping[key] = (
                _text_or_meaning(event) if event.__class__ is scalar else self._collection(event)
            )
        return mapping

    def _sequence(self) -> list[Data]:
        """Read values up to the sequence's end."""
        next_event, end = self.next_event, self.sequence_end
        values: list[Data] = []
        while (event := next_event()).__class__ is not end:
            values.append(self._value(event))
        return values

    def _value(self, event: Any) -> Data:
        is_scalar = event.__class__ is self.scalar
        value: Data = _text_or_meaning(event) if is_scalar else self._collection(event)
        return value

    def _collection(self, event: Any) -> dict[str, Data] | list[Data]:
        is_mapping = event.__class__ is self.mapping_start
        if not is_mapping and event.__class__ is not self.sequence_start:
            raise NotPlainDataError(Fault.ALIAS, event)
        if event.anchor is not None or event.tag is not None:
            raise NotPlainDataError(Fault.TAG if event.anchor is None else Fault.ANCHOR, event)
        if self.depth == LARGEST_DEPTH:
            raise NotPlainDataError(Fault.TOO_DEEP, event)
        self.depth += 1
        value = self._mapping() if is_mapping else self._sequence()
        self.depth -= 1
        return value


def _text_or_meaning(event: Any) -> Any:
    """Give a scalar's text or, for a plain scalar, its value."""
    if event.anchor is not None or event.tag is not None:
        raise NotPlainDataError(Fault.TAG if event.anchor is None else Fault.ANCHOR, event)
    text: str = event.value
    if event.implicit[0]:
        first = text[:1]
        if first in _MAY_BE_A_NUMBER:
            return _number(event) if _NUMBER.fullmatch(text) else text
        return WORDS.get(text, text) if first in _MAY_BE_A_WORD else text
    if event.style == '"' and INVISIBLE.search(text):
        raise NotPlainDataError(Fault.INVISIBLE, event)
    return text


def _number(event: Any) -> int | float:
    text: str = event.value
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[1:2] in {"o", "x"} else int(text)
    number = float(text) if _DECIMAL.fullmatch(text) else math.inf
    if not math.isfinite(number):
        raise NotPlainDataError(Fault.NUMBER, event)
    return number
