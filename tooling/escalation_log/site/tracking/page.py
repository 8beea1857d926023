"""The pages and files that sum up the cases: the tracker, the agencies' pages, and their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.model.partnerships import Agency
from escalation_log.site.addresses import agency_address
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
    page_of_cases,
)
from escalation_log.site.publication import Publication, PublishedEdition, built_at
from escalation_log.site.script_words import words_file
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.agencies import (
    PARTNERSHIP_NAME,
    Actions,
    actions_of,
    actors_of,
    coming_dues,
    left_on,
    page_of,
)
from escalation_log.site.tracking.columns import Names, cases_script
from escalation_log.site.tracking.data_files import tracker_csv, tracker_json
from escalation_log.site.tracking.days_off import calendars_file
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import (
    ROWS,
    blank_row,
    counts_of,
    in_order,
    repeats_of,
    row_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All cases, the most urgent first, and what each agency must do."""

    cases: tuple[CaseSummary, ...]
    actions: Actions


class Sorting:
    """Sorts cases, and caches the last result."""

    def __init__(self) -> None:
        self._given: Sequence[CaseSummary] | None = None
        self._sorted = Sorted(cases=(), actions=actions_of(()))

    def __call__(self, summaries: Sequence[CaseSummary]) -> Sorted:
        """Sort cases, or return the last result for the same ones."""
        if summaries is not self._given:
            self._sorted = Sorted(cases=tuple(in_order(summaries)), actions=actions_of(summaries))
            self._given = summaries
        return self._sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An agency with the number of its duties; `left` is the day it left, in words.

    `dues` are its deadlines still to come, in seconds since 1970, so that a script can count late
    ones.
    """

    name: str
    address: str
    left: str
    to_do: int
    late: int
    dues: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAgencies:
    """A partnership's agencies, with the partnership itself as the last."""

    policy: str
    name: str
    choices: tuple[Choice, ...]


def agencies_by_area(
    editions: Iterable[PublishedEdition], actions: Actions
) -> tuple[AreaAgencies, ...]:
    """List the agencies of each edition's partnership."""
    return tuple(
        AreaAgencies(
            policy=edition.policy.id,
            name=edition.partnership.name,
            choices=tuple(
                _choice(edition.policy.id, agency, actions)
                for agency in (*actors_of(edition), None)
            ),
        )
        for edition in editions
    )


def _choice(policy: str, agency: Agency | None, actions: Actions) -> Choice:
    actor = PARTNERSHIP if agency is None else agency.id
    duties = [each.duty for each in actions.own.get((policy, actor), ())]
    return Choice(
        name=PARTNERSHIP_NAME if agency is None else agency.name,
        address=agency_address(policy, actor),
        left=left_on(agency),
        to_do=len(duties),
        late=sum(duty.is_overdue for duty in duties),
        dues=coming_dues(duties),
    )


TRACKER = "tracker.html"
AGENCIES = "agencies/index.html"
CASES = "assets/escalation-log/cases.js"
TRACKING_SCRIPTS = tuple(
    f"assets/javascripts/{name}.js"
    for name in ("tracker-cases", "tracker-rows", "tracker-download", "tracker")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """The pages and files that sum up the cases."""

    pages: tuple[GeneratedPage, ...]
    files: tuple[GeneratedFile, ...]


def tracking_of(publication: Publication, templates: Templates) -> Tracking:
    """Make the tracker, the agencies' pages, the data for scripts, and the exported tables."""
    names = Names(publication)
    sorting = Sorting()
    agencies = [
        _agency(
            edition,
            agency,
            publication=publication,
            templates=templates,
            names=names,
            sorting=sorting,
        )
        for edition in publication.current
        for agency in (*actors_of(edition), None)
    ]
    return Tracking(
        pages=(
            _tracker(publication, templates, names, sorting),
            _agencies(publication, templates, sorting),
            *agencies,
        ),
        files=(calendars_file(publication), words_file(), *_data(publication, names, sorting)),
    )


def _data(publication: Publication, names: Names, sorting: Sorting) -> Iterator[GeneratedFile]:
    as_of = publication.as_of

    def script(summaries: Summaries) -> str:
        return cases_script(sorting(summaries).cases, names, as_of)

    def json(summaries: Summaries) -> str:
        cases = sorting(summaries).cases
        return tracker_json(cases, names, as_of=as_of, generated_at=built_at())

    def csv(summaries: Summaries) -> str:
        return tracker_csv(sorting(summaries).cases, names)

    yield GeneratedFile(address=CASES, write=script, needs_cases=True)
    yield GeneratedFile(address="tracker.json", write=json, needs_cases=True)
    yield GeneratedFile(address="tracker.csv", write=csv, needs_cases=True)


def _tracker(
    publication: Publication, templates: Templates, names: Names, sorting: Sorting
) -> GeneratedPage:
    frame = general_frame(publication)

    def write(summaries: Summaries) -> Markup:
        cases = sorting(summaries).cases
        return templates.write(
            "tracker.html",
            TRACKER,
            frame=frame,
            rows=[row_of(each, names) for each in cases[:ROWS]],
            blank=blank_row(),
            counts=counts_of(cases),
            repeats=repeats_of(cases, names),
            left_out=publication.left_out,
            has_feeds=publication.has_feeds,
            scripts=(CASES, *TRACKING_SCRIPTS),
        )

    return page_of_cases(TRACKER, "Tracker", frame, write)


def _agencies(publication: Publication, templates: Templates, sorting: Sorting) -> GeneratedPage:
    frame = general_frame(publication)

    def write(summaries: Summaries) -> Markup:
        return templates.write(
            "agencies.html",
            AGENCIES,
            frame=frame,
            areas=agencies_by_area(publication.current, sorting(summaries).actions),
            dues=coming_dues(duty for case in summaries for duty in case.to_do),
        )

    return page_of_cases(AGENCIES, "My agency", frame, write)


def _agency(
    edition: PublishedEdition,
    agency: Agency | None,
    *,
    publication: Publication,
    templates: Templates,
    names: Names,
    sorting: Sorting,
) -> GeneratedPage:
    frame = frame_of(publication, edition)
    actor = PARTNERSHIP if agency is None else agency.id
    name = PARTNERSHIP_NAME if agency is None else agency.name

    def write(summaries: Summaries) -> Markup:
        page = page_of(edition, agency, sorting(summaries).actions, names)
        return templates.write(
            "agency.html", page.address, frame=frame, page=page, has_feeds=publication.has_feeds
        )

    address = agency_address(edition.policy.id, actor)
    return page_of_cases(address, f"{name}, {edition.partnership.name}", frame, write)
