"""Take a text or a pseudonym out of a case, and record that it was taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import ClockReading, clock_reading
from escalation_log.files.case_file import parse_case
from escalation_log.files.case_text import event_to_yaml
from escalation_log.files.folding import NotFoldableError, added_at_the_end
from escalation_log.files.free_texts import (
    corrected_key,
    events_of_file,
    free_texts,
    kinds_by_key,
    pseudonyms,
)
from escalation_log.files.reading import read
from escalation_log.files.replacing import NotReplaceableError, replaced
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import HOLDS_FILE
from escalation_log.log.disk import FoundCase, read_bytes
from escalation_log.log.found_cases import case_files
from escalation_log.log.history_reading import destroyed_words, read_history_files
from escalation_log.log.opening import open_rules
from escalation_log.model.cases import (
    PSEUDONYM,
    PSEUDONYM_TAKEN_OUT,
    TEXT_TAKEN_OUT,
    TOP,
    Case,
    Event,
    event_key_from,
)
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import DataPath, Problem
from escalation_log.screening.texts import identifiers_in

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionAsked:
    """What is to be taken out of a case, why, and on whose authority.

    `key` is what the event is called by, TOP for the top of the file.
    """

    reference: str
    key: str
    field: str
    reason: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What a redaction writes into which files, and the values that go.

    `corrections` are the events that had put another value in the place of the one asked for.
    `remaining` are other places of the case, in words, that hold such a value as well.
    """

    contents: Mapping[Path, bytes]
    files: tuple[str, ...]
    values: tuple[str, ...]
    corrections: tuple[str, ...]
    remaining: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiles:
    """The files of one case as they stand, each with its data."""

    found: FoundCase
    data: bytes
    written: dict[str, Any]
    waiting: tuple[WaitingEvent, ...]

    @property
    def case(self) -> Case:
        """The case, with the events that wait; raise EscalogError where it has problems."""
        case = parse_case(self.found.file, self.data, self.waiting)
        if isinstance(case, Case):
            return case
        raise _faulty(self.found.file)

    def parts(self) -> Iterator[tuple[str, Path, bytes, str, dict[str, Any]]]:
        """Yield each file: its name, its path, its bytes, its schema and its data."""
        yield self.found.file, self.found.path, self.data, "case", self.written
        paths = {each.file: each.path for each in self.found.waiting}
        for each in self.waiting:
            event = {"event": each.written}
            yield each.file, paths[each.file], each.data, "waiting", event


def files_of_case(root: Path, reference: str) -> CaseFiles:
    """Read the files of a case; raise EscalogError where there are none, or one has problems."""
    found = next((each for each in case_files(root) if each.path.stem == reference), None)
    if found is None:
        if (gone := destroyed_words(root, reference)) is not None:
            raise EscalogError(gone)
        raise EscalogError(
            "There is no case of this reference in the log.",
            hint="See which there are: escalog assess",
        )
    data = read_bytes(root, found.path)
    written = (data,) if isinstance(data, Problem) else read(found.file, data, "case")
    if isinstance(data, Problem) or isinstance(written, tuple):
        raise _faulty(found.file)
    waiting = []
    for each in found.waiting:
        content = read_bytes(root, each.path)
        event = content if isinstance(content, Problem) else parse_waiting(each.file, content)
        if not isinstance(event, WaitingEvent):
            raise _faulty(each.file)
        waiting.append(event)
    return CaseFiles(found=found, data=data, written=written, waiting=tuple(waiting))


def _faulty(file: str) -> EscalogError:
    return EscalogError(
        f"{file} cannot be read, so nothing can be taken out of it.",
        hint=f"See what is wrong, and mend it first: escalog check {file}",
    )


def refuse_held(root: Path, reference: str) -> None:
    """Raise EscalogError where a case is held, or nobody can tell whether it is."""
    record = read_history_files(root)
    if any(each.file == HOLDS_FILE for each in record.problems):
        raise EscalogError(
            f"{HOLDS_FILE} cannot be read, so nobody can tell whether the case is held.",
            hint=f"See what is wrong, and mend it first: escalog check {HOLDS_FILE}",
        )
    hold = record.held.get(reference)
    if hold is not None:
        raise EscalogError(
            f"{reference} is held by the role {hold.by}, so nothing is taken out of it.",
            hint=f"The hold is looked at again on {hold.review_on}. Once it is over, add to "
            f"{HOLDS_FILE}: - {{reference: {reference}, on: TODAY, by: {hold.by}, lifted: true}}",
        )


def refuse_identifiers(**texts: str) -> None:
    """Raise EscalogError where one of the texts, by option, seems to identify a person."""
    for option, text in texts.items():
        for kind in identifiers_in(text):
            raise EscalogError(
                f"The text after --{option} seems to hold {kind}.",
                hint="It is kept for good. Write it without, and call people by their role.",
            )


