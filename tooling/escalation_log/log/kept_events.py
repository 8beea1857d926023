"""Whether the events and the top of a case stand as they were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.files.free_texts import corrected_key
from escalation_log.model.cases import (
    PSEUDONYM,
    PSEUDONYM_TAKEN_OUT,
    TEXT_TAKEN_OUT,
    TEXTS_OF_HEADER,
    TOP,
)
from escalation_log.model.event_kinds import FREE_TEXTS, KINDS_BY_WORD, EventKind
from escalation_log.words.lists import listed

EventData: TypeAlias = Mapping[str, Any]
Key: TypeAlias = int | str

_CHILDREN = ("child", "children")
# What no correction of an event may name.
_NEVER_CORRECTED = frozenset({"id", "of", "recorded", "correct"})


@dataclass(frozen=True, slots=True)
class Differing:
    """Where the events of a file part from those recorded.

    `index` is the place in the file as it is now, `number` that in the file as it was; `fields` are
    those that were changed, none where the event is `lost`, or where one was put before it. `of` is
    what an event must be of that stands in a merge, where nothing else of it was changed.
    """

    index: int
    number: int
    fields: tuple[str, ...] = ()
    is_lost: bool = False
    of: int | None = None


class Redactions:
    """What may be taken out of the events of a case: what its new redactions name."""

    def __init__(self, new: Sequence[EventData]) -> None:
        self._named = {
            (each.get("of"), each.get("field"))
            for each in new
            if each.get("kind") == EventKind.REDACTION.value
        }

    def allow(self, event: EventData, key: Key, field: str) -> bool:
        """Say whether a text of an event may be taken out."""
        return is_free_text(event, field) and (key, field) in self._named

    def allow_in_correction(self, event: EventData, key: Key, field: str) -> bool:
        """Say whether what a correction puts in the place of a text may be taken out.

        It may where that text is, and where the correction itself is named.
        """
        if field not in (*FREE_TEXTS, *TEXTS_OF_HEADER):
            return False
        target = corrected_key(event)
        return (
            (key, field) in self._named
            or (target, field) in self._named
            or (target == TOP and self.allow_in_header(field))
        )

    def allow_in_header(self, field: str) -> bool:
        """Say whether a text of the top of the file, or its pseudonyms, may be taken out.

        A pseudonym goes everywhere at once. In older files the first event stands for the top.
        """
        if field == PSEUDONYM:
            return any(named == field for _, named in self._named)
        return (TOP, field) in self._named or (1, field) in self._named


class EverythingInWords(Redactions):
    """What may be taken out where retention reduces a case: every text and pseudonym."""

    def __init__(self) -> None:
        super().__init__(())

    def allow(self, event: EventData, key: Key, field: str) -> bool:
        """Say whether it is a text."""
        return is_free_text(event, field)

    def allow_in_correction(self, event: EventData, key: Key, field: str) -> bool:
        """Say whether it is a text."""
        return field in (*FREE_TEXTS, *TEXTS_OF_HEADER)

    def allow_in_header(self, field: str) -> bool:
        """Allow each that is asked about."""
        return field in (*TEXTS_OF_HEADER, PSEUDONYM)


def is_free_text(event: EventData, field: str) -> bool:
    """Say whether a field holds somebody's own words in events of its kind."""
    kind = KINDS_BY_WORD.get(str(event.get("kind")))
    coded = frozenset[str]() if kind is None else kind.row.coded_texts
    return field in (*FREE_TEXTS, *TEXTS_OF_HEADER) and field not in coded


def key_of(event: EventData, number: int) -> Key:
    """Give what names an event in its case: its id, or else its number."""
    return event.get("id") or number


def changed_fields(
    before: EventData, after: EventData, key: Key, redactions: Redactions
) -> tuple[str, ...]:
    """Name the fields of an event that are not as they were, but for what was taken out."""
    found = []
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if old == new or (None not in (old, new) and _meaning(field, old) == _meaning(field, new)):
            continue
        if field == "correct" and isinstance(old, dict) and isinstance(new, dict):
            inner = [
                each
                for each in dict.fromkeys((*old, *new))
                if old.get(each) != new.get(each)
                and not (
                    _is_taken_out(old.get(each), new.get(each))
                    and redactions.allow_in_correction(before, key, each)
                )
                and not _are_without_pseudonyms(each, old.get(each), new.get(each), redactions)
            ]
            found += [f"correct.{each}" for each in inner]
        elif not (_is_taken_out(old, new) and redactions.allow(before, key, field)):
            found.append(field)
    return tuple(found)


