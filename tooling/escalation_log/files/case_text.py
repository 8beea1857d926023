"""Write a case as the text of a case file, which parses into the same case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timezone
from typing import Any

from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.model.cases import TOP, Case, Child, Event, FieldValue, Header, Party
from escalation_log.model.moments import Stamp

# Text that needs no quotes in YAML, on a line of its own and inside brackets.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,.;()/_'?!-]*[A-Za-z0-9.;()_'?!-])?")
_PLAIN_IN_BRACKETS = re.compile(r"[A-Za-z](?:[A-Za-z0-9 .;()/_'-]*[A-Za-z0-9.;()_'-])?")
_MEANS_MORE = frozenset({"null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_BLOCK = re.compile(r"(?!\s)[^\t\r]+(?<!\s)")
_FIRST_FIELDS = frozenset({"at", "kind"})


def case_to_yaml(case: Case, *, schema: str | None = None, comments: Iterable[str] = ()) -> str:
    """Write a case as a file, `comments` on top; `schema` is where editors find the schema."""
    lines = [] if schema is None else [f"# yaml-language-server: $schema={schema}"]
    lines += [f"# {comment}" for comment in comments]
    lines += ["format: 1", f"reference: {case.reference}", f"policy: {case.edition}"]
    lines += [] if case.salt is None else [salt_to_yaml(case.salt)]
    lines += _header_lines(case.header)
    lines.append("events:")
    return "\n".join(lines) + "\n" + "".join(event_to_yaml(each, case) for each in case.events)


def salt_to_yaml(salt: str) -> str:
    """Write the line with the salt of a case; in quotes, since it may look like a number."""
    return f'salt: "{salt}"'


def event_to_yaml(event: Event, case: Case) -> str:
    """Write an event of a case as it stands in a file, ready to be added at the end."""
    lines = [f"  - at: {_stamp(event.at)}", f"    kind: {event.kind.value}"]
    for name in EVENT_FIELDS:
        value: Any = getattr(event, name)
        if name == "of":
            value = TOP if event.of_top else event.duplicate_of
            if event.of is not None:
                value = case.events[event.of - 1].key
        if name in _FIRST_FIELDS or value is None or (value == () and name != "plan"):
            continue
        if name == "correct":
            lines.append(f"    correct: {_correct(value)}")
        elif isinstance(value, str):
            lines += _text_lines(name, value, "    ")
        else:
            lines.append(f"    {name}: {_value(name, value)}")
    return "\n".join(lines) + "\n"


def _header_lines(header: Header) -> list[str]:
    lines = ["invented: true"] if header.is_invented else []
    lines += [f"theme: {_value('theme', header.theme)}"]
    if header.urgency is not None:
        lines.append(f"urgency: {_value('urgency', header.urgency)}")
    lines.append(_children(header.children))
    lines.append(f"raising: {_value('raising', header.raising)}")
    lines.append(f"receiving: {_value('receiving', header.receiving)}")
    lines += _text_lines("concern", header.concern, "", block=True)
    lines += _text_lines("outcome_sought", header.outcome_sought, "", block=True)
    if header.links:
        lines.append(f"links: {_value('links', header.links)}")
    return lines


def _text_lines(name: str, text: str, indent: str, *, block: bool = False) -> list[str]:
    """Write text on its key's line, or below it where it has several lines or is long by nature."""
    if (block or "\n" in text) and _BLOCK.fullmatch(text):
        inside = f"{indent}  "
        return [
            f"{indent}{name}: |",
            *(inside + line if line else "" for line in text.split("\n")),
        ]
    return [f"{indent}{name}: {_scalar(text, _PLAIN)}"]


def _correct(fields: tuple[tuple[str, FieldValue], ...]) -> str:
    """Write what a correction names, on one line."""
    parts = (
        _children(value) if name == "children" else f"{name}: {_value(name, value)}"
        for name, value in fields
    )
    return "{" + ", ".join(parts) + "}"


def _children(children: FieldValue) -> str:
    """Write one child as `child`, several as `children`."""
    assert isinstance(children, tuple)  # noqa: S101
    written = [_mapping_or_word(child) for child in children]
    return f"child: {written[0]}" if len(written) == 1 else f"children: [{', '.join(written)}]"


def _value(name: str, value: FieldValue) -> str:
    """Write a value in the short form that fits on one line."""
    match value:
        case None:
            return "null"
        case Stamp():
            return _stamp(value)
        case date():
            return value.isoformat()
        case tuple():
            if not value:
                return "none"
            written = [_mapping_or_word(part) for part in value]
            is_single = len(written) == 1 and name in {"whom", "receiving"}
            return written[0] if is_single else f"[{', '.join(written)}]"
        case int():
            return str(value)
        case str() | Party():
            return _mapping_or_word(value)


def _mapping_or_word(value: str | Party | Child) -> str:
    match value:
        case Party():
            agency, role = _word(value.agency), _word(value.role)
            return f"{{agency: {agency}, role: {role}}}"
        case Child():
            return f"{{pseudonym: {_word(value.pseudonym)}, plan: {_value('plan', value.plan)}}}"
        case str():
            return _word(value)


def _word(text: str) -> str:
    return _scalar(text, _PLAIN_IN_BRACKETS)


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text) and text not in _MEANS_MORE:
        return text
    return f'"{text.translate(_ESCAPES)}"'


def _stamp(stamp: Stamp) -> str:
    """Write a moment as people do: a date, a time if there is one, an offset if there is one."""
    if stamp.time is None:
        return stamp.on.isoformat()
    zone = None if stamp.offset is None else timezone(stamp.offset)
    at = datetime.combine(stamp.on, stamp.time, zone)
    return at.isoformat(" ", "seconds" if stamp.time.second else "minutes")
