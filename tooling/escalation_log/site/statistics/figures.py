"""Make charts of statistics, each with its table of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from escalation_log.site.policies.lettering import width_of, wrapped
from escalation_log.site.statistics.quarter_words import (
    ClassNames,
    NameOf,
    length_words,
    share_words,
)
from escalation_log.statistics.board import Figures, Share, Tally
from escalation_log.statistics.published import SEVERAL, Group, Published
from escalation_log.words.dates import month_words

_WIDTH = 320
_SIZE = 13.0
_LINE = 17
_BAR = 14
_GAP = 9
_LEGEND = 24
# The most agencies in a chart, so that a report fits on four sides of paper.
_MOST_AGENCIES = 12
_SHARES = ("In time", "Late or not done", "Share in time")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart and its table; the first column names the classes, `words` say what is counted."""

    id: str
    title: str
    words: str
    chart: Chart
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_of_shares: bool = False


def of_cases(figures: Figures, names: ClassNames, today: str) -> Iterator[Figure]:
    """Show the cases opened: by month, by the furthest stage as of today, by theme."""
    yield _tallied("months", "Cases opened, by month", "Month", figures.months, month_words)
    if figures.opened:
        yield _tallied(
            "stages",
            "The furthest stage they have reached",
            "Stage",
            figures.stages,
            names.stage,
            words=f"By {today}; a case that is still open may go further.",
        )
        yield _tallied("themes", "What they are about", "Theme", figures.themes, names.theme)


def of_limits(figures: Figures, names: ClassNames) -> Iterator[Figure]:
    """Show the limits that fell due: required ones by stage and by agency, then guides."""
    if figures.required.settled:
        yield _shared(
            "in-time-stages",
            "Required limits kept, by stage",
            "Stage",
            figures.required_by_stage,
            names.stage,
            words="What the policy requires by a date.",
        )
        yield _by_agency(
            "in-time-agencies",
            "Required limits kept, by who had to act",
            figures.required_by_agency,
            names,
            words="A limit that two agencies had to keep together counts for both.",
        )
    if figures.guides.settled:
        yield _shared(
            "guides-stages",
            "Guide times kept, by stage",
            "Stage",
            figures.guides_by_stage,
            names.stage,
            words="What the policy gives as a guide: going over it is no breach.",
        )
        yield _by_agency(
            "guides-agencies",
            "Guide times kept, by who had to act",
            figures.guides_by_agency,
            names,
        )


def _by_agency(
    name: str, title: str, shares: Sequence[Share], names: ClassNames, *, words: str = ""
) -> Figure:
    """Show limits by agency; combine those that had to act least often if there are too many."""
    others = sorted(shares, key=lambda share: -share.settled)[_MOST_AGENCIES - 1 :]
    if len(others) <= 1:
        return _shared(name, title, "Agency", shares, names.agency, words=words)
    naming = _unless_several(f"The {len(others)} others together", names.agency)
    combined = Share(
        id=SEVERAL,
        kept=sum(share.kept for share in others),
        missed=sum(share.missed for share in others),
    )
    return _shared(
        name,
        title,
        "Agency",
        [*(share for share in shares if share not in others), combined],
        naming,
        words=words,
    )


def of_times(figures: Figures) -> Iterator[Figure]:
    """Show how long resolved cases took."""
    if figures.times is not None:
        yield _tallied(
            "lengths",
            "Cases resolved, by days from opening",
            "Calendar days",
            figures.lengths,
            length_words,
        )


def of_published(published: Published, names: ClassNames) -> Iterator[Figure]:
    """Show the public counts of a quarter."""
    stage, in_time, late = names.stage, published.in_time, published.late
    tables: tuple[tuple[str, str, str, tuple[Group, ...], NameOf], ...] = (
        ("months", "By month of opening", "Month", published.months, month_words),
        ("stages", "By the furthest stage reached", "Stage", published.stages, stage),
        (
            "stages-in-time",
            "No limit missed: by the furthest stage reached",
            "Stage",
            published.stages_in_time,
            stage,
        ),
        (
            "stages-late",
            "A limit missed: by the furthest stage reached",
            "Stage",
            published.stages_late,
            stage,
        ),
        (
            "late-by",
            "A limit missed: by whom",
            "Agency",
            published.late_by,
            _unless_several("Several agencies, or the partnership itself", str),
        ),
        ("themes", "By theme", "Theme", published.themes, names.theme),
        (
            "lengths",
            "By the calendar days from opening to resolution",
            "Days",
            published.lengths,
            length_words,
        ),
        (
            "learned",
            "Learning, by its theme",
            "Theme",
            published.learned,
            _unless_several("Several themes, or none named", names.theme),
        ),
    )
    quarter = published.quarter.id
    if in_time is not None and late is not None:
        numbers = [("No required limit missed", in_time), ("A required limit missed", late)]
        yield _counted(f"in-time-{quarter}", "In time", "Limits", numbers)
    for table, title, head, groups, naming in tables:
        if groups:
            numbers = [(together(each.ids, naming), each.count) for each in groups]
            yield _counted(f"{table}-{quarter}", title, head, numbers)


def _unless_several(words: str, naming: NameOf) -> NameOf:
    return lambda name: words if name == SEVERAL else naming(name)


def together(ids: Sequence[str], naming: NameOf) -> str:
    """Name classes that are counted as one."""
    words = [naming(each) for each in ids]
    return words[0] if len(words) == 1 else f"Together: {'; '.join(words)}"


def _tallied(
    name: str, title: str, head: str, tallies: Sequence[Tally], naming: NameOf, *, words: str = ""
) -> Figure:
    numbers = [(naming(each.id), each.count) for each in tallies]
    return _counted(name, title, head, numbers, words)


def _counted(
    name: str, title: str, head: str, numbers: Sequence[tuple[str, int]], words: str = ""
) -> Figure:
    data = [(each, (count,), str(count)) for each, count in numbers]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=_chart_of(data, is_of_shares=False),
        headers=(head, "Cases"),
        rows=tuple((each, str(count)) for each, count in numbers),
    )


def _shared(
    name: str, title: str, head: str, shares: Sequence[Share], naming: NameOf, *, words: str = ""
) -> Figure:
    named = [(naming(each.id), each) for each in shares]
    columns = 4 if any(share.percent is not None for share in shares) else 3
    data = [(each, (share.kept, share.missed), share_words(share)) for each, share in named]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=_chart_of(data, is_of_shares=True),
        headers=(head, *_SHARES)[:columns],
        rows=tuple(
            (each, str(share.kept), str(share.missed), _percent(share))[:columns]
            for each, share in named
        ),
        is_of_shares=True,
    )


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"


def _chart_of(data: Sequence[tuple[str, tuple[int, ...], str]], *, is_of_shares: bool) -> Chart:
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


def _pieces(parts: Sequence[int], scale: float) -> Iterable[Piece]:
    looks = ("whole",) if len(parts) == 1 else ("kept", "missed")
    x = 0.0
    for look, number in zip(looks, parts, strict=True):
        if number:
            width = round(number * scale, 1)
            yield Piece(look=look, x=round(x, 1), width=width)
            x += width
