"""Entries of a list that stand outside it: its key is missing, or they have no hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from escalation_log.files.places import Place
from escalation_log.files.reading import schema_of
from escalation_log.files.value_words import options_of

_ENTRY = re.compile(r" *-(?: +|(?=\{))\{? *(?P<key>[a-z_]+) *:(?: |$)")
_OPENS_A_LIST = re.compile(r"[^:#]+: *(?:#.*)?")
_KEY = re.compile(r"(?P<key>[a-z_]+) *:")


_Keys: TypeAlias = tuple[frozenset[str], frozenset[str]]
_NO_LIST: tuple[str, _Keys] = ("", (frozenset(), frozenset()))
# One key alone may be anything.
_LEAST = 2


@cache
def _entry_keys(schema: str) -> Mapping[str, _Keys]:
    """Give for each list of a kind of file the keys of an entry, and those that each needs."""
    return dict(_lists(schema_of(schema), schema_of(schema)))


def _lists(part: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[tuple[str, _Keys]]:
    for key, field in part.get("properties", {}).items():
        entry: Mapping[str, Any] = field.get("items", {})
        if "$ref" in entry:
            entry = whole["$defs"][entry["$ref"].rpartition("/")[2]]
        if "properties" in entry:
            yield key, (frozenset(entry["properties"]), frozenset(entry.get("required", ())))


def below_no_key(lines: Sequence[str], schema: str) -> tuple[Place, str] | None:
    """Find the first entry of a list of the file whose key is missing above it.

    Give its place, and what to say.
    """
    for number, line in enumerate(lines):
        entry = _ENTRY.match(line)
        owner = None if entry is None else _owner(lines, number)
        if entry is None or owner is None:
            continue
        if _indent(owner) or owner.startswith("-"):
            keys = _lists_within(entry["key"], schema)
        else:
            keys = _missing_lists(lines, entry["key"], schema)
        if keys:
            return (number + 1, len(line) - len(line.lstrip()) + 1), _of_missing(keys)
    return None


def _of_missing(keys: Sequence[str]) -> str:
    if len(keys) > 1:
        which = options_of(keys)
        return (
            f"a list begins here, and its key is missing above it: {which}. Write it there, alone"
        )
    return (
        f"`{keys[0]}` is missing above this line, which is an entry of it; write `{keys[0]}:` on a"
        " line of its own before this one"
    )


def _missing_lists(lines: Iterable[str], key: str, schema: str) -> list[str]:
    """Name the lists that a file lacks and whose entries may have a key: those it needs, if any."""
    there = {found["key"] for line in lines if (found := _KEY.match(line))}
    lists = [
        name for name, (keys, _) in _entry_keys(schema).items() if key in keys and name not in there
    ]
    needed = [name for name in lists if name in schema_of(schema).get("required", ())]
    return needed or lists


def _lists_within(key: str, schema: str) -> list[str]:
    """Name the lists below the top of a file whose entries may have a key."""
    whole = schema_of(schema)
    parts = whole.get("$defs", {}).values()
    return sorted({name for part in parts for name, keys in _lists(part, whole) if key in keys[0]})


def _owner(lines: Sequence[str], number: int) -> str | None:
    """Give the line to which an entry belongs by its indent, unless it is a list or opens one."""
    indent = _indent(lines[number])
    for above in reversed(lines[:number]):
        if not above.strip() or above.lstrip().startswith("#") or _indent(above) > indent:
            continue
        is_beside = _indent(above) == indent
        if (is_beside and above.lstrip().startswith("-")) or _OPENS_A_LIST.fullmatch(above):
            return None
        # A line of a text stands beside the entry, and the key of the text further up.
        if not is_beside or _KEY.match(above):
            return above
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def entry_at_the_top(lines: Sequence[str], schema: str) -> tuple[Place, str] | None:
    """Find the first of the keys at the top of a file that are those of an entry of a list.

    Give its place, and what to say; None where they have too little of an entry. The first must be
    one that each entry needs.
    """
    allowed = schema_of(schema).get("properties", {})
    met = [(number, key["key"]) for number, line in enumerate(lines) if (key := _KEY.match(line))]
    unknown = [(number, key) for number, key in met if key not in allowed]
    keys = {key for _, key in unknown}
    name, (known, needed) = max(
        _entry_keys(schema).items(), key=lambda each: len(each[1][0] & keys), default=_NO_LIST
    )
    if len(known & keys) < _LEAST or unknown[0][1] not in needed:
        return None
    return (unknown[0][0] + 1, 1), (
        f"this is an entry of `{name}`, and stands outside it; write `  - ` before this line, and"
        " four blanks before each other line of the entry"
    )


def is_list(key: str, schema: str) -> bool:
    """Say whether entries stand below a key at the top of a file."""
    return key in _entry_keys(schema)


def is_key_of_an_entry(key: str, schema: str) -> bool:
    """Say whether a key may stand in an entry of one of a file's lists."""
    return any(key in keys for keys, _ in _entry_keys(schema).values())
