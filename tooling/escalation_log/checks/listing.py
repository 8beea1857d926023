"""What rules on the whole log need of each case."""

from __future__ import annotations

from typing import NamedTuple

from escalation_log.model.cases import PSEUDONYM_TAKEN_OUT, Case, Event
from escalation_log.model.problems import DataPath


class Listed(NamedTuple):
    """What rules on the whole log need of a case; `links` pairs places with references.

    `duplicates` does so for cases that this one is said to repeat. `likeness` is what only the same
    case has: the children, the two sides and the beginning; it is empty where a child's pseudonym
    was taken out. `salt` is what its hash is made with.
    """

    file: str
    reference: str
    edition: str
    links: tuple[tuple[DataPath, str], ...] = ()
    duplicates: tuple[tuple[DataPath, str], ...] = ()
    likeness: tuple[str, ...] = ()
    salt: str | None = None


def listed_case(file: str, case: Case) -> Listed:
    """Give the parts of a case that rules on the whole log need."""
    links: list[tuple[DataPath, str]] = [
        (("links", index), reference) for index, reference in enumerate(case.header.links)
    ]
    for event in case.events:
        place = _listed_place(event, case)
        for index, reference in enumerate(event.references):
            links.append(((*place, "references", index), reference))
        for field, value in event.correct:
            if field in ("links", "references") and isinstance(value, tuple):
                links += [
                    ((*place, "correct", field, index), str(reference))
                    for index, reference in enumerate(value)
                ]
    return Listed(
        file=file,
        reference=case.reference,
        edition=case.edition,
        links=tuple(links),
        duplicates=tuple(
            ((*_listed_place(event, case), "of"), event.duplicate_of)
            for event in case.events
            if event.duplicate_of is not None
        ),
        likeness=_likeness(case),
        salt=case.salt,
    )


def _likeness(case: Case) -> tuple[str, ...]:
    header, first = case.header, case.events[0]
    children = sorted(child.pseudonym for child in header.children)
    if PSEUDONYM_TAKEN_OUT in children:
        return ()
    return (
        header.policy,
        " ".join(children),
        header.raising.agency,
        " ".join(sorted(party.agency for party in header.receiving)),
        f"{first.kind} {first.at.on} {first.at.time} {first.at.offset}",
    )


def _listed_place(event: Event, case: Case) -> DataPath:
    """Give the path to an event in the case's file; to the list of events for one that waits."""
    place = case.place_of(event.number)
    return ("events",) if place is None else ("events", place)
