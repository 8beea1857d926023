"""Whether every case stands where it stood, with everything that was recorded in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from escalation_log.checks.rules import ReadingRule
from escalation_log.files.reading import read
from escalation_log.log.held_records import (
    Change,
    Data,
    Record,
    Records,
    kind_in_history,
)
from escalation_log.log.history_rules import (
    CASE_STANDS,
    EVENTS_STAND,
    HEADER_STANDS,
    ID_OF_WAITING,
    WAITING_STANDS,
)
from escalation_log.log.kept_events import (
    Differing,
    EverythingInWords,
    Redactions,
    changed_fields,
    changed_header,
    correction_of,
    differing,
    fields_in_words,
    renumbered,
)
from escalation_log.log.moved_events import another_number, places_in_merge
from escalation_log.log.snapshots import LINK
from escalation_log.model.destroyed import DestroyedCase, Extent
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import DataPath, Problem

# What editors and others put before or after a name, so that nothing reads the file.
_DECORATION = re.compile(r"^[.#]+|[~#]+$")
_SHOW = "What it was: {}"
# What no correction of the top of a case may name.
_NEVER_CORRECTED = frozenset({"format", "reference", "policy", "invented", "salt"})


def kept_cases(change: Change) -> Iterator[Problem]:
    """Judge the cases and waiting events of both sides."""
    before, after = change.before, change.after
    taken = _taken(change)
    files = before.files("case")
    differ = change.differ(files)
    change.fetch([*differ, *change.differ([*before.files("waiting"), *after.files("waiting")])])
    waiting = _Waiting(change)
    for file in differ:
        if (record := before.of(file)) is None:
            continue
        took = taken.get(str(record.data["reference"]))
        if (now := after.of(file)) is not None:
            yield from _kept_case(change, record, now, _redactions(record, now, took, waiting))
            yield from waiting.folded_into(record, now)
        elif took is None or took.extent is not Extent.DESTROYED:
            yield from _unreadable(change, CASE_STANDS, file) or [_gone(change, record)]
    yield from waiting.problems(taken)


def put_back(
    change: Change, deleted: Callable[[], frozenset[str]], counts: Callable[[Record], bool]
) -> Iterator[Problem]:
    """Judge each case that is new here and was there before, by what it said last.

    `deleted` names files that were deleted once, and is called where there are new ones; `counts`
    says whether a deletion since then is told at all.
    """
    before, after = change.before, change.after
    new = [file for file in after.files("case") if file not in before.snapshot.files]
    gone = deleted() if new else frozenset()
    waiting = _Waiting(change)
    taken = _taken(change)
    for file in (file for file in new if file in gone):
        record, now = before.last_of(file), after.of(file)
        if record is not None and now is not None and counts(record):
            took = taken.get(str(record.data["reference"]))
            yield from _kept_case(change, record, now, _redactions(record, now, took, waiting))


def _taken(change: Change) -> Mapping[str, DestroyedCase]:
    """Give the entry that counts for each case that retention took.

    That a case was reduced counts in the change that enters it: what is recorded later, stands.
    """
    known = change.before.taken.cases
    rows = [
        each
        for each in change.after.taken.cases
        if each.extent is Extent.DESTROYED or each not in known
    ]
    # A case that is listed as destroyed is gone, whatever else is said of it.
    rows.sort(key=lambda each: each.extent is Extent.DESTROYED)
    return {each.reference: each for each in rows}


def _unreadable(change: Change, rule: ReadingRule, file: str) -> list[Problem]:
    """Say of a file that is there and cannot be read what `check` says of it."""
    data, kind = change.after.snapshot.data(file), kind_in_history(file)
    found = () if data is None or kind is None else read(file, data, kind)
    problems = found if isinstance(found, tuple) else ()
    said = "What was recorded is found again here once this is mended: "
    return [replace(each, rule=rule.name, message=f"{said}{each.message}") for each in problems]


def _gone(change: Change, record: Record) -> Problem:
    file, stored = record.file, change.after.snapshot.files.get(record.file)
    back = f"Put it back: {record.restore}"
    if stored is not None and stored.is_ordinary:
        said = "This file is too large to be read, so what was recorded cannot be found in it."
        return change.problem(CASE_STANDS, file, f"{said} {back}")
    if stored is not None:
        what = "a link" if stored.mode == LINK else "no ordinary file"
        said = f"This case is {what} now. A case is a file of its own."
    elif (other := _elsewhere(change, record)) is None:
        said = "This case was recorded and is gone. A case that ends is kept; to end it, record "
        said += "`withdrawn`."
    else:
        is_hidden = kind_in_history(other) is None
        place = "under a name that nothing reads" if is_hidden else "elsewhere"
        said = f"This case was recorded here and now lies {place}, in {change.shown(other)}. "
        said += "A case keeps its place for ever."
    return change.problem(CASE_STANDS, file, f"{said} {back}")


def _elsewhere(change: Change, record: Record) -> str | None:
    """Find where a case that is gone from its place lies now."""
    files = change.after.snapshot.files
    known = change.before.snapshot.files
    content = known[record.file].content if record.file in known else ""
    name = PurePosixPath(record.file).name
    for file, stored in sorted(files.items()):
        if file in known:
            continue
        if stored.content == content or _DECORATION.sub("", PurePosixPath(file).name) == name:
            return file
        other = change.after.of(file) if kind_in_history(file) == "case" else None
        if other is not None and other.data["reference"] == record.data["reference"]:
            return file
    return None


def _redactions(
    record: Record, now: Record, took: DestroyedCase | None, waiting: _Waiting
) -> Redactions:
    if took is not None and took.extent is Extent.REDUCED:
        return EverythingInWords()
    return Redactions(waiting.all_new_events(record, now))


def _kept_case(
    change: Change, record: Record, now: Record, redactions: Redactions
) -> Iterator[Problem]:
    file, before, after = record.file, _events(record.data), _events(now.data)
    if fields := changed_header(record.data, now.data, redactions):
        yield change.problem(
            HEADER_STANDS,
            file,
            _of_header(fields, record),
            (fields[0],) if fields[0] in now.data else (),
        )
    for found in differing(before, after, redactions, places_in_merge(change, file, redactions)):
        path: DataPath = ("events", found.index)
        if found.of is None:
            yield change.problem(EVENTS_STAND, file, _of_event(found, record), path)
        else:
            named = before[found.number - 1]["of"]
            yield change.problem(EVENTS_STAND, file, another_number(named, found.of), (*path, "of"))


def _events(data: Data) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = data["events"]
    return events


def _new(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Give the events that were not recorded before, as those may also be written otherwise."""
    nothing = Redactions(())
    return [
        each
        for each in after
        if each not in before and all(changed_fields(known, each, 0, nothing) for known in before)
    ]


