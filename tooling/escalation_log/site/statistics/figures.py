"""Make charts of statistics, each with its table of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from escalation_log.site.statistics.bars import Chart, Datum, chart_of
from escalation_log.site.statistics.quarter_words import (
    ClassNames,
    NameOf,
    length_words,
    share_words,
)
from escalation_log.statistics.board import Figures, Share, Tally
from escalation_log.statistics.published import SEVERAL, Group, Published
from escalation_log.words.dates import month_words

# The most agencies in a chart, so that a report fits on four sides of paper.
_MOST_AGENCIES = 12
_SHARES = ("In time", "Late or not done", "Share in time")


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
        yield _shared(
            "in-time-agencies",
            "Required limits kept, by who had to act",
            "Agency",
            _at_most(figures.required_by_agency),
            _agencies(figures.required_by_agency, names),
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
        yield _shared(
            "guides-agencies",
            "Guide times kept, by who had to act",
            "Agency",
            _at_most(figures.guides_by_agency),
            _agencies(figures.guides_by_agency, names),
        )


def _at_most(shares: Sequence[Share]) -> Sequence[Share]:
    """Combine the agencies that had to act least often where there are too many."""
    if len(shares) <= _MOST_AGENCIES:
        return shares
    others = sorted(shares, key=lambda share: -share.settled)[_MOST_AGENCIES - 1 :]
    return (
        *(share for share in shares if share not in others),
        Share(
            id=SEVERAL,
            kept=sum(share.kept for share in others),
            missed=sum(share.missed for share in others),
        ),
    )


def _agencies(shares: Sequence[Share], names: ClassNames) -> NameOf:
    others = f"The {len(shares) - _MOST_AGENCIES + 1} others together"
    return lambda agency: others if agency == SEVERAL else names.agency(agency)


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
    tables: tuple[tuple[str, str, str, tuple[Group, ...], NameOf], ...] = (
        ("months", "By month of opening", "Month", published.months, month_words),
        ("stages", "By the furthest stage reached", "Stage", published.stages, names.stage),
        (
            "stages-in-time",
            "No limit missed: by the furthest stage reached",
            "Stage",
            published.stages_in_time,
            names.stage,
        ),
        (
            "stages-late",
            "A limit missed: by the furthest stage reached",
            "Stage",
            published.stages_late,
            names.stage,
        ),
        ("late-by", "A limit missed: by whom", "Agency", published.late_by, _agency),
        ("themes", "By theme", "Theme", published.themes, names.theme),
        (
            "lengths",
            "By the calendar days from opening to resolution",
            "Days",
            published.lengths,
            length_words,
        ),
        ("learned", "Learning, by its theme", "Theme", published.learned, _theme(names)),
    )
    if published.in_time is not None and published.late is not None:
        yield _split(published.quarter.id, published.in_time, published.late)
    for table, title, head, groups, naming in tables:
        if groups:
            yield _grouped(f"{table}-{published.quarter.id}", title, head, groups, naming)


def _agency(name: str) -> str:
    return "Several agencies, or the partnership itself" if name == SEVERAL else name


def _theme(names: ClassNames) -> NameOf:
    return lambda theme: "Several themes, or none named" if theme == SEVERAL else names.theme(theme)


def _split(quarter: str, in_time: int, late: int) -> Figure:
    numbers = [("No required limit missed", in_time), ("A required limit missed", late)]
    return _counted(f"in-time-{quarter}", "In time", "Limits", numbers, "")


def together(ids: Sequence[str], naming: NameOf) -> str:
    """Name classes that are counted as one."""
    words = [naming(each) for each in ids]
    return words[0] if len(words) == 1 else f"Together: {'; '.join(words)}"


def _tallied(
    name: str, title: str, head: str, tallies: Sequence[Tally], naming: NameOf, *, words: str = ""
) -> Figure:
    numbers = [(naming(each.id), each.count) for each in tallies]
    return _counted(name, title, head, numbers, words)


def _grouped(name: str, title: str, head: str, groups: Sequence[Group], naming: NameOf) -> Figure:
    numbers = [(together(each.ids, naming), each.count) for each in groups]
    return _counted(name, title, head, numbers, "")


def _counted(
    name: str, title: str, head: str, numbers: Sequence[tuple[str, int]], words: str
) -> Figure:
    data = [Datum(words=each, parts=(count,), value=str(count)) for each, count in numbers]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=chart_of(name, title, data, is_of_shares=False),
        headers=(head, "Cases"),
        rows=tuple((each, str(count)) for each, count in numbers),
    )


def _shared(
    name: str, title: str, head: str, shares: Sequence[Share], naming: NameOf, *, words: str = ""
) -> Figure:
    named = [(naming(each.id), each) for each in shares]
    has_percent = any(share.percent is not None for share in shares)
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=chart_of(
            name,
            title,
            [
                Datum(words=each, parts=(share.kept, share.missed), value=share_words(share))
                for each, share in named
            ],
            is_of_shares=True,
        ),
        headers=(head, *(_SHARES if has_percent else _SHARES[:-1])),
        rows=tuple(
            (each, str(share.kept), str(share.missed), *([_percent(share)] if has_percent else []))
            for each, share in named
        ),
        is_of_shares=True,
    )


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"
