"""The pages and files that sum up the cases: the tracker, the agencies' pages, and their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.model.partnerships import Agency
from escalation_log.site.addresses import TRACKER, agency_address
from escalation_log.site.changes_waiting import changes_waiting
from escalation_log.site.generated import (
    GeneratedFile,
    GeneratedPage,
    Summaries,
    frame_of,
    general_frame,
    page_of_cases,
)
from escalation_log.site.policies.contacts import general_numbers, numbers_of
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
from escalation_log.site.tracking.columns import cases_script
from escalation_log.site.tracking.data_files import calendars_file, tracker_csv, tracker_json
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.references import references_file
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import (
    ROWS,
    blank_row,
    counts_of,
    in_order,
    repeats_of,
    row_of,
    tracker_row_not_judged,
)
from escalation_log.words.states import RING_NOW


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

    `late` is None where nothing may be counted by agency. `dues` are its deadlines still to come,
    in seconds since 1970, so that a script can count late ones.
    """

    name: str
    address: str
    left: str
    to_do: int
    late: int | None
    dues: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAgencies:
    """A partnership's agencies, with the partnership itself as the last."""

    policy: str
    name: str
    counts_late: bool
    choices: tuple[Choice, ...]


def agencies_by_area(
    editions: Iterable[PublishedEdition], actions: Actions
) -> tuple[AreaAgencies, ...]:
    """List the agencies of each edition's partnership."""
    return tuple(
        AreaAgencies(
            policy=edition.policy.id,
            name=edition.partnership.name,
            counts_late=edition.policy.id not in actions.unsigned,
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
        late=None if policy in actions.unsigned else sum(duty.is_overdue for duty in duties),
        dues=coming_dues(duties),
    )


AGENCIES = "agencies/index.html"
CASES = "assets/escalation-log/cases.js"
TRACKING_SCRIPTS = tuple(
    f"assets/javascripts/{name}.js"
    for name in (
        "references",
        "tracker-cases",
        "tracker-search",
        "tracker-rows",
        "tracker-download",
        "tracker",
    )
)


class Tracking:
    """The tracker, the agencies' pages, the data for scripts, and the exported tables."""

    def __init__(self, publication: Publication, templates: Templates) -> None:
        self._publication = publication
        self._templates = templates
        self._frame = general_frame(publication)
        self._names = Names(publication)
        self._sorting = Sorting()

    @property
    def pages(self) -> Iterator[GeneratedPage]:
        """The pages that sum up the cases."""
        yield page_of_cases(TRACKER, "Tracker", self._frame, self._tracker)
        yield page_of_cases(AGENCIES, "My agency", self._frame, self._agencies)
        for edition in self._publication.current:
            for agency in (*actors_of(edition), None):
                yield self._agency(edition, agency)

    @property
    def files(self) -> Iterator[GeneratedFile]:
        """The data of the cases, and what scripts need beside it."""
        yield calendars_file(self._publication)
        yield words_file()
        yield references_file(self._publication)
        yield GeneratedFile(address=CASES, write=self._script, needs_cases=True)
        yield GeneratedFile(address="tracker.json", write=self._json, needs_cases=True)
        yield GeneratedFile(address="tracker.csv", write=self._csv, needs_cases=True)

    def _script(self, summaries: Summaries) -> str:
        cases = self._sorting(summaries).cases
        publication = self._publication
        return cases_script(
            cases,
            self._names,
            publication.as_of,
            publication.not_judged,
            changes_waiting(self._publication, cases),
        )

    def _json(self, summaries: Summaries) -> str:
        cases, as_of = self._sorting(summaries).cases, self._publication.as_of
        return tracker_json(
            cases,
            self._publication.not_judged,
            self._names,
            as_of=as_of,
            generated_at=built_at(),
        )

    def _csv(self, summaries: Summaries) -> str:
        cases = self._sorting(summaries).cases
        return tracker_csv(cases, self._publication.not_judged, self._names)

    def _tracker(self, summaries: Summaries) -> Markup:
        cases = self._sorting(summaries).cases
        current = (each for each in cases if each.is_current)
        changes = changes_waiting(self._publication, cases)
        return self._templates.write(
            "tracker.html",
            TRACKER,
            frame=self._frame,
            rows=[
                row_of(each, self._names, changes.get(each.reference))
                for each in islice(current, ROWS)
            ],
            shown_at_most=ROWS,
            blank=blank_row(has_area=self._names.has_areas, has_changes=bool(changes)),
            counts=counts_of(cases),
            repeats=repeats_of(cases, self._names),
            not_judged=[*map(tracker_row_not_judged, self._publication.not_judged)],
            has_feeds=self._publication.has_feeds,
            scripts=(CASES, *TRACKING_SCRIPTS),
        )

    def _agencies(self, summaries: Summaries) -> Markup:
        return self._templates.write(
            "agencies.html",
            AGENCIES,
            frame=self._frame,
            numbers=general_numbers(self._publication),
            areas=agencies_by_area(self._publication.current, self._sorting(summaries).actions),
            dues=coming_dues(duty for case in summaries for duty in case.to_do),
        )

    def _agency(self, edition: PublishedEdition, agency: Agency | None) -> GeneratedPage:
        frame = frame_of(self._publication, edition)
        address = agency_address(edition.policy.id, PARTNERSHIP if agency is None else agency.id)
        name = PARTNERSHIP_NAME if agency is None else agency.name

        def write(summaries: Summaries) -> Markup:
            page = page_of(edition, agency, self._sorting(summaries).actions, self._names)
            has_feeds = self._publication.has_feeds
            return self._templates.write(
                "agency.html",
                address,
                frame=frame,
                page=page,
                numbers=numbers_of(edition, self._publication),
                has_feeds=has_feeds,
                ring_now=RING_NOW,
            )

        return page_of_cases(address, f"{name}, {edition.partnership.name}", frame, write)
