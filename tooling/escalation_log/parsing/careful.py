"""The careful way to load a file, which knows where a fault is and what to say about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

import ruamel.yaml.events
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from escalation_log.model.problems import Path, Problem
from escalation_log.parsing.characters import place_after, text_of
from escalation_log.parsing.faults import FileFault, words_for
from escalation_log.parsing.places import Place, walk
from escalation_log.parsing.plain_data import Data, Fault, Refused, construct
from escalation_log.parsing.schemas import keys_of
from escalation_log.parsing.syntax import explain
from escalation_log.parsing.wording import sentence

RULE = "yaml"
# Faults that concern no single value.
_OF_THE_WHOLE = frozenset({Fault.TOO_DEEP, Fault.SECOND_DOCUMENT})
# An escape for a character beyond the last one makes Python, not the parser, complain.
_IMPOSSIBLE_ESCAPE = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)")


def load_carefully(file: str, data: bytes, schema: str) -> dict[str, Data] | Problem:
    """Load a file that is not written in the usual way, or say what is wrong with it and where."""
    text = text_of(data)
    if isinstance(text, FileFault):
        return _problem(file, text)
    try:
        return construct(_events_of(text), ruamel.yaml.events)
    except Refused as refusal:
        return _refused(file, text, refusal, keys_of(schema))
    except MarkedYAMLError as error:
        return _problem(file, explain(error, text, keys_of(schema)))
    except (ValueError, OverflowError):
        escape = _IMPOSSIBLE_ESCAPE.search(text)
        place = place_after(text[: escape.start()] if escape else "")
        message = "no character has this number; use single quotes, or delete the backslash"
        return _problem(file, FileFault(message, *place))


def careful_places(data: bytes) -> Iterator[tuple[Path, Place]]:
    """Give every path with its place, as far as the file can be read."""
    text = text_of(data)
    return iter(()) if isinstance(text, FileFault) else _places_in(text)


def _places_in(text: str) -> Iterator[tuple[Path, Place]]:
    try:
        yield from walk(_events_of(text), ruamel.yaml.events)
    except (YAMLError, ValueError, OverflowError):
        return


def _events_of(text: str) -> Callable[[], Any]:
    events = iter(YAML(typ="safe", pure=True).parse(text))
    return lambda: next(events)


def _refused(file: str, text: str, refusal: Refused, keys: frozenset[str]) -> Problem:
    """Say what is not plain data; only keys of the format itself are repeated."""
    mark = refusal.event.start_mark
    place = (1, 1) if refusal.fault is Fault.EMPTY else (mark.line + 1, mark.column + 1)
    words = words_for(refusal.fault, refusal.key if refusal.key in keys else None)
    path: Path = ()
    if refusal.fault not in _OF_THE_WHOLE:
        path = tuple(
            takewhile(lambda step: isinstance(step, int) or step in keys, _path_at(text, place))
        )
    return _problem(file, FileFault(words, *place), path)


def _path_at(text: str, place: Place) -> Path:
    """Find the path of the key or the item that stands at a place, or of the nearest before it."""
    nearest: Path = ()
    for path, here in _places_in(text):
        if here > place:
            break
        nearest = path
    return nearest


def _problem(file: str, fault: FileFault, path: Path = ()) -> Problem:
    return Problem(
        file=file,
        rule=RULE,
        message=sentence(fault.message),
        path=path,
        line=fault.line,
        column=fault.column,
    )
