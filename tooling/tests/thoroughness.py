"""How much of a long proof `make test` runs, and what it leaves to `make nightly`.

A test that takes long is given in two sizes: a share that still meets everything of its kind, and
the whole, which only `pytest --nightly` runs.

    @pytest.mark.parametrize("cases", [60, whole(1000)])

A property needs nothing: hypothesis tries `EXAMPLES` of it, at night ten times as many. Where an
example is slow, `@few(20)` tries fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest
from hypothesis import settings

EXAMPLES = 100

_Thing = TypeVar("_Thing")


def whole(*values: object, name: str | None = None) -> object:
    """Give the parameters of a test that only `--nightly` runs, and perhaps a name for them."""
    return pytest.param(*values, id=name, marks=pytest.mark.nightly)


def few(count: int) -> settings:
    """Try so many examples of a property, at night as many times more as of any other."""
    usual = settings.default.max_examples if settings.default else EXAMPLES
    return settings(max_examples=max(count, count * usual // EXAMPLES))


def one_in_by_day(count: int, things: Iterable[object], *, turn: int = 0) -> list[object]:
    """Give the parameters of a test, all but one in so many of them for `--nightly` alone."""
    return [
        thing if place % count == turn % count else whole(thing)
        for place, thing in enumerate(things)
    ]


def one_in(count: int, things: Sequence[_Thing], *, turn: int = 0) -> Sequence[_Thing]:
    """Take a share of the things, spread over all of them; another `turn`, another share."""
    return things[turn % count :: count]
