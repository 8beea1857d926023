"""Find what stands in a YAML file beside its values: remarks, and keys that nobody foresaw."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CBaseLoader

_Mark: TypeAlias = tuple[int, int]

# More than any file of a log needs.
_MANY_BRACKETS = 2000
# Whatever may be a remark; some of it stands within a text.
_SIGN = re.compile(r"(?:(?<=\s)|\A)#[^\n\r]*")


class Remark(NamedTuple):
    """A remark, with line and column from 1. One that goes on over several lines is one."""

    line: int
    column: int
    text: str


def perhaps_remarks(data: bytes) -> list[Remark]:
    """List what may be a remark, without reading the file as YAML, which takes much longer."""
    if b"#" not in data:
        return []
    found: list[Remark] = []
    last = 0
    for number, line in enumerate(_lines(data), 1):
        # Most lines have no such sign, and looking for it alone takes a fiftieth of the time.
        match = _SIGN.search(line) if "#" in line else None
        if match is None:
            continue
        is_alone = not line[: match.start()].strip()
        text = match.group().lstrip("# \t")
        if is_alone and found and last == number - 1:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{text}")
        else:
            found.append(Remark(number, match.start() + 1, text))
        last = number if is_alone else 0
    return found


def remarks_among(perhaps: Iterable[Remark], data: bytes) -> Iterator[Remark]:
    """Give those that are remarks, and not a part of a text."""
    texts = [*_texts(data)]
    starts = [start for start, _ in texts]
    for remark in perhaps:
        place = (remark.line - 1, remark.column - 1)
        before = bisect_right(starts, place) - 1
        if before < 0 or place >= texts[before][1]:
            yield remark


def scalars(data: bytes) -> Iterator[Remark]:
    """Give every key and value of a file; its lines, one by one, from where it is no YAML."""
    reached = 0
    try:
        for token in _tokens(data):
            reached = token.end_mark.line
            if isinstance(token, yaml.ScalarToken):
                yield Remark(token.start_mark.line + 1, token.start_mark.column + 1, token.value)
    except (yaml.YAMLError, UnicodeError):
        for number, line in enumerate(_lines(data), 1):
            if number > reached:
                yield Remark(number, 1, line)


def _texts(data: bytes) -> Iterator[tuple[_Mark, _Mark]]:
    """Give where each text begins and ends, a block after the line that opens it."""
    with suppress(yaml.YAMLError, UnicodeError):
        for token in _tokens(data):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark, token.end_mark
                opening = (start.line + 1, 0) if token.style in ("|", ">") else None
                yield opening or (start.line, start.column), (end.line, end.column)


def _tokens(data: bytes) -> Iterator[yaml.Token]:
    if data.count(b"[") + data.count(b"{") > _MANY_BRACKETS:
        # To tell so many apart takes the parser for ever.
        raise yaml.YAMLError
    loader = CBaseLoader(data)
    while (token := loader.get_token()) is not None:
        yield token


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").split("\n")
