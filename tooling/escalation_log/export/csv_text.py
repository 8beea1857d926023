"""Write rows as comma-separated values in which a spreadsheet finds no formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TypeAlias

Cell: TypeAlias = bool | int | str | None

# Spreadsheets may take a cell that begins with one of these for a formula, in half or full width.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SPACE = " \t\r\n"


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    r"""Write rows as CSV (RFC 4180, but with LF at the end of a line).

    Text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> csv_text([["day", "note"], [1, "=1+1"], [True, None]])
    "day,note\n1,'=1+1\ntrue,\n"
    """
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(_SPACE).startswith(_FORMULA_BEGINS):
        return f"'{value}"
    return str(value)