def _of_header(fields: Sequence[str], record: Record) -> str:
    said = f"The top of a case stands as it was recorded, and {fields_in_words(fields)} changed. "
    said += "Put it back"
    if (wrong := next((each for each in fields if each not in _NEVER_CORRECTED), None)) is not None:
        said += ", and add at the end: - {at: NOW, kind: header-correction, correct: "
        said += f"{{{wrong}: AS-IT-SHOULD-BE}}, reason: WHY}}"
    return f"{said}. {_SHOW.format(record.restore)}"


def _of_event(found: Differing, record: Record) -> str:
    shown = _SHOW.format(record.restore)
    if found.is_lost:
        return f"Event {found.number} was recorded and is gone. Put it back in its place. {shown}"
    if not found.fields:
        return (
            f"Something was put before event {found.number}, which stood here. What is new goes to "
            "the end of the list, with `recorded` where it was entered later than it happened. "
            f"{shown}"
        )
    said = f"Event {found.number} was changed after it was recorded: "
    said += f"{fields_in_words(found.fields)}. Put it back as it was"
    if (correction := correction_of(found, _events(record.data)[found.number - 1])) is not None:
        said += f", and add at the end: - {{at: NOW, {correction}: AS-IT-SHOULD-BE}}, reason: WHY}}"
    return f"{said}. {shown}"


