"""Lines and parts of texts that were taken for keys, since they were not indented or quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from escalation_log.files.line_faults import indent_of_signs
from escalation_log.files.lost_texts import is_text, text_keys
from escalation_log.files.odd_values import quoting
from escalation_log.files.source_text import SourceText
from escalation_log.model.problems import DataPath

# What a key looks like that somebody meant as one.
_WORD = re.compile(r"[a-z_-]+")
# In more than so many nobody types them one after the other within braces.
_MOST_KEYS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """What a key is that is none: `message` says it, for certain or only if the key is unknown."""

    message: str
    is_certain: bool = False
    is_line: bool = False

    def of_unknown(self, words: str, *, is_meant: bool) -> str:
        """Say it of an unknown key, of which `words` say which one may have been meant."""
        if self.is_line:
            return words if is_meant else self.message
        return f"{words}. {self.message}"


def misread_key(value: Any, at: DataPath, schema: str, source: SourceText) -> Misread | None:
    """Say what a refused key of a file is, if it is probably none."""
    *path, key = at
    within = value
    for step in path:
        within = within[step]
    if not isinstance(key, str) or len(within) > _MOST_KEYS:
        return None
    before = next((first for first, second in pairwise(within) if second == key), None)
    text = _text_before(within, (*path, before), at, schema, source) if before else None
    if text is not None and within[key] is None:
        message = (
            "a comma in braces ends the text before it, and what follows is taken for a key;"
            f" {quoting(text)}"
        )
        return Misread(message=message, is_certain=True)
    if text is not None:
        return Misread(message=f"If it belongs to the text before the comma, {quoting(text)}")
    if source.before(at).strip():
        return None
    indent = indent_of_signs(source.line(at))
    if indent is not None:
        return Misread(message=indent.message, is_certain=True)
    above = None if before is None else _last((*path, before), within[before])
    return None if above is None or _WORD.fullmatch(key) else _line_of(above, schema, source)


def _text_before(
    within: Any, path: DataPath, at: DataPath, schema: str, source: SourceText
) -> str | None:
    """Give the line with a key that follows a text within braces; None where none does."""
    value = within[path[-1]]
    if not isinstance(value, str) or not is_text(path, value, schema):
        return None
    written = source.written(path)
    is_quoted = written.startswith(('"', "'"))
    return written if source.before(at).rstrip().endswith(",") and not is_quoted else None


def _last(path: DataPath, value: Any) -> DataPath:
    """Give the path of what stands last in a value."""
    while isinstance(value, dict | list) and value:
        step = len(value) - 1 if isinstance(value, list) else next(reversed(value))
        path, value = (*path, step), value[step]
    return path


def _line_of(above: DataPath, schema: str, source: SourceText) -> Misread | None:
    """Say of a key below a text that it is probably a line of it, which was not indented."""
    if above[-1] not in text_keys(schema):
        return None
    written = source.written(above)
    message = "this line is taken for a key, which is unknown; if it belongs to the text above, "
    if written.startswith(("|", ">")):
        message += "indent it as far as the lines of that text"
    else:
        message += "write `|` alone behind that text's colon, and its lines below it, indented"
    return Misread(message=message, is_line=True)
