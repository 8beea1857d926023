"""Rows as comma-separated values that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TypeAlias

Cell: TypeAlias = bool | int | str | None

# A cell that begins with one of these, wide or narrow, may be taken for a formula.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SPACE = " \t\r\n"


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    r"""Write rows (RFC 4180, but with plain line ends).

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
