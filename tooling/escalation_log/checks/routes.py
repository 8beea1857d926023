"""Rules on the policy's route: what is possible and against it is recorded, and said."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.subjects import CaseToCheck, Finding
from escalation_log.engine.departures import missing_from_panel
from escalation_log.model.assessments import DepartureRule
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.problems import Severity
from escalation_log.words.departures import NOT_BY_THE_ROUTE, departure_words
from escalation_log.words.lists import listed
from escalation_log.words.titles import agency_words


def move(subject: CaseToCheck) -> Iterator[Finding]:
    """A case goes to the next stage, or by a move that the policy lists with its reason."""
    yield from _departures(DepartureRule.MOVE, "to", subject)


def requires(subject: CaseToCheck) -> Iterator[Finding]:
    """A stage is entered after what it requires of an earlier stage."""
    yield from _departures(DepartureRule.REQUIRES, "to", subject)


def panel_size(subject: CaseToCheck) -> Iterator[Finding]:
    """A resolution panel has as many agencies as the policy asks for."""
    yield from _departures(DepartureRule.PANEL_SIZE, "agencies", subject)


def panel_sides(subject: CaseToCheck) -> Iterator[Finding]:
    """The agencies concerned sit on a resolution panel where the policy says that they must."""
    yield from _departures(DepartureRule.PANEL_SIDES, "agencies", subject)


def order(subject: CaseToCheck) -> Iterator[Finding]:
    """What the policy asks for before an event is done before it."""
    yield from _departures(DepartureRule.ORDER, "kind", subject)


def ended_by(subject: CaseToCheck) -> Iterator[Finding]:
    """A case is ended by a side that the policy lets end it."""
    yield from _departures(DepartureRule.ENDED_BY, "by", subject)


def panel_where_possible(subject: CaseToCheck) -> Iterator[Finding]:
    """Where a panel is without an agency that should sit on it if possible, a note says why."""
    for placed_event in subject.by_number:
        event = placed_event.event
        if event.kind is not EventKind.PANEL_CONVENED or event.note is not None:
            continue
        stage = subject.policy.stages[subject.policy.stage_index(placed_event.stage)]
        missing = missing_from_panel(placed_event, subject.context)
        if stage.panel is not None and not stage.panel.concerned_must and missing:
            names = listed(agency_words(each, subject.partnership) for each in missing)
            yield Finding(
                subject.place(placed_event, "agencies"),
                "The policy asks for the agencies concerned on the panel, where possible; missing: "
                f"{names}. Add `note:` with why that was not possible.",
                Severity.WARNING,
            )


def _departures(rule: DepartureRule, field: str, subject: CaseToCheck) -> Iterator[Finding]:
    for departure in subject.departures:
        if departure.rule is not rule:
            continue
        words = departure_words(departure, subject.policy, subject.partnership)
        yield Finding(
            subject.place(subject.by_key[departure.event], field),
            f"{NOT_BY_THE_ROUTE}. {words} It is recorded as it happened; if it did not happen so, "
            "correct it.",
            Severity.DEPARTURE,
        )
