"""From answers to the text of an event: in a file of its own, or in the file of its case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from escalation_log.files.case_text import event_to_yaml
from escalation_log.files.folding import NotFoldableError, added_at_the_end
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.model.cases import Case, Event
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import FREE_TEXTS
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import Problem
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.problem_words import plainly


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why answers are not taken: the name of the field, empty where it is about all, and words."""

    field: str
    words: str


def waiting_event(
    desk: Desk, answers: Written, recorded: Stamp, signs: str
) -> WaitingEvent | tuple[NotTaken, ...]:
    """Write answers as an event that waits, or say what is wrong with them.

    `answers` are the fields of the event as a file has them, `kind` among them. `recorded` is the
    moment of recording, `signs` four letters or digits that tell its file from others of that
    minute.
    """
    event = {**answers, "recorded": _written(recorded)}
    name = f"{recorded.on:%Y%m%d}T{_clock(recorded)}-{answers.get('kind', '')}-{signs}"
    file = f"{desk.file.removesuffix('.yaml')}/{name}.yaml"
    data = json.dumps({"reference": desk.case.reference, "event": event}).encode()
    read = parse_waiting(file, data)
    if not isinstance(read, WaitingEvent):
        return tuple(_refused(each, 1) for each in read)
    opened = desk.with_waiting((read,))
    if not isinstance(opened, Desk):
        return tuple(_refused(each, 1) for each in opened)
    text = waiting_text(opened.case, read)
    return replace(read, data=text.encode())


def _refused(problem: Problem, depth: int) -> NotTaken:
    field = problem.path[depth] if len(problem.path) > depth else ""
    return NotTaken(str(field), plainly(problem.message))


def _clock(recorded: Stamp) -> str:
    return "0000" if recorded.time is None else f"{recorded.time:%H%M}"


def _written(stamp: Stamp) -> str:
    """Write a moment to the minute, with an offset where it has one."""
    text = stamp.on.isoformat()
    if stamp.time is not None:
        text += f" {stamp.time:%H:%M}"
    if stamp.offset is not None:
        minutes = int(stamp.offset.total_seconds() // 60)
        sign, minutes = ("-" if minutes < 0 else "+"), abs(minutes)
        text += f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return text


stamp_words = _written


def waiting_text(case: Case, waiting: WaitingEvent) -> str:
    """Write the file of an event that waits; `case` is the case with it."""
    return "".join(waiting_parts(case, waiting))


def waiting_parts(case: Case, waiting: WaitingEvent) -> tuple[str, str]:
    """Write the file of an event that waits: what is coded, and then people's own words.

    An address may hold the first part; the second one never stands in an address.
    """
    event = replace(event_with_id(case, waiting), id=None)
    row = event.kind.row
    free = [name for name in FREE_TEXTS if name not in row.coded_texts]
    free += ["correct"] if row.corrects else []
    empty: dict[str, Any] = {name: () if name == "correct" else None for name in free}
    coded = event_to_yaml(replace(event, **empty), case).splitlines()
    whole = event_to_yaml(event, case).splitlines()
    head = [f"reference: {case.reference}", "event:", *_moved(coded)]
    return _joined(head), _joined(_moved(line for line in whole if line not in coded))


def _moved(lines: Iterable[str]) -> list[str]:
    """Take an event out of its list."""
    return [f"  {line[4:]}" if line.strip() else line for line in lines]


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def event_with_id(case: Case, waiting: WaitingEvent) -> Event:
    """Give an event that waits as the case has it."""
    return next(each for each in case.events if each.id == waiting.id)


def in_the_file(desk: Desk, events: Sequence[WaitingEvent]) -> bytes:
    """Write events into the file of their case, at the end, without ids of their own.

    Raise EscalogError where the file is written in a way to which nothing can be added.
    """
    opened = desk.with_waiting(events)
    # Each of them was read with the case before.
    assert isinstance(opened, Desk)  # noqa: S101
    case = opened.case
    texts = [event_to_yaml(_without_id(event_with_id(case, each)), case) for each in events]
    try:
        return added_at_the_end(desk.data, texts)
    except NotFoldableError as error:
        raise _not_addable(desk) from error


def refuse_braces(desk: Desk) -> None:
    """Raise EscalogError where nothing can be added to the file of a case as it is written."""
    in_the_file(desk, ())


def _not_addable(desk: Desk) -> EscalogError:
    return EscalogError(
        f"The events of {desk.file} are written in a way to which none can be added.",
        hint="Let them wait beside it: add --waiting.",
    )


def _without_id(event: Event) -> Event:
    """Write an event as one of the file; what was recorded at once says no moment of recording."""
    recorded = None if event.recorded == event.at else event.recorded
    return replace(event, id=None, recorded=recorded)


def contents_of(desk: Desk, events: Sequence[WaitingEvent], *, wait: bool) -> Mapping[str, bytes]:
    """Give the files to write, by name: those of the events, or that of the case."""
    if wait:
        return {each.file: each.data for each in events}
    return {desk.file: in_the_file(desk, events)}