class _Waiting:
    """The waiting events of both sides, and what became of those that were recorded."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._before = _by_reference(change.before)
        self._after = _by_reference(change.after)

    def new_events(self, reference: str) -> list[Mapping[str, Any]]:
        """Give the waiting events of a case that were not recorded before."""
        known = {each.file for each in self._before.get(reference, ())}
        new = (each for each in self._after.get(reference, ()) if each.file not in known)
        return [each.data["event"] for each in new]

    def all_new_events(self, record: Record, now: Record) -> list[Mapping[str, Any]]:
        """Give the events of a case that were not recorded before, in its file and beside it.

        An event that waited before was recorded then, so folding it makes nothing new of it.
        """
        reference = str(record.data["reference"])
        waited = {PurePosixPath(each.file).stem for each in self._before.get(reference, ())}
        new = _new(_events(record.data), _events(now.data))
        return [
            *(each for each in new if each.get("id") not in waited),
            *self.new_events(reference),
        ]

    def folded_into(self, before: Record, now: Record) -> Iterator[Problem]:
        """Find ids in a case that no waiting event had."""
        if self._change.is_merge:
            return
        waited = self._before.get(str(before.data["reference"]), ())
        had = {each.get("id") for each in _events(before.data)}
        had.update(PurePosixPath(each.file).stem for each in waited)
        for index, event in enumerate(_events(now.data)):
            name = event.get("id")
            if name is not None and name not in had:
                yield self._change.problem(
                    ID_OF_WAITING,
                    now.file,
                    "No waiting event of this name was recorded before this change, and only "
                    "`escalog fold` writes an `id`. If it waited on this branch, put the file of "
                    "the waiting event into a change of its own first, and fold it once that is "
                    "merged. Otherwise delete the line with `id`.",
                    ("events", index, "id"),
                )

    def problems(self, taken: Mapping[str, DestroyedCase]) -> Iterator[Problem]:
        """Judge each waiting event that was recorded."""
        for reference, records in sorted(self._before.items()):
            took = taken.get(reference)
            if took is not None and took.extent is Extent.DESTROYED:
                continue
            for record in records:
                yield from self._judged(record, reference, took)

    def _judged(
        self, record: Record, reference: str, took: DestroyedCase | None
    ) -> Iterator[Problem]:
        change, name = self._change, PurePosixPath(record.file).stem
        case, stands = change.after.of(case_file_of(record.file)), change.after.of(record.file)
        events = [] if case is None else _events(case.data)
        folded = [index for index, each in enumerate(events) if each.get("id") == name]
        if (
            stands is None
            and not folded
            and (found := _unreadable(change, WAITING_STANDS, record.file))
        ):
            yield from found
            return
        if len(folded) + (stands is not None) != 1:
            yield change.problem(WAITING_STANDS, record.file, _not_once(record, stands, folded))
            return
        of_case = case_file_of(record.file)
        was = change.before.of(of_case) or change.before.last_of(of_case)
        if was is not None and case is not None:
            redactions = _redactions(was, case, took, self)
        else:
            redactions = Redactions(self.new_events(reference))
        path: DataPath = ("event",)
        places = places_in_merge(change, case_file_of(record.file), redactions) or {}
        recorded = renumbered(record.data["event"], places)
        if stands is not None:
            now, file = stands.data["event"], record.file
        else:
            now = {field: value for field, value in events[folded[0]].items() if field != "id"}
            path, file = ("events", folded[0]), case_file_of(record.file)
        changed = changed_fields(recorded, now, name, redactions)
        if stands is not None and stands.data["reference"] != record.data["reference"]:
            changed = ("reference", *changed)
        if changed == ("of",) and change.is_merge and isinstance(now.get("of"), int):
            words = another_number(record.data["event"]["of"], recorded["of"])
            yield change.problem(WAITING_STANDS, file, words, (*path, "of"))
        elif changed:
            yield change.problem(
                WAITING_STANDS,
                file,
                f"The waiting event {name} was changed after it was recorded: "
                f"{fields_in_words(changed)}. Put it back as it was, and record a `correction` "
                f"with the line `of: {name}`. {_SHOW.format(record.restore)}",
                path,
            )


def _not_once(record: Record, stands: Record | None, folded: Sequence[object]) -> str:
    if stands is not None:
        return (
            "This waiting event stands in its case as well, so it would count twice. Delete this "
            "file, or take the event out of the case."
        )
    if folded:
        return (
            f"This waiting event was folded {len(folded)} times. Keep it in its case once, and "
            "delete the others."
        )
    return (
        "This waiting event was recorded and is gone: it neither stands here nor in its case. Put "
        f"it back: {record.restore}"
    )


def _by_reference(records: Records) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for file in records.files("waiting"):
        if (record := records.of(file)) is not None:
            found.setdefault(PurePosixPath(file).parent.name, []).append(record)
    return found
