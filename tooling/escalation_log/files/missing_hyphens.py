"""Entries of a list that were begun without their hyphen, so that they go on with the one above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from escalation_log.files.places import Place
from escalation_log.model.problems import DataPath

_KEY = re.compile(r"(?P<indent>[ -]*)(?P<key>[^\s:#]+) *:(?= |$)")
# What nearly every event begins with; of other entries, and of these alone, nobody can tell.
_OF_EVENTS = frozenset({"at", "kind"})
# A hyphen and a blank, as nearly everybody writes them.
_USUAL_WIDTH = 2


def begun_without_hyphen(lines: Sequence[str], place: Place, path: DataPath) -> str | None:
    """Say of a key that is given twice in an entry of a list that a new entry begins there.

    `path` is that of the repeated key. Where another key of the entry is repeated below it too, it
    is certain, of an event where one of its first keys is; where none is, it is said of these as
    one of two ways.
    """
    number, column = place[0] - 1, place[1] - 1
    key = path[-1] if path else None
    in_a_list = len(path) > 1 and isinstance(path[-2], int)
    if not in_a_list or not isinstance(key, str) or lines[number][:column].strip():
        return None
    hyphen, above = _above(lines[:number], column)
    if hyphen is None:
        return None
    below = _keys(takewhile(lambda line: _belongs(line, column), lines[number + 1 :]), column)
    what = "event" if path[0] == "events" else "entry of the list"
    where = (
        f"two signs further left, in place of the blanks before `{key}`"
        if column - hyphen == _USUAL_WIDTH
        else f"before `{key}`, under the hyphens above"
    )
    again = (above & below) - {key}
    if again and (what != "event" or not _OF_EVENTS.isdisjoint({key, *again})):
        return f"a new {what} begins here, and its hyphen is missing; write `- ` {where}"
    if what == "event" and key in _OF_EVENTS:
        return (
            f"the key `{key}` is given twice; keep one of the two. If a new event begins here,"
            f" write `- ` {where}"
        )
    return None


def _above(lines: Sequence[str], column: int) -> tuple[int | None, set[str]]:
    """Find the column of the hyphen that began an entry, and the keys of the entry up to here."""
    keys: set[str] = set()
    for line in reversed(lines):
        found = _KEY.match(line)
        if found is None or found.end("indent") != column:
            continue
        keys.add(found["key"])
        if "-" in found["indent"]:
            return found["indent"].rindex("-"), keys
    return None, keys


def _belongs(line: str, column: int) -> bool:
    return not line.strip() or not line[:column].strip()


def _keys(lines: Iterable[str], column: int) -> set[str]:
    found = (_KEY.match(line) for line in lines)
    return {key["key"] for key in found if key is not None and key.end("indent") == column}
