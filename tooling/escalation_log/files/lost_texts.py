"""Parts of texts that are lost without a word: behind a remark's sign, or before they came here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from escalation_log.files.decoding import LINE_END
from escalation_log.files.fields import is_moment
from escalation_log.files.places import Place, plain_values
from escalation_log.files.reading import schema_of
from escalation_log.model.problems import DataPath

# What programs put in the place of a sign that they could not read.
REPLACED = "\ufffd"
_SIGNS = (b" #", b"\t#", REPLACED.encode())
_REMARK = re.compile(r"[ \t]+(#.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LostText:
    """A text of which a part is lost; `written` is what stands there, and is never shown."""

    path: DataPath
    place: Place
    written: str
    is_remark: bool


def lost_texts(data: bytes, schema: str) -> Iterator[LostText]:
    """Find the texts of a readable file of which a part is lost, in the order of the file."""
    if not any(sign in data for sign in _SIGNS):
        return
    text = data.decode("utf-8-sig")
    lines = LINE_END.split(text)
    if any(_may_hide(line) for line in lines):
        yield from _behind_remarks(data, lines, schema)
    for number, line in enumerate(lines, 1):
        if REPLACED in line:
            place = (number, line.index(REPLACED) + 1)
            yield LostText(path=(), place=place, written=line.strip(), is_remark=False)


def _may_hide(line: str) -> bool:
    return " #" in line.replace("\t", " ") and not line.lstrip().startswith("#")


def _behind_remarks(data: bytes, lines: list[str], schema: str) -> Iterator[LostText]:
    """Find texts without quotes that end where a remark begins on the same line."""
    for path, event in plain_values(data):
        end = event.end_mark
        remark = _REMARK.match(lines[end.line], end.column) if end.line < len(lines) else None
        if remark is not None and is_text(path, event.value, schema):
            yield LostText(
                path=path,
                place=(end.line + 1, remark.start(1) + 1),
                written=f"{event.value} {remark[1]}",
                is_remark=True,
            )


def is_text(path: DataPath, value: str, schema: str) -> bool:
    """Say whether a value is somebody's own words, by its key or by the blanks in it."""
    if " " in value and not is_moment(value):
        return True
    keys = [step for step in path if isinstance(step, str)]
    texts = text_keys(schema)
    return bool(keys) and (keys[-1] in texts or f"{keys[-2] if keys[1:] else ''}/*" in texts)


@cache
def text_keys(schema: str) -> frozenset[str]:
    """Name the keys of a kind of file whose values are somebody's own words.

    Where any key may stand below one, as for the roles of a policy, it is named with `/*`.
    """
    whole = schema_of(schema)
    return frozenset(_text_keys(whole, whole))


def _text_keys(part: Any, whole: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(part, dict):
        fields = part.get("properties")
        for key, field in fields.items() if isinstance(fields, dict) else ():
            if _holds_text(field, whole):
                yield key
            if isinstance(field, dict) and _holds_text(field.get("additionalProperties"), whole):
                yield f"{key}/*"
        for each in part.values():
            yield from _text_keys(each, whole)
    elif isinstance(part, list):
        for each in part:
            yield from _text_keys(each, whole)


def _holds_text(schema: Any, whole: Mapping[str, Any]) -> bool:
    """Say whether a schema, or a form that it allows, is that of any text at all."""
    if not isinstance(schema, dict):
        return False
    if "$ref" in schema:
        return _holds_text(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if schema.get("type") == "array":
        return _holds_text(schema.get("items"), whole)
    if any(_holds_text(form, whole) for form in schema.get("anyOf", ())):
        return True
    return schema.get("pattern") == r"\S"
