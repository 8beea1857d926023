"""Where in a file a value stands: line and column for the path to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, TypeAlias

import yaml
import yaml.events
from yaml.cyaml import CBaseLoader

from escalation_log.files.fast_path import is_usual
from escalation_log.files.plain_data import LARGEST_DEPTH
from escalation_log.model.problems import DataPath

Place: TypeAlias = tuple[int, int]
_START: Place = (1, 1)


def locate(data: bytes, paths: Iterable[DataPath]) -> dict[DataPath, Place]:
    """Find line and column, from 1, of each path, or of the nearest value above that is there."""
    wanted = set(paths)
    ancestors = {path[:length] for path in wanted for length in range(len(path) + 1)}
    found: dict[DataPath, Place] = {(): _START}
    for path, place in _places(data):
        if path in ancestors:
            found.setdefault(path, place)
    return {path: _nearest(found, path) for path in wanted}


def every_place(data: bytes) -> dict[DataPath, Place]:
    """Give the place of each key and entry, as far as the file can be read."""
    places: dict[DataPath, Place] = {(): _START}
    for path, place in _places(data):
        places.setdefault(path, place)
    return places


def _nearest(found: dict[DataPath, Place], path: DataPath) -> Place:
    while path not in found:
        path = path[:-1]
    return found[path]


def _places(data: bytes) -> Iterator[tuple[DataPath, Place]]:
    """Give every path with its place, as far as the file can be read."""
    if is_usual(data):
        try:
            yield from walk(CBaseLoader(data).get_event, yaml.events)
        except yaml.YAMLError:
            return
    else:
        from escalation_log.files.careful_path import careful_places

        yield from careful_places(data)


def walk(next_event: Callable[[], Any], events: ModuleType) -> Iterator[tuple[DataPath, Place]]:
    """Give the path and the place of every key and item of a stream, in the order of the file."""
    for path, is_named_here, event in _nodes(next_event, events):
        if is_named_here:
            yield path, (event.start_mark.line + 1, event.start_mark.column + 1)


def plain_values(data: bytes) -> Iterator[tuple[DataPath, Any]]:
    """Give each value that is written without quotes, as a parser's event, with its path."""
    if is_usual(data):
        parser: tuple[Callable[[], Any], ModuleType] = (CBaseLoader(data).get_event, yaml.events)
    else:
        from escalation_log.files.careful_path import careful_events

        parser = careful_events(data)
    for path, is_named_here, event in _nodes(*parser):
        is_key = is_named_here and bool(path) and isinstance(path[-1], str)
        if isinstance(event, parser[1].ScalarEvent) and not is_key and not event.style:
            yield path, event


def _nodes(
    next_event: Callable[[], Any], events: ModuleType
) -> Iterator[tuple[DataPath, bool, Any]]:
    """Give the path of every node of a stream, and whether its place is that of the path."""
    containers: list[_Container] = []
    while not isinstance(event := next_event(), events.StreamEndEvent):
        if isinstance(event, events.CollectionEndEvent):
            containers.pop()
        elif isinstance(event, events.NodeEvent):
            path: DataPath = ()
            if containers:
                path, is_named_here = containers[-1].next_path(event)
                yield path, is_named_here, event
            if isinstance(event, events.CollectionStartEvent):
                if len(containers) == LARGEST_DEPTH:
                    return
                containers.append(
                    _Container(path, is_mapping=isinstance(event, events.MappingStartEvent))
                )


class _Container:
    """A mapping or a list that the walk is in, and how far it has come."""

    def __init__(self, path: DataPath, *, is_mapping: bool) -> None:
        self.path = path
        self.is_mapping = is_mapping
        self.key: str | None = None
        self.index = -1

    def next_path(self, event: Any) -> tuple[DataPath, bool]:
        """Say where the next node belongs, and whether its place is that of the path."""
        if not self.is_mapping:
            self.index += 1
            return (*self.path, self.index), True
        if self.key is None:
            self.key = getattr(event, "value", "?")
            return (*self.path, self.key), True
        key, self.key = self.key, None
        return (*self.path, key), False
