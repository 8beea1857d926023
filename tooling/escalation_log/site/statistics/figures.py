"""The figures of a board's report and of the public counts: what each is called and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.site.statistics.figure_tables import (
    Figure,
    figure_of_numbers,
    figure_of_shares,
    figure_of_tallies,
)
from escalation_log.site.statistics.quarter_words import ClassNames, NameOf, length_words
from escalation_log.statistics.board import Figures
from escalation_log.statistics.published import SEVERAL, Group, Published
from escalation_log.statistics.tallies import Share, combined_share
from escalation_log.words.dates import month_words

# The most agencies in a chart, so that a report fits on four sides of paper.
_MOST_AGENCIES = 12


def of_cases(figures: Figures, names: ClassNames, today: str) -> Iterator[Figure]:
    """Show the cases opened, if any: by month, by the furthest stage as of today, by theme."""
    if figures.opened:
        yield figure_of_tallies(
            "months", "Cases opened, by month", "Month", figures.months, month_words
        )
        yield figure_of_tallies(
            "stages",
            "The furthest stage they have reached",
            "Stage",
            figures.stages,
            names.stage,
            words=f"By {today}; a case that is still open may go further.",
        )
        yield figure_of_tallies(
            "themes", "What they are about", "Theme", figures.themes, names.theme
        )


def of_limits(figures: Figures, names: ClassNames) -> Iterator[Figure]:
    """Show the limits that fell due: required ones by stage and by agency, then guides."""
    if figures.required.settled:
        yield figure_of_shares(
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
        yield figure_of_shares(
            "guides-stages",
            "Guide times met, by stage",
            "Stage",
            figures.guides_by_stage,
            names.stage,
            words="What the policy gives as a guide: going over it is not a breach.",
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
        yield figure_of_tallies(
            "no-record-stages",
            "No record that it was done, by stage",
            "Stage",
            figures.marks,
            names.stage,
            words=("What the policy requires without a date, once the chance to do it has ended."),
            unit="Duties",
        )
        if figures.names_agencies:
            yield figure_of_tallies(
                "no-record-agencies",
                "No record that it was done, by who had to act",
                "Agency",
                figures.marks_by_agency,
                names.agency,
                words="A duty that two agencies had together counts for both.",
                unit="Duties",
            )
    if figures.off_route:
        yield figure_of_tallies(
            "off-route-stages",
            "Not by the policy’s route, by stage",
            "Stage",
            figures.off_route,
            names.stage,
            words="What did not follow the policy’s route, although no limit was missed.",
            unit="Events",
        )


def _by_agency(
    name: str, title: str, shares: Sequence[Share], names: ClassNames, *, words: str = ""
) -> Figure:
    """Show limits by agency; combine those that had to act least often if there are too many."""
    others = sorted(shares, key=lambda share: -share.settled)[_MOST_AGENCIES - 1 :]
    if len(others) <= 1:
        return figure_of_shares(name, title, "Agency", shares, names.agency, words=words)
    naming = _unless_several(f"The {len(others)} others together", names.agency)
    combined = combined_share(SEVERAL, others)
    return figure_of_shares(
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
        yield figure_of_tallies(
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
        yield figure_of_numbers(f"in-time-{quarter}", "In time", "Limits", numbers)
    for table, title, head, groups, naming in tables:
        if groups:
            numbers = [(_together(each.ids, naming), each.count) for each in groups]
            yield figure_of_numbers(f"{table}-{quarter}", title, head, numbers)


def _unless_several(words: str, naming: NameOf) -> NameOf:
    return lambda name: words if name == SEVERAL else naming(name)


def _together(ids: Sequence[str], naming: NameOf) -> str:
    """Name classes that are counted as one."""
    words = [naming(each) for each in ids]
    return words[0] if len(words) == 1 else f"Together: {'; '.join(words)}"
