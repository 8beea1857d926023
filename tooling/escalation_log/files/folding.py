"""Fold events that wait into the text of their case's file, with comments and layout kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from escalation_log.files.case_file import parse_case
from escalation_log.files.case_text import event_to_yaml, salt_to_yaml
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.model.cases import Case

# What `event_to_yaml` puts before the dash of an event.
_INDENT = 2
_POLICY = re.compile(rb"(?m)^policy:.*\n")


class NotFoldableError(Exception):
    """The list of events is written in a way to which no event can be added as text."""


def salted(file: str, data: bytes, salt: str) -> bytes:
    """Write a salt into a case's file, below its policy.

    Raise NotFoldableError where the result would not be the same case with this salt.
    """
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    line = salt_to_yaml(salt).encode() + newline
    result = _POLICY.sub(lambda found: found[0] + line, data, count=1)
    case = parse_case(file, data)
    if not isinstance(case, Case) or parse_case(file, result) != replace(case, salt=salt):
        raise NotFoldableError
    return result


def fold_into(file: str, data: bytes, case: Case, waiting: Sequence[WaitingEvent]) -> bytes:
    """Add the events that wait at the end of a case's file, each with its id.

    `case` is the case with these events. Comments of their files come along. Raise
    NotFoldableError where the result would not be the same case, or cannot be written.
    """
    by_id = {each.id: each for each in case.waiting}
    result = added_at_the_end(
        data,
        [
            f"{_comments(each)}{event_to_yaml(by_id[each.id], case)}"
            for each in sorted(waiting, key=lambda each: each.id)
        ],
    )
    if parse_case(file, result) != case:
        raise NotFoldableError
    return result


def added_at_the_end(data: bytes, events: Iterable[str]) -> bytes:
    """Add events, as `event_to_yaml` writes them, at the end of the list of a case's file.

    Raise NotFoldableError where they cannot be added as text.
    """
    text = data.decode("utf-8-sig")
    at, column = _end_of_events(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    added = "".join(_indented(each, column) for each in events)
    before, after = text[:at], text[at:]
    if before and not before.endswith("\n"):
        before += newline
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + (before + added.replace("\n", newline) + after).encode("utf-8")


def stands_already(waiting: WaitingEvent, file: str, data: bytes) -> bool:
    """Say whether a case's file has an event that waits already, with its id and in every word."""
    case = parse_case(file, data, (waiting,))
    if not isinstance(case, Case):
        return False
    same = [replace(each, number=1, position=None) for each in case.events if each.id == waiting.id]
    return len(same) > 1 and all(each == same[0] for each in same)


def _end_of_events(text: str) -> tuple[int, int]:
    """Find where the text of the last event ends, and the column of the events' dashes."""
    root = YAML(typ="safe", pure=True).compose(text)
    events = next(value for key, value in root.value if key.value == "events")
    if not isinstance(events, SequenceNode) or events.flow_style:
        raise NotFoldableError
    last = max(_ends(events.value[-1]))
    end = text.find("\n", max(last - 1, 0))
    return (len(text) if end < 0 else end + 1), events.start_mark.column


def _ends(node: Node) -> Iterator[int]:
    """Yield where each value within a node ends; a block's own end lies after later comments."""
    if isinstance(node, SequenceNode) and not node.flow_style:
        for each in node.value:
            yield from _ends(each)
    elif isinstance(node, MappingNode) and not node.flow_style:
        for key, value in node.value:
            yield key.end_mark.index
            yield from _ends(value)
    else:
        yield node.end_mark.index


def _comments(waiting: WaitingEvent) -> str:
    """Give the comments that stand on lines of their own, but for where editors find the schema."""
    lines = waiting.data.decode("utf-8-sig").splitlines()
    found = []
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("#") or "yaml-language-server" in line:
            continue
        others = "\n".join(lines[:number] + lines[number + 1 :]) + "\n"
        rest = parse_waiting(waiting.file, others.encode("utf-8"))
        if isinstance(rest, WaitingEvent) and rest.written == waiting.written:
            found.append(f"{' ' * _INDENT}{line.strip()}\n")
    return "".join(found)


def _indented(text: str, column: int) -> str:
    """Move the lines of an event from the usual column of their dash to another one."""
    return "".join(_moved(text.splitlines(keepends=True), column))


def _moved(lines: Iterable[str], column: int) -> Iterator[str]:
    for line in lines:
        yield line if not line.strip() else f"{' ' * column}{line[_INDENT:]}"