def _meaning(field: str, value: Any) -> object:
    """Give what is meant by the value of a field, which may be written in several ways."""
    build = EVENT_FIELDS.get(field)
    return value if build is None or field in _AS_WRITTEN else build(value)


# An event that another one is of is called by its number or by its id.
_AS_WRITTEN = frozenset({"of", "id"})


def _is_taken_out(old: object, new: object) -> bool:
    return old is not None and new in (None, TEXT_TAKEN_OUT)


def changed_header(before: EventData, after: EventData, redactions: Redactions) -> tuple[str, ...]:
    """Name the keys above the events that are not as they were, but for what was taken out."""
    found = []
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if field == "events" or old == new or (field == "format" and (old, new) in _FORMATS):
            continue
        if field == "salt" and old is None:
            continue
        if redactions.allow_in_header(field) and new == TEXT_TAKEN_OUT:
            continue
        if _are_without_pseudonyms(field, old, new, redactions):
            continue
        found.append(field)
    return tuple(found)


# A file that does not say its format has the first.
_FORMATS = ((None, 1), (1, None))


def _are_without_pseudonyms(field: str, old: Any, new: Any, redactions: Redactions) -> bool:
    """Say whether children are the same but for pseudonyms that may be taken out."""
    if field not in _CHILDREN or None in (old, new) or not redactions.allow_in_header(PSEUDONYM):
        return False
    before = old if isinstance(old, list) else [old]
    after = new if isinstance(new, list) else [new]
    return len(before) == len(after) and all(
        _nameless(one) == _nameless(other)
        and other[PSEUDONYM] in (one[PSEUDONYM], PSEUDONYM_TAKEN_OUT)
        for one, other in zip(before, after, strict=True)
    )


def _nameless(child: EventData) -> dict[str, Any]:
    return {field: value for field, value in child.items() if field != PSEUDONYM}


def renumbered(event: EventData, places: Mapping[int, int]) -> EventData:
    """Give an event whose `of` goes along with the event that it names."""
    of = event.get("of")
    return {**event, "of": places.get(of, of)} if isinstance(of, int) else event


def differing(
    before: Sequence[EventData],
    after: Sequence[EventData],
    redactions: Redactions,
    places: Mapping[int, int] | None = None,
) -> Iterator[Differing]:
    """Give each place at which the events of a file are not what was recorded, in their order.

    `places` is given for a parent of a merge: the number that each of its events has there. Others
    may stand between them then, and what an event is `of` is renumbered along.
    """
    index = 0
    for number, event in enumerate(before, 1):
        expected = event if places is None else renumbered(event, places)
        key = key_of(event, number)
        if places is not None and number in places:
            # What else may be taken out of it was judged as its place was found.
            index = places[number]
            if (of := expected.get("of")) != after[index - 1].get("of"):
                yield Differing(index - 1, number, ("of",), of=of)
        elif (
            places is None
            and (later := _place_of(event, key, after, index, redactions)) is not None
        ):
            if later != index:
                yield Differing(index, number)
            index = later + 1
        elif index < len(after) and not _stands_in(after[index], before[number:]):
            fields = changed_fields(expected, after[index], key, redactions)
            yield Differing(index, number, fields)
            index += 1
        else:
            yield Differing(min(index, len(after) - 1), number, is_lost=True)


def _place_of(
    event: EventData, key: Key, after: Sequence[EventData], index: int, redactions: Redactions
) -> int | None:
    return next(
        (
            place
            for place in range(index, len(after))
            if not changed_fields(event, after[place], key, redactions)
        ),
        None,
    )


def _stands_in(event: EventData, events: Sequence[EventData]) -> bool:
    return any(event == each for each in events)


def correction_of(found: Differing, event: EventData) -> str | None:
    """Write the beginning of a correction of the first field that one may name.

    No correction is corrected: another one of the same event puts right what it gave.
    """
    corrects = KINDS_BY_WORD[str(event["kind"])].row.corrects
    for field in found.fields:
        if corrects and field.startswith("correct."):
            target = f", of: {event['of']}" if "of" in event else ""
            return f"kind: {event['kind']}{target}, correct: {{{field.removeprefix('correct.')}"
        if not corrects and field not in _NEVER_CORRECTED:
            return f"kind: correction, of: {found.number}, correct: {{{field}"
    return None


def fields_in_words(fields: Sequence[str]) -> str:
    """Write the names of fields as part of a sentence."""
    return listed(f"`{field}`" for field in fields)
