"""Draw small charts beside each other, one a stage, quarter by quarter and all to one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from escalation_log.site.statistics.quarter_words import ClassNames, NameOf
from escalation_log.statistics.board import Figures
from escalation_log.statistics.quarters import Quarter
from escalation_log.statistics.tallies import Share, Tally

_STEP = 32
_HIGH = 44
_TOP = 15  # room for the number above the highest bar


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallPiece:
    """A part of a bar; `look` is `whole`, `kept` or `missed`."""

    look: str
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallBar:
    """What a stage had in a quarter; `value_y` is where its number stands."""

    x: int
    pieces: tuple[SmallPiece, ...]
    value: str
    value_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallChart:
    """The bars of a stage, a quarter each."""

    title: str
    bars: tuple[SmallBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    """Charts of the same quarters, the earliest first; the bars end at `foot`."""

    id: str
    title: str
    words: str
    quarters: tuple[Quarter, ...]
    charts: tuple[SmallChart, ...]
    is_of_shares: bool = False
    width: int = 0
    foot: int = _TOP + _HIGH

    @property
    def headers(self) -> tuple[str, ...]:
        """The head of the table."""
        return ("Stage", *(each.words for each in self.quarters))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of the table."""
        return tuple((each.title, *(bar.value for bar in each.bars)) for each in self.charts)


def multiples_of(
    quarters: Sequence[Quarter], figures: Sequence[Figures], names: ClassNames
) -> Iterator[Multiples]:
    """Show how far the cases of each quarter went, and the required limits kept, by stage."""
    order = (*names.classes.stages, "")
    opened = _by_stage([map(_of_cases, each.stages) for each in figures], order)
    if opened:
        yield _multiples(
            "quarters-stages",
            "Cases opened in each quarter, by the furthest stage they have reached",
            "All charts use the same scale.",
            quarters,
            _charts(opened, names.stage),
        )
    kept = _by_stage([map(_of_limits, each.required_by_stage) for each in figures], order)
    if kept:
        yield _multiples(
            "quarters-in-time",
            "Required limits kept in each quarter, by stage",
            "How many were kept, of those that fell due. All charts use the same scale.",
            quarters,
            _charts(kept, names.stage),
            is_of_shares=True,
        )


def _multiples(
    name: str,
    title: str,
    words: str,
    quarters: Sequence[Quarter],
    charts: Iterator[SmallChart],
    *,
    is_of_shares: bool = False,
) -> Multiples:
    return Multiples(
        id=name,
        title=title,
        words=words,
        quarters=tuple(quarters),
        charts=tuple(charts),
        is_of_shares=is_of_shares,
        width=_STEP * len(quarters),
    )


_Numbers = tuple[tuple[int, ...], str]


def _of_cases(tally: Tally) -> tuple[str, _Numbers]:
    return tally.id, ((tally.count,), str(tally.count))


def _of_limits(share: Share) -> tuple[str, _Numbers]:
    return share.id, ((share.kept, share.missed), f"{share.kept}/{share.settled}")


def _by_stage(
    quarters: Sequence[Iterable[tuple[str, _Numbers]]], order: Sequence[str]
) -> dict[str, list[_Numbers]]:
    """Give each stage its numbers, quarter by quarter; leave out those that never had any."""
    found: dict[str, list[_Numbers]] = {each: [((), "–")] * len(quarters) for each in order}
    for place, classes in enumerate(quarters):
        for stage, numbers in classes:
            found.setdefault(stage, [((), "–")] * len(quarters))[place] = numbers
    return {stage: row for stage, row in found.items() if any(sum(parts) for parts, _ in row)}


def _charts(found: dict[str, list[_Numbers]], stages: NameOf) -> Iterator[SmallChart]:
    most = max(sum(parts) for row in found.values() for parts, _ in row)
    for stage, row in found.items():
        bars = [_bar(place, numbers, _HIGH / most) for place, numbers in enumerate(row)]
        yield SmallChart(title=stages(stage), bars=tuple(bars))


def _bar(place: int, numbers: _Numbers, scale: float) -> SmallBar:
    parts, value = numbers
    looks = ("whole",) if len(parts) == 1 else ("kept", "missed")
    y = float(_TOP + _HIGH)
    pieces = []
    for look, number in zip(looks, parts, strict=False):
        if number:
            y -= number * scale
            pieces.append(SmallPiece(look=look, y=round(y, 1), height=round(number * scale, 1)))
    return SmallBar(x=_STEP * place, pieces=tuple(pieces), value=value, value_y=round(y - 3, 1))
