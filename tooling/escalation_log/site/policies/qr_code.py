"""Draw an address as a QR code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET = 4  # modules that the standard wants left white on each side


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A QR code as the path of a drawing that is `size` units wide and high."""

    text: str
    size: int
    path: str


def qr_code_of(text: str) -> QrCode:
    """Draw a text as a code of which an eighth may be dirty or torn."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return QrCode(text=text, size=len(matrix) + 2 * _QUIET, path="".join(_rows(matrix)))


def _rows(matrix: Sequence[Sequence[int]]) -> Iterator[str]:
    """Give each run of dark modules in a row as a part of the path."""
    for y, row in enumerate(matrix, start=_QUIET):
        x = _QUIET
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
