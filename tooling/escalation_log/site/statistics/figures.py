"""Make figures of statistics, each a chart with its table of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from escalation_log.site.addresses import case_address
from escalation_log.site.statistics.charts import Chart, chart_of
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


# The most cases that a number leads to by name, so that a page of thousands stays light.
MOST_BEHIND = 20


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


def of_cases(figures: Figures, names: ClassNames, today: str) -> Iterator[Figure]:
    """Show the cases opened, if any: by month, by the furthest stage as of today, by theme."""
    if figures.opened:
        yield _tallied("months", "Cases opened, by month", "Month", figures.months, month_words)
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
            "Required limits met, by stage",
            "Stage",
            figures.required_by_stage,
            names.stage,
            words="What the policy requires by a date.",
        )
        if figures.names_agencies:
            yield _by_agency(
                "in-time-agencies",
                "Required limits met, by who had to act",
                figures.required_by_agency,
                names,
                words="A limit that two agencies had to keep together counts for both.",
            )
    if figures.guides.settled:
        yield _shared(
            "guides-stages",
            "Guide times met, by stage",
            "Stage",
            figures.guides_by_stage,
            names.stage,
            words="What the policy gives as a guide: going over it is no breach.",
        )
        if figures.names_agencies:
            yield _by_agency(
                "guides-agencies",
                "Guide times met, by who had to act",
                figures.guides_by_agency,
                names,
            )


def of_what_is_apart(figures: Figures, names: ClassNames) -> Iterator[Figure]:
    """Show what is counted beside breaches: what nothing shows to be done, and what left the route.

    Until the edition is countersigned, not by agency.
    """
    if figures.marks:
        yield _tallied(
            "no-record-stages",
            "No record that it was done, by stage",
            "Stage",
            figures.marks,
            names.stage,
            words="What the policy requires without a date, once the chance to do it had ended.",
            unit="Duties",
        )
        if figures.names_agencies:
            yield _tallied(
                "no-record-agencies",
                "No record that it was done, by who had to act",
                "Agency",
                figures.marks_by_agency,
                names.agency,
                words="A duty that two agencies had together counts for both.",
                unit="Duties",
            )
    if figures.off_route:
        yield _tallied(
            "off-route-stages",
            "Not by the policy’s route, by stage",
            "Stage",
            figures.off_route,
            names.stage,
            words="What happened otherwise than the policy says, without a limit being missed.",
            unit="Events",
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
        kept_in=_once(each for share in others for each in share.kept_in),
        missed_in=_once(each for share in others for each in share.missed_in),
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
    name: str,
    title: str,
    head: str,
    tallies: Sequence[Tally],
    naming: NameOf,
    *,
    words: str = "",
    unit: str = "Cases",
) -> Figure:
    numbers = [(naming(each.id), each.count) for each in tallies]
    figure = _counted(name, title, head, numbers, words=words, unit=unit)
    lists = [((label, each.cases),) for (label, _), each in zip(numbers, tallies, strict=True)]
    return replace(figure, behind=_behind(name, lists))


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


def _once(references: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(references)))


def _counted(
    name: str,
    title: str,
    head: str,
    numbers: Sequence[tuple[str, int]],
    *,
    words: str = "",
    unit: str = "Cases",
) -> Figure:
    data = [(each, (count,), str(count)) for each, count in numbers]
    return Figure(
        id=name,
        title=title,
        words=words,
        chart=chart_of(data, is_of_shares=False),
        headers=(head, unit),
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


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"
