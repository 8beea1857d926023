"""Load a file slowly, with the place of each fault and a message about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from types import ModuleType
from typing import Any

import ruamel.yaml.events
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from escalation_log.files.case_file import Misfit
from escalation_log.files.decoding import LINE_END, FileFault, decoded_text, place_after
from escalation_log.files.line_faults import entity, fence, is_code
from escalation_log.files.lone_entries import entry_at_the_top, is_list
from escalation_log.files.lost_texts import text_keys
from escalation_log.files.missing_hyphens import begun_without_hyphen
from escalation_log.files.places import Place, walk
from escalation_log.files.plain_data import Data, Fault, NotPlainDataError, construct
from escalation_log.files.reading import keys_of, validator_of
from escalation_log.files.schema_findings import SchemaFinding, schema_findings
from escalation_log.files.source_text import SourceText
from escalation_log.files.syntax import explain_fault
from escalation_log.files.value_words import sentence
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.problems import DataPath, Problem

_TAKE_AWAY = ". If it should not be there, add `{}: null` to `correct`"


def problems_of(file: str, data: bytes, value: object, schema: str) -> tuple[Problem, ...]:
    """Give every problem that the schema finds in a file, in the order of the file."""
    source = SourceText(data)
    return _problems(file, source, schema_findings(value, schema, source=source))


def problems_of_corrections(
    file: str, data: bytes, misfits: Iterable[Misfit], waiting: Iterable[WaitingEvent]
) -> tuple[Problem, ...]:
    """Give the problems of events and headers as they would be with corrections applied."""
    misfits = tuple(misfits)
    problems = _problems(
        file, SourceText(data), _of_corrections(each for each in misfits if each.index is not None)
    )
    for event in waiting:
        own = (each for each in misfits if each.index is None and each.id == event.id)
        problems += _problems(event.file, SourceText(event.data), _of_corrections(own))
    return problems


def _of_corrections(misfits: Iterable[Misfit]) -> list[SchemaFinding]:
    findings: list[SchemaFinding] = []
    for misfit in misfits:
        definition = None if misfit.of_header else "event"
        at: DataPath = ("event",) if misfit.index is None else ("events", misfit.index)
        base: DataPath = (*at, "correct")
        for finding in schema_findings(misfit.result, "case", definition):
            is_named = bool(finding.path) and finding.path[0] in misfit.correct
            away = "" if is_named or not finding.path else _TAKE_AWAY.format(finding.path[0])
            findings.append(
                SchemaFinding(
                    path=(*base, *finding.path) if is_named else base,
                    place_at=(*base, *finding.place_at) if is_named else base,
                    message=f"with this correction, {finding.message}{away}",
                )
            )
    return findings


def _problems(
    file: str, source: SourceText, findings: Iterable[SchemaFinding]
) -> tuple[Problem, ...]:
    problems = set()
    for finding in findings:
        line, column = finding.place or (
            source.place(finding.place_at)
            if finding.sign is None
            else source.place_of_sign(finding.place_at, finding.sign)
        )
        problems.add(
            Problem(
                file=file,
                rule="schema",
                message=sentence(finding.message),
                path=finding.path,
                line=line,
                column=column,
            )
        )
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


# Faults that are not about one single value.
_OF_THE_WHOLE = frozenset({Fault.TOO_DEEP, Fault.SECOND_DOCUMENT})
# What people bring along from where text is written otherwise: Markdown, and pages of the web.
_WRITTEN_ELSEWHERE = {Fault.NOT_A_MAPPING: fence, Fault.ANCHOR: entity}
_SIGNS = frozenset({Fault.ALIAS, Fault.ANCHOR, Fault.TAG})
# For an escape of a character beyond U+10FFFF Python raises an error, not the parser.
_IMPOSSIBLE_ESCAPE = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)")


def load_carefully(file: str, data: bytes, schema: str) -> dict[str, Data] | Problem:
    """Load a file that the fast path refused, or give the problem that makes it unreadable."""
    text = decoded_text(data)
    if isinstance(text, FileFault):
        return _problem(file, text)
    try:
        return construct(_events_of(text), ruamel.yaml.events)
    except NotPlainDataError as refusal:
        return _refused(file, text, refusal, schema)
    except MarkedYAMLError as error:
        return _problem(file, explain_fault(error, text, schema))
    except (ValueError, OverflowError):
        escape = _IMPOSSIBLE_ESCAPE.search(text)
        place = place_after(text[: escape.start()] if escape else "")
        message = "no character has this number; use single quotes, or delete the backslash"
        return _problem(file, FileFault(message, *place))


def careful_places(data: bytes) -> Iterator[tuple[DataPath, Place]]:
    """Give every path with its place, as far as the file can be read."""
    text = decoded_text(data)
    return iter(()) if isinstance(text, FileFault) else _places_in(text)


def careful_events(data: bytes) -> tuple[Callable[[], Any], ModuleType]:
    """Give the events of a file that the fast path refused, and the module that names them."""
    text = decoded_text(data)
    return _events_of("" if isinstance(text, FileFault) else text), ruamel.yaml.events


def _places_in(text: str) -> Iterator[tuple[DataPath, Place]]:
    try:
        yield from walk(_events_of(text), ruamel.yaml.events)
    except (YAMLError, ValueError, OverflowError):
        return


def _events_of(text: str) -> Callable[[], Any]:
    next_event: Callable[[], Any] = iter(YAML(typ="safe", pure=True).parse(text)).__next__
    return next_event


def _refused(file: str, text: str, refusal: NotPlainDataError, schema: str) -> Problem:
    """Make the problem for a file that is not plain data; only keys of the format are repeated."""
    keys = keys_of(schema)
    mark = refusal.event.start_mark
    place = (1, 1) if refusal.fault is Fault.EMPTY else (mark.line + 1, mark.column + 1)
    named = f"the key `{refusal.key}`" if refusal.key in keys else "a key"
    path: DataPath = ()
    if refusal.fault not in _OF_THE_WHOLE:
        path = tuple(
            takewhile(lambda step: isinstance(step, int) or step in keys, _path_at(text, place))
        )
    line = text.splitlines()[place[0] - 1] if text.strip() else ""
    found = _WRITTEN_ELSEWHERE[refusal.fault](line) if refusal.fault in _WRITTEN_ELSEWHERE else None
    message = refusal.fault.format(key=named)
    if found is not None:
        message = found.message
    elif refusal.fault is Fault.DUPLICATE_KEY:
        lines = LINE_END.split(text)
        entry = entry_at_the_top(lines, schema) if len(path) == 1 else None
        if entry is not None:
            return _problem(file, FileFault(entry[1], *entry[0]))
        if len(path) == 1 and is_list(str(refusal.key), schema):
            message = f"{named} is given twice; put the entries of both below the first of them"
        elif refusal.key in text_keys(schema):
            message = f"{named} is given twice; put what both say into one text"
        message = begun_without_hyphen(lines, place, path) or message
    elif refusal.fault in _SIGNS and is_code(line, place[1] - 1, schema):
        message = f"a word here may not begin with `{line[place[1] - 1]}`; delete that sign"
    elif refusal.fault is Fault.KEY_IS_NOT_TEXT and _is_right_in_quotes(text, place, schema):
        message += ". Put it in quotes"
    return _problem(file, FileFault(message, *place), path)


def _is_right_in_quotes(text: str, place: Place, schema: str) -> bool:
    """Say whether the key at a place would be one of the format's, were it in quotes."""
    lines = text.splitlines(keepends=True)
    line, column = lines[place[0] - 1], place[1] - 1
    key, colon, rest = line[column:].partition(":")
    lines[place[0] - 1] = f'{line[:column]}"{key}"{colon}{rest}'
    try:
        value = construct(_events_of("".join(lines)), ruamel.yaml.events)
    except (NotPlainDataError, YAMLError, ValueError, OverflowError):
        return False
    if validator_of(schema).is_valid(value):
        return True
    return all(finding.place_at[-1:] != (key,) for finding in schema_findings(value, schema))


def _path_at(text: str, place: Place) -> DataPath:
    """Find the path of the key or the item that stands at a place, or of the nearest before it."""
    nearest: DataPath = ()
    for path, here in _places_in(text):
        if here > place:
            break
        nearest = path
    return nearest


def _problem(file: str, fault: FileFault, path: DataPath = ()) -> Problem:
    return Problem(
        file=file,
        rule="yaml",
        message=sentence(fault.message),
        path=path,
        line=fault.line,
        column=fault.column,
    )
