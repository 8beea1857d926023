"""Draw bar charts with labels above the bars, readable on a phone, on paper and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from escalation_log.site.policies.lettering import width_of, wrapped

BARS_WIDTH = 320
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
    """A drawing; `id` is the prefix of the ids in it."""

    id: str
    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    is_of_shares: bool

    @property
    def width(self) -> int:
        """The width in the drawing's own units."""
        return BARS_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """The value of a bar: `parts` are one number, or the numbers kept and missed."""

    words: str
    parts: tuple[int, ...]
    value: str


def chart_of(name: str, title: str, data: Sequence[Datum], *, is_of_shares: bool) -> Chart:
    """Draw bars.

    Their lengths are their numbers; with `is_of_shares`, all have one length, divided by shares.
    """
    room = (
        BARS_WIDTH - max((width_of(each.value, _SIZE, bold=True) for each in data), default=0) - 8
    )
    most = max((sum(each.parts) for each in data), default=0)
    bars: list[Bar] = []
    y = _LEGEND if is_of_shares else 0
    for each in data:
        lines = wrapped(each.words, BARS_WIDTH - 4, _SIZE)
        tops = tuple((y + 13 + _LINE * number, line) for number, line in enumerate(lines))
        y += _LINE * len(lines) + 2
        whole = sum(each.parts) if is_of_shares else most
        pieces = tuple(_pieces(each.parts, room / whole if whole else 0))
        end = max((piece.x + piece.width for piece in pieces), default=0)
        bars.append(
            Bar(lines=tops, y=y, pieces=pieces, value=each.value, value_x=round(end + 6, 1))
        )
        y += _BAR + _GAP
    return Chart(
        id=name,
        title=title,
        description="; ".join(f"{each.words}: {each.value}" for each in data) + ".",
        height=y,
        bars=tuple(bars),
        is_of_shares=is_of_shares,
    )


def _pieces(parts: Sequence[int], scale: float) -> Iterable[Piece]:
    looks = ("whole",) if len(parts) == 1 else ("kept", "missed")
    x = 0.0
    for look, number in zip(looks, parts, strict=True):
        if number:
            width = round(number * scale, 1)
            yield Piece(look=look, x=round(x, 1), width=width)
            x += width
