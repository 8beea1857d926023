"""Whether the lists of the cases that were taken, and of those that are held, stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.files.free_texts import events_of_file, pseudonyms
from escalation_log.log.announcements import Branch
from escalation_log.log.contents import DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.held_records import SHORT, Change, Data, Records
from escalation_log.log.history_rules import DESTROYED_STANDS, HOLD_STANDS
from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.log.retention import past_cases
from escalation_log.log.revisions import laid_out
from escalation_log.log.sealing import HashedCase, read_case
from escalation_log.model.cases import TEXTS_OF_HEADER
from escalation_log.model.destroyed import Extent, Taken, standing_holds
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind
from escalation_log.model.faulty_files import case_file_of, file_of_case
from escalation_log.model.problems import Problem

_LONDON = ZoneInfo("Europe/London")


def kept_lists(change: Change) -> Iterator[Problem]:
    """Judge the list of the cases that retention took, and that of the holds."""
    before, after = change.before.taken, change.after.taken
    is_lost = _lost(before.cases, after.cases) or _lost(before.quarters, after.quarters)
    if is_lost and change.is_held(DESTROYED_FILE):
        yield change.problem(
            DESTROYED_STANDS,
            DESTROYED_FILE,
            "What stands in the list of the cases that were taken is never changed or taken out. "
            f"{_put_back(change, DESTROYED_FILE)}",
        )
    destroyed = {each.reference for each in before.cases if each.extent is Extent.DESTROYED}
    listed = {each.reference for each in after.cases if each.extent is Extent.DESTROYED}
    for file in change.after.files("case"):
        reference = PurePosixPath(file).stem
        if reference in destroyed:
            yield change.problem(
                DESTROYED_STANDS,
                file,
                "A case of this reference was destroyed, and a reference is never given again. "
                "Delete this file, and give a new case the next free reference.",
            )
        elif reference in listed:
            yield change.problem(
                DESTROYED_STANDS,
                file,
                f"{DESTROYED_FILE} lists this case as destroyed, and it is there. Take that entry "
                f"out, or finish it: escalog retention --destroy {reference} --authority AUTHORITY",
            )
    if not change.is_merge:
        yield from _hashes(change)
        yield from _kept_too_short(change)
    yield from _kept_holds(change)


def _hashes(change: Change) -> Iterator[Problem]:
    """Find new entries with another hash than the case's own, or with one that can be guessed."""
    for row in change.after.taken.cases:
        file = file_of_case(row.reference)
        if row in change.before.taken.cases or change.before.of(file) is None:
            continue
        sides = (_hashed_in(change.before, file), _hashed_in(change.after, file))
        hashed = [each for each in sides if each.hash is not None]
        own = [each for each in hashed if each.hash == row.case_hash]
        extent = "reduce" if row.extent is Extent.REDUCED else "destroy"
        if not all(each.is_salted for each in own or hashed):
            yield change.problem(
                DESTROYED_STANDS,
                DESTROYED_FILE,
                f"{row.reference} had no salt before this change, so its hash could be guessed. "
                "The salt comes first, in a change merged before: put the case and this list back, "
                "type: escalog fold --salt, and have that merged. Then type: escalog retention "
                f"--{extent} {row.reference} --authority AUTHORITY",
            )
        elif hashed and not own:
            yield change.problem(
                DESTROYED_STANDS,
                DESTROYED_FILE,
                f"The hash of {row.reference} is not that of the case as it was recorded. Put the "
                f"case and this list back, and type: escalog retention --{extent} {row.reference} "
                "--authority AUTHORITY",
            )


