"""A figure of statistics: a chart with its table of numbers, and the cases behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from escalation_log.site.addresses import case_address
from escalation_log.site.statistics.charts import Chart, chart_of
from escalation_log.site.statistics.quarter_words import NameOf, share_words
from escalation_log.statistics.tallies import Share, Tally

# The most cases that a number leads to by name, so that a page of thousands stays light.
MOST_BEHIND = 20
_SHARES = ("In time", "Late or not done", "Share in time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The cases behind a number: their references and addresses, and how many more there are."""

    anchor: str
    label: str
    cases: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart and its table; the first column names the classes, `words` say what is counted.

    `behind` has for each row what is behind its numbers, None where a number is nought or a share.
    """

    id: str
    title: str
    words: str
    chart: Chart
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_of_shares: bool = False
    behind: tuple[tuple[Behind | None, ...], ...] = ()

    @property
    def lists(self) -> tuple[Behind, ...]:
        """The lists of cases, in the order of the table."""
        return tuple(each for row in self.behind for each in row if each is not None)


def figure_of_tallies(
    name: str,
    title: str,
    head: str,
    tallies: Sequence[Tally],
    naming: NameOf,
    *,
    words: str = "",
    unit: str = "Cases",
) -> Figure:
    """Show how many there are in each class."""
    numbers = [(naming(each.id), each.count) for each in tallies]
    figure = figure_of_numbers(name, title, head, numbers, words=words, unit=unit)
    lists = [((label, each.cases),) for (label, _), each in zip(numbers, tallies, strict=True)]
    return replace(figure, behind=_behind(name, lists))


def figure_of_numbers(
    name: str,
    title: str,
    head: str,
    numbers: Sequence[tuple[str, int]],
    *,
    words: str = "",
    unit: str = "Cases",
) -> Figure:
    """Show numbers, each with its name, that lead to no case."""
    data = [(each, (count,), str(count)) for each, count in numbers]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=chart_of(data, is_of_shares=False),
        headers=(head, unit),
        rows=tuple((each, str(count)) for each, count in numbers),
    )


def figure_of_shares(
    name: str, title: str, head: str, shares: Sequence[Share], naming: NameOf, *, words: str = ""
) -> Figure:
    """Show how many limits of each class were kept, and how many were missed."""
    named = [(naming(each.id), each) for each in shares]
    columns = 4 if any(share.percent is not None for share in shares) else 3
    data = [(each, (share.kept, share.missed), share_words(share)) for each, share in named]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=chart_of(data, is_of_shares=True),
        headers=(head, *_SHARES)[:columns],
        rows=tuple(
            (each, str(share.kept), str(share.missed), _percent(share))[:columns]
            for each, share in named
        ),
        is_of_shares=True,
        behind=_behind(
            name,
            [
                tuple(
                    (f"{label}, {column.lower()}", cases)
                    for column, cases in zip(_SHARES, (each.kept_in, each.missed_in), strict=False)
                )
                for label, each in named
            ],
        ),
    )


def _behind(
    name: str, lists: Sequence[Sequence[tuple[str, tuple[str, ...]]]]
) -> tuple[tuple[Behind | None, ...], ...]:
    """Name the cases behind the numbers of a table, given with their labels row by row."""
    return tuple(
        tuple(
            Behind(
                anchor=f"{name}-{row}-{column}",
                label=label,
                cases=tuple((each, case_address(each)) for each in cases[:MOST_BEHIND]),
                more=len(cases[MOST_BEHIND:]),
            )
            if cases
            else None
            for column, (label, cases) in enumerate(parts, start=1)
        )
        for row, parts in enumerate(lists, start=1)
    )


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"
