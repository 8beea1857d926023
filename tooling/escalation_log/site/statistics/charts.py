"""Draw the bars of a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from escalation_log.site.policies.lettering import width_of, wrapped

_WIDTH = 320
_SIZE = 13.0
_LINE = 17
_BAR = 14
_GAP = 9
_LEGEND = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a bar; `look` is `whole`, `kept` or `missed`."""

    look: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its labels; `value_x` is where the number begins."""

    lines: tuple[tuple[int, str], ...]
    y: int
    pieces: tuple[Piece, ...]
    value: str
    value_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of bars."""

    description: str
    height: int
    bars: tuple[Bar, ...]


def chart_of(data: Sequence[tuple[str, tuple[int, ...], str]], *, is_of_shares: bool) -> Chart:
    """Draw bars, with labels above them, readable on a phone, on paper and without colour.

    Each has its words, its one number or its numbers kept and missed, and what stands behind it.
    Their lengths are their numbers; with `is_of_shares`, all have one length, divided by shares.
    """
    values = (width_of(value, _SIZE, bold=True) for _, _, value in data)
    room = _WIDTH - max(values, default=0) - 8
    most = max((sum(parts) for _, parts, _ in data), default=0)
    bars: list[Bar] = []
    y = _LEGEND if is_of_shares else 0
    for words, parts, value in data:
        lines = wrapped(words, _WIDTH - 4, _SIZE)
        tops = tuple((y + 13 + _LINE * number, line) for number, line in enumerate(lines))
        y += _LINE * len(lines) + 2
        whole = sum(parts) if is_of_shares else most
        pieces = tuple(_pieces(parts, room / whole if whole else 0))
        end = max((piece.x + piece.width for piece in pieces), default=0)
        bars.append(Bar(lines=tops, y=y, pieces=pieces, value=value, value_x=round(end + 6, 1)))
        y += _BAR + _GAP
    return Chart(
        description="; ".join(f"{words}: {value}" for words, _, value in data) + ".",
        height=y,
        bars=tuple(bars),
    )


def _pieces(parts: Sequence[int], scale: float) -> Iterator[Piece]:
    looks = ("whole",) if len(parts) == 1 else ("kept", "missed")
    x = 0.0
    for look, number in zip(looks, parts, strict=True):
        if number:
            width = round(number * scale, 1)
            yield Piece(look=look, x=round(x, 1), width=width)
            x += width
