"""The turns of phrase that several rules share: lists of what may be typed, and suggestions."""

from __future__ import annotations

from collections.abc import Iterable

from escalation_log.parsing.wording import nearest

_LONGEST_LIST = 8


def choices(allowed: Iterable[str]) -> str:
    """List what may be typed: `a`, `b` or `c`."""
    words = [f"`{word}`" for word in allowed]
    if len(words) > _LONGEST_LIST:
        return f"{', '.join(words[:_LONGEST_LIST])} or one of {len(words) - _LONGEST_LIST} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def instead_of(value: str, allowed: Iterable[str]) -> str:
    """Say what to type instead: the likeliest word, then the others; never the value itself."""
    words = list(allowed)
    near = nearest(value, words)
    if near is None:
        return f"Type {choices(words)}."
    others = [word for word in words if word != near]
    return f"Did you mean `{near}`?" + (f" If not, type {choices(others)}." if others else "")
