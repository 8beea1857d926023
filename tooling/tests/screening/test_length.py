"""The time that screening takes grows with the length of a text, and is limited."""

from __future__ import annotations

import time

import pytest

from bench.screening import PIECES
from escalation_log.checks.privacy import unpublished_among
from escalation_log.screening.texts import (
    LONGEST,
    LONGEST_OF_A_FILE,
    TELEPHONE,
    TOO_LONG,
    characters_in,
    identifiers_in,
)

SHORT, TIMES = 3_000, 8
# Of a second: what a process may do meanwhile, and what little a short text takes.
_ASIDE = 0.01
NUMBER = "07700 900123"


def processor_time(text: str) -> float:
    """Give the least time of the processor of several goes at looking at a text."""
    times = []
    for _ in range(3):
        before = time.process_time()
        identifiers_in(text)
        times.append(time.process_time() - before)
    return min(times)


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    short = piece * (SHORT // max(1, characters_in(piece)))
    long = short * TIMES
    assert characters_in(long) <= LONGEST
    # If it grew with the square it would be eight times this.
    assert processor_time(long) < 2.5 * TIMES * processor_time(short) + _ASIDE


def test_a_text_that_is_too_long_is_named_so_and_not_looked_at() -> None:
    assert identifiers_in("a" * LONGEST) == ()
    assert identifiers_in("a" * (LONGEST + 1)) == (TOO_LONG,)
    assert identifiers_in(f"{NUMBER} {'a' * LONGEST}") == (TOO_LONG,)
    one_for_many = "\ufdfa"
    assert identifiers_in(one_for_many * (LONGEST // characters_in(one_for_many) + 1)) == (
        TOO_LONG,
    )


def test_of_many_texts_the_first_beyond_the_length_of_a_file_is_named_and_the_rest_left() -> None:
    text = "a" * LONGEST
    fitting = LONGEST_OF_A_FILE // LONGEST
    texts = [(0, NUMBER), *((place, text) for place in range(1, 10)), (10, NUMBER)]
    found = [*unpublished_among(texts, {})]
    assert found == [(0, TELEPHONE), (fitting + 1, TOO_LONG)]
