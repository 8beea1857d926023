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
from escalation_log.files.places import Place, locate, walk
from escalation_log.files.plain_data import Data, Fault, NotPlainDataError, construct
from escalation_log.files.reading import keys_of
from escalation_log.files.refusals import SchemaFinding, schema_findings
from escalation_log.files.syntax import FileFault, decoded_text, explain_fault, place_after
from escalation_log.files.value_words import sentence
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.problems import DataPath, Problem

_TAKE_AWAY = ". If it should not be there, add `{}: null` to `correct`"


def problems_of(file: str, data: bytes, value: object, schema: str) -> tuple[Problem, ...]:
    """Give every problem that the schema finds in a file, in the order of the file."""
    return _problems(file, data, schema_findings(value, schema))


def problems_of_corrections(
    file: str, data: bytes, misfits: Iterable[Misfit], waiting: Iterable[WaitingEvent]
) -> tuple[Problem, ...]:
    """Give the problems of events and headers as they would be with corrections applied."""
    misfits = tuple(misfits)
    problems = _problems(
        file, data, _of_corrections(each for each in misfits if each.index is not None)
    )
    for event in waiting:
        own = (each for each in misfits if each.index is None and each.id == event.id)
        problems += _problems(event.file, event.data, _of_corrections(own))
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


def _problems(file: str, data: bytes, findings: Iterable[SchemaFinding]) -> tuple[Problem, ...]:
    findings = tuple(findings)
    places = locate(data, (finding.place_at for finding in findings))
    problems = {
        Problem(
            file=file,
            rule="schema",
            message=sentence(finding.message),
            path=finding.path,
            line=places[finding.place_at][0],
            column=places[finding.place_at][1],
        )
        for finding in findings
    }
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


# Faults that are not about one single value.
_OF_THE_WHOLE = frozenset({Fault.TOO_DEEP, Fault.SECOND_DOCUMENT})
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
        return _refused(file, text, refusal, keys_of(schema))
    except MarkedYAMLError as error:
        return _problem(file, explain_fault(error, text, keys_of(schema)))
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


def _refused(file: str, text: str, refusal: NotPlainDataError, keys: frozenset[str]) -> Problem:
    """Make the problem for a file that is not plain data; only keys of the format are repeated."""
    mark = refusal.event.start_mark
    place = (1, 1) if refusal.fault is Fault.EMPTY else (mark.line + 1, mark.column + 1)
    named = f"the key `{refusal.key}`" if refusal.key in keys else "a key"
    path: DataPath = ()
    if refusal.fault not in _OF_THE_WHOLE:
        path = tuple(
            takewhile(lambda step: isinstance(step, int) or step in keys, _path_at(text, place))
        )
    return _problem(file, FileFault(refusal.fault.format(key=named), *place), path)


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