def redaction_of(root: Path, asked: RedactionAsked, now: datetime) -> Redaction:
    """Plan to take a value out of a case; `now` is the present.

    Raise EscalogError where there is no such value, the case is held, or the file cannot be changed
    as text.
    """
    refuse_held(root, asked.reference)
    refuse_identifiers(reason=asked.reason, authority=asked.authority)
    files = files_of_case(root, asked.reference)
    values: list[str] = []
    corrections: list[str] = []
    contents: dict[Path, bytes] = {}
    names: list[str] = []
    words = PSEUDONYM_TAKEN_OUT if asked.field == PSEUDONYM else TEXT_TAKEN_OUT
    for file, path, data, schema, written in files.parts():
        found = _places(files, written, file, asked)
        gone = [each for each in found if each.value.strip() != words]
        if gone:
            values += [each.value.strip() for each in gone]
            corrections += [each.correction for each in gone if each.correction is not None]
            contents[path] = without(file, data, schema, {each.path: words for each in gone})
            names.append(file)
    if not values:
        raise EscalogError(
            _nothing(asked),
            hint="Name the event by its number or its id, and the field as the file has it. The "
            f"top of the file is {TOP}: its fields are concern, outcome_sought and pseudonym.",
        )
    path = files.found.path
    recorded = _recorded(root, files, contents.pop(path, files.data), asked, now)
    # The case's file comes first, so that a run that is stopped can be finished.
    contents = {path: recorded, **contents}
    return Redaction(
        contents=contents,
        files=tuple(dict.fromkeys((*names, files.found.file))),
        values=tuple(dict.fromkeys(values)),
        corrections=tuple(dict.fromkeys(corrections)),
        remaining=tuple(_remaining(files, contents, values)),
    )


def _nothing(asked: RedactionAsked) -> str:
    where = "The top of the case" if asked.key == TOP else f"Event {asked.key}"
    return f"{where} has no {asked.field} that could be taken out, or it was taken out already."


class _Place(NamedTuple):
    """Where a value stands in a file; `correction` is what the event is called that put it there.

    It is None where the value stands where it was asked for.
    """

    path: DataPath
    value: str
    correction: str | None = None


def _places(
    files: CaseFiles, written: Mapping[str, Any], file: str, asked: RedactionAsked
) -> Iterator[_Place]:
    """Find where a value stands in one file of the case, and what corrections put in its place."""
    if asked.field == PSEUDONYM:
        if asked.key == TOP:
            yield from (_Place(*each) for each in pseudonyms(written))
        return
    keys: dict[DataPath, str] = {}
    if file == files.found.file:
        named = kinds_by_key(written["events"])
        keys = {("events", index): str(each) for index, each in enumerate(named)}
    else:
        keys = {("event",): file.rpartition("/")[2].removesuffix(".yaml")}
    events = dict(events_of_file(written))
    for path, text in free_texts(written, files.written):
        place = next((place for place in keys if path[: len(place)] == place), None)
        if path[-1] != asked.field:
            continue
        if asked.key == (TOP if place is None else keys[place]):
            yield _Place(path, text)
        elif "correct" in path and place is not None:
            of = corrected_key(events[place])
            yield from [_Place(path, text, keys[place])] if asked.key == str(of) else []


def without(file: str, data: bytes, schema: str, values: Mapping[DataPath, str]) -> bytes:
    """Put other words in the places of a file; raise EscalogError where that cannot be done."""
    if not values:
        return data
    try:
        return replaced(file, data, schema, values)
    except NotReplaceableError as error:
        raise EscalogError(
            f"{file} is written in a way in which nothing can be taken out as text.",
            hint="Write each field on a line of its own, commit that, and type the command again.",
        ) from error


def _recorded(
    root: Path, files: CaseFiles, data: bytes, asked: RedactionAsked, now: datetime
) -> bytes:
    """Add the redaction at the end of the case's file."""
    case = files.case
    rules = open_rules(root, as_of=now).rulebooks.get(case.edition)
    zone = _LONDON if rules is None else rules.index.rules.zone
    key = event_key_from(asked.key)
    event = Event(
        number=len(case.events) + 1,
        at=_stamp(now, zone),
        kind=EventKind.REDACTION,
        by="partnership",
        of=next((each.number for each in case.events if each.key == key), None),
        of_top=asked.key == TOP,
        field=asked.field,
        reason=asked.reason,
        authority=asked.authority,
    )
    try:
        result = added_at_the_end(data, [event_to_yaml(event, case)])
    except NotFoldableError as error:
        raise EscalogError(
            f"The events of {files.found.file} are not written one below the other, each with a "
            "dash, so none can be added as text.",
            hint="Write them so, commit that, and type the command again.",
        ) from error
    if not isinstance(parse_case(files.found.file, result, files.waiting), Case):
        raise _faulty(files.found.file)
    return result


def _stamp(now: datetime, zone: ZoneInfo) -> Stamp:
    """Give a moment as people write it, with an offset where the clocks show it twice."""
    local = now.astimezone(zone)
    stamp = Stamp(on=local.date(), time=local.time().replace(second=0, microsecond=0))
    if clock_reading(stamp, zone) is ClockReading.ONCE:
        return stamp
    return Stamp(on=stamp.on, time=stamp.time, offset=local.utcoffset() or timedelta())


def _remaining(
    files: CaseFiles, contents: Mapping[Path, bytes], values: Sequence[str]
) -> Iterator[str]:
    """Say where else in the case, comments included, a value stands that was taken out."""
    for file, path, data, schema, _ in files.parts():
        now = contents.get(path, data)
        written = read(file, now, schema)
        if isinstance(written, tuple):
            continue
        found = [
            ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
            for place, text in (*free_texts(written, files.written), *pseudonyms(written))
            if any(value in text for value in values)
        ]
        if found or any(value in now.decode("utf-8", "replace") for value in values):
            yield f"{file}: {', '.join(found) or 'a comment'}"
