"""Where somebody's own words, and the children's pseudonyms, stand in the data of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escalation_log.model.cases import (
    PSEUDONYM,
    PSEUDONYM_TAKEN_OUT,
    TEXT_TAKEN_OUT,
    TEXTS_OF_HEADER,
    TOP,
)
from escalation_log.model.event_kinds import FREE_TEXTS, KINDS_BY_WORD, EventKind
from escalation_log.model.problems import DataPath

_CHILDREN = ("child", "children")


def free_texts(
    data: Mapping[str, Any], case: Mapping[str, Any] | None = None
) -> Iterator[tuple[DataPath, str]]:
    """Yield each free text of a case file or of an event that waits, with its place.

    `case` is the case's file, where `data` is that of an event that waits beside it.
    """
    for field in TEXTS_OF_HEADER:
        if field in data:
            yield (field,), data[field]
    kinds = kinds_by_key((case or data).get("events", ()))
    for place, event in events_of_file(data):
        coded = KINDS_BY_WORD[event["kind"]].row.coded_texts
        for field in FREE_TEXTS:
            if field in event and field not in coded:
                yield (*place, field), event[field]
        corrected = event.get("correct", {})
        kind = KINDS_BY_WORD.get(corrected.get("kind") or kinds.get(event.get("of", 0), ""))
        coded = frozenset() if kind is None else kind.row.coded_texts
        for field in (*FREE_TEXTS, *TEXTS_OF_HEADER):
            if field not in coded and isinstance(corrected.get(field), str):
                yield (*place, "correct", field), corrected[field]


def pseudonyms(data: Mapping[str, Any]) -> Iterator[tuple[DataPath, str]]:
    """Yield each pseudonym of a case file or of an event that waits, with its place."""
    yield from _pseudonyms(data, ())
    for place, event in events_of_file(data):
        yield from _pseudonyms(event.get("correct", {}), (*place, "correct"))


def _pseudonyms(written: Mapping[str, Any], place: DataPath) -> Iterator[tuple[DataPath, str]]:
    for field in _CHILDREN:
        found = written.get(field)
        if isinstance(found, list):
            for index, child in enumerate(found):
                yield (*place, field, index, PSEUDONYM), child[PSEUDONYM]
        elif found is not None:
            yield (*place, field, PSEUDONYM), found[PSEUDONYM]


def events_of_file(data: Mapping[str, Any]) -> Iterator[tuple[DataPath, Mapping[str, Any]]]:
    """Yield the events of a case file, or the one of a file that waits, with their places."""
    if "event" in data:
        yield ("event",), data["event"]
    for index, event in enumerate(data.get("events", ())):
        yield ("events", index), event


def kinds_by_key(events: Sequence[Mapping[str, Any]]) -> dict[int | str, str]:
    """Give the kind of each event of a file by its id, or by its number if it has none."""
    return {each.get("id") or number: each["kind"] for number, each in enumerate(events, 1)}


def corrected_key(event: Mapping[str, Any]) -> int | str | None:
    """Give what the event is called that a correction corrects, or TOP; None for other events."""
    if event.get("kind") == EventKind.HEADER_CORRECTION.value:
        return TOP
    return event.get("of") if event.get("kind") == EventKind.CORRECTION.value else None


def without_words(
    data: Mapping[str, Any], case: Mapping[str, Any] | None = None
) -> dict[DataPath, str]:
    """Say what to write where, so that a file holds no text of anybody's and no pseudonym.

    `case` is the case's file, where `data` is that of an event that waits beside it.
    """
    places = dict.fromkeys((place for place, _ in free_texts(data, case)), TEXT_TAKEN_OUT)
    return places | dict.fromkeys((place for place, _ in pseudonyms(data)), PSEUDONYM_TAKEN_OUT)
