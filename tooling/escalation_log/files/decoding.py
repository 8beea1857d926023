"""Decode a file's bytes, and find the characters that keep it from being read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from escalation_log.files.fast_path import LARGEST_COUNT, LARGEST_FILE, is_too_long
from escalation_log.files.plain_data import INVISIBLE

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault that keeps a whole file from being read; line and column count from 1."""

    message: str
    line: int | None = None
    column: int | None = None


_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DIRECTIVE = re.compile(r"(?:^|[\r\n])(?=%)")


def decoded_text(data: bytes) -> str | FileFault:
    """Decode the bytes of a file of YAML, and say which of its characters may not stand there."""
    if is_too_long(data):
        return FileFault(
            f"this file is too long: expected at most {LARGEST_FILE // 1024} KB and"
            f" {LARGEST_COUNT} entries. Is it the right file?"
        )
    text = utf8_text(data)
    if isinstance(text, FileFault):
        return text
    invisible = INVISIBLE.search(text)
    if invisible is not None:
        return FileFault(
            f"a character that nobody can see stands here (U+{ord(invisible[0]):04X}); delete it",
            *place_after(text[: invisible.start()]),
        )
    directive = _DIRECTIVE.search(text)
    if directive is not None:
        return FileFault(
            "a line may not begin with `%`; delete the line, or put the text in quotes",
            *place_after(text[: directive.end()]),
        )
    return text


def utf8_text(data: bytes) -> str | FileFault:
    """Decode a file's bytes; a byte order mark at the start of UTF-8 is passed over."""
    if data.startswith(_UTF16_MARKS):
        return FileFault("this file is saved as UTF-16; save it as UTF-8", 1, 1)
    data = data.removeprefix(_UTF8_MARK)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return FileFault(
            "a character here is not saved as UTF-8; open the file in an editor, type the"
            " character anew and save the file as UTF-8",
            *place_after(before),
        )


def place_after(text: str) -> tuple[int, int]:
    """Give line and column, from 1, of what follows this text."""
    lines = LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1
