"""What keeps a file from being read, in words for people who have never seen YAML."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.parsing.plain_data import Fault


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault that keeps a whole file from being read; line and column count from 1."""

    message: str
    line: int | None = None
    column: int | None = None


_WORDS = {
    Fault.EMPTY: "this file is empty; expected lines of the form `key: value`",
    Fault.NOT_A_MAPPING: (
        "expected lines of the form `key: value`, got something else. Begin every line with a key,"
        " a colon and a space"
    ),
    Fault.SECOND_DOCUMENT: (
        "a second document begins here; one file holds one. Delete the line of three hyphens or"
        " full stops, or move what follows to a file of its own"
    ),
    Fault.ANCHOR: 'text that begins with `&` must stand in quotes, like "& so on"',
    Fault.ALIAS: 'text that begins with `*` must stand in quotes, like "* see below"',
    Fault.TAG: 'text that begins with `!` must stand in quotes, like "! urgent"',
    Fault.MERGE_KEY: "`<<` is not a key here; write out what it stands for",
    Fault.KEY_IS_NOT_TEXT: (
        "expected a word as the key before the colon, got something else. If it is a number, put it"
        " in quotes"
    ),
    Fault.TOO_DEEP: "this is nested more deeply than any file of a log needs; check the brackets",
    Fault.NUMBER: "this is read as a number that is too large; put it in quotes if it is text",
    Fault.INVISIBLE: (
        "the text in quotes holds a character that nobody can see; a backslash in double quotes has"
        " a meaning of its own. Use single quotes, or delete the backslash"
    ),
}


def words_for(fault: Fault, known_key: str | None) -> str:
    """Say what is wrong; a key is named only where it is one of the format's own."""
    if fault is Fault.DUPLICATE_KEY:
        named = "a key" if known_key is None else f"the key `{known_key}`"
        return f"{named} is given twice; keep one of the two"
    return _WORDS[fault]
