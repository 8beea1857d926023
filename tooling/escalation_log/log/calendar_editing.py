"""Add lines to a calendar's file and mark others, and leave everything else in it unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from escalation_log.log.calendar_merging import Merged
from escalation_log.model.calendars import BankHoliday

_PLAIN = re.compile(r"[^\W\d_][\w '()./&–-]*|\d+[a-z]+ [\w '()./&–-]+")
_PUBLISHED_ON = re.compile(r"(?<=as published on )\d{1,2} [A-Z][a-z]+ \d{4}")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace the characters between two offsets of a text by `text`."""

    start: int
    end: int
    text: str


def edited(text: str, merged: Merged, *, published_on: str) -> str:
    """Write new and withdrawn holidays into a calendar's text.

    `published_on` is the feed's day in words.
    """
    root: MappingNode = YAML(pure=True).compose(text)
    fields = {key.value: value for key, value in root.value}
    edits = [
        *_lines_added(text, fields["bank_holidays"], merged.added),
        *_marked(text, fields["bank_holidays"], merged.withdrawn),
    ]
    if merged.years:
        years = fields["published_to"]
        edits.append(_Edit(*_span(years), str(merged.years[-1])))
    start, end = _span(fields["source"])
    edits.append(_Edit(start, end, _PUBLISHED_ON.sub(published_on, text[start:end])))
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _lines_added(
    text: str, listed: SequenceNode, holidays: Sequence[BankHoliday]
) -> Iterator[_Edit]:
    """Yield the edits that insert each new holiday after the last line with an earlier day.

    Holidays that belong at one place are inserted by one edit.
    """
    dash = " " * listed.start_mark.column
    placed: dict[int, list[BankHoliday]] = {}
    days = [_day(item) for item in listed.value]
    for holiday in holidays:
        earlier = [number for number, day in enumerate(days) if day < holiday.on]
        placed.setdefault(max(earlier, default=-1), []).append(holiday)
    for number, together in placed.items():
        if number < 0:
            start = listed.start_mark.index
            lines = "".join(f"- {_flow(holiday)}\n{dash}" for holiday in together)
            yield _Edit(start, start, lines)
            continue
        place, year, lines = _line_end(text, listed.value[number]), days[number].year, ""
        for holiday in together:
            lines += "\n" * (1 + (holiday.on.year != year)) + f"{dash}- {_flow(holiday)}"
            year = holiday.on.year
        yield _Edit(place, place, lines)


def _marked(text: str, listed: SequenceNode, withdrawn: Sequence[BankHoliday]) -> Iterator[_Edit]:
    since = {holiday.on: holiday.withdrawn for holiday in withdrawn}
    for item in listed.value:
        if _day(item) not in since:
            continue
        mark = f"withdrawn: {since[_day(item)]}"
        if _is_flow(item):
            end = item.end_mark.index - 1
            yield _Edit(end, end, f", {mark}")
        else:
            end = _line_end(text, item)
            yield _Edit(end, end, f"\n{' ' * item.start_mark.column}{mark}")


def _flow(holiday: BankHoliday) -> str:
    name = holiday.name
    quoted = name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    announced = "" if holiday.announced is None else f", announced: {holiday.announced}"
    return f"{{on: {holiday.on}, name: {quoted}{announced}}}"


def _is_flow(item: MappingNode) -> bool:
    return bool(item.flow_style)


def _day(item: MappingNode) -> date:
    written = {key.value: value.value for key, value in item.value}
    return date.fromisoformat(written["on"])


def _line_end(text: str, item: MappingNode) -> int:
    """Find the end of the line with an item's last value, where a comment may follow it."""
    last = item if _is_flow(item) else item.value[-1][1]
    end = text.find("\n", last.end_mark.index)
    return len(text) if end < 0 else end


def _span(node: ScalarNode) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index
