"""Placeholders in prose, where a policy's rules put the words of a limit: `{limit: case/tell}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Whatever begins like one; what is not written like one means no duty.
BEGUN = r"\{\s*[Ll]imits?\b[^{}]*\}"
_WRITTEN = re.compile(r"\{\s*[Ll]imit\s*:\s*([^\s{}]+)\s*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A placeholder from `start` to `end`; `duty` is None where none can be read."""

    start: int
    end: int
    duty: str | None


def placeholders_in(text: str) -> Iterator[Placeholder]:
    """Find the placeholders of a text, in order.

    >>> [each.duty for each in placeholders_in("Within {limit: stage-1/raise}, or {limit}.")]
    ['stage-1/raise', None]
    """
    for begun in re.finditer(BEGUN, text):
        written = _WRITTEN.fullmatch(begun[0])
        yield Placeholder(
            start=begun.start(), end=begun.end(), duty=None if written is None else written[1]
        )