def _kept_too_short(change: Change) -> Iterator[Problem]:
    """Find new entries of cases that had to be kept, by what was recorded before the change."""
    known, commit = change.before.taken.cases, change.before.snapshot.commit
    rows = [
        row
        for row in change.after.taken.cases
        if row not in known and change.before.of(file_of_case(row.reference)) is not None
    ]
    if not rows or commit is None:
        return
    moment = moment_at(change.moment, _LONDON)
    with laid_out(change.before.snapshot.root, commit) as folder:
        branch = Branch(root=change.before.snapshot.root, now=change.moment, head=commit)
        log = open_log(folder, as_of=END_OF_TIME, branch=branch)
        past = past_cases(log, moment, {}, Taken())
    over_on = {each.reference: each.over_on for each in past}
    for row in rows:
        first = over_on.get(row.reference)
        if first is not None and first <= row.on <= moment.on:
            continue
        said = (
            "by what was recorded before this change its time is not over. Put the case and this "
            "list back. See which cases need not be kept any longer: escalog retention"
            if first is None
            else f"this says that it went on {row.on}. Type a day from {first} to {moment.on}."
        )
        yield change.problem(
            DESTROYED_STANDS, DESTROYED_FILE, f"{row.reference} has to be kept: {said}"
        )


def _hashed_in(records: Records, file: str) -> HashedCase:
    snapshot = records.snapshot
    beside = [each for each in records.files("waiting") if case_file_of(each) == file]
    waiting = [(each, snapshot.data(each)) for each in beside]
    return HashedCase.of(*read_case(file, snapshot.data(file), waiting))


def _lost(before: Sequence[object], after: Sequence[object]) -> bool:
    return any(each not in after for each in before)


def _put_back(change: Change, file: str) -> str:
    commit = (change.before.snapshot.commit or "HEAD")[:SHORT]
    return f"Put it back: git restore --source={commit} -- {file}"


def _kept_holds(change: Change) -> Iterator[Problem]:
    before, after = change.before.holds, change.after.holds
    if before != after[: len(before)] and (not change.is_merge or _lost(before, after)):
        if not change.is_held(HOLDS_FILE):
            return
        yield change.problem(
            HOLD_STANDS,
            HOLDS_FILE,
            "What stands in the list of holds is never changed or taken out, and what is new goes "
            f"to its end. {_put_back(change, HOLDS_FILE)}",
        )
    if change.is_merge:
        return
    held = {**standing_holds(after), **standing_holds(before)}
    known = change.before.taken.cases
    taken = {each.reference for each in change.after.taken.cases if each not in known}
    for reference in sorted(held):
        file = file_of_case(reference)
        if reference in taken or _takes_out(change, file):
            yield change.problem(
                HOLD_STANDS,
                file,
                "This case is held, so nothing is taken out of it. Put it back as it was. Once the "
                f"hold is over, add that to {HOLDS_FILE} in a change of its own, and wait until it "
                "is merged.",
            )


def _takes_out(change: Change, file: str) -> bool:
    """Say whether a case has lost a text or a pseudonym, or a redaction says that it has.

    What cannot be read is told elsewhere.
    """
    before, after = _data_of(change.before, file), _data_of(change.after, file)
    if before is None or after is None:
        return False
    return _redactions(after) > _redactions(before) or bool(_values(before) - _values(after))


def _data_of(records: Records, file: str) -> list[Data] | None:
    """Give the data of a case and of what waits beside it; None where a file cannot be read."""
    beside = [each for each in records.files("waiting") if case_file_of(each) == file]
    files = [*([file] if file in records.snapshot.files else ()), *beside]
    found = [record.data for record in map(records.of, files) if record is not None]
    return found if len(found) == len(files) else None


def _redactions(files: Iterable[Data]) -> int:
    events = [event for data in files for _, event in events_of_file(data)]
    return sum(event["kind"] == EventKind.REDACTION.value for event in events)


def _values(files: Iterable[Data]) -> Counter[str]:
    """Count each text and each pseudonym of a case, wherever it stands: folding moves it.

    A text that is coded in events of some kind counts too, since nobody may change that either.
    """
    values: Counter[str] = Counter()
    for data in files:
        values.update(value for _, value in pseudonyms(data))
        parts = [data]
        for _, event in events_of_file(data):
            parts += [event, event.get("correct", {})]
        for part in parts:
            texts = (part.get(field) for field in (*TEXTS_OF_HEADER, *FREE_TEXTS))
            values.update(text.strip() for text in texts if isinstance(text, str))
    return values
