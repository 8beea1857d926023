"""A text that is passed over at a glance holds nothing that a closer look would find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.screening.folding import written_plainly
from escalation_log.screening.texts import identifiers_in, is_plain_prose, kinds_found
from tests.screening.corpora import identifying, innocent

EVERY = [*(text for given in identifying().values() for text in given), *innocent()]
WORDS = sorted({word for text in EVERY if text.isascii() for word in text.split()})


def found_in(text: str) -> list[str]:
    return [kind for kind, is_held in kinds_found(written_plainly(text), ()) if is_held]


def parts_of(text: str) -> Iterator[str]:
    """Give each part of a text that ends and begins with a word."""
    words = text.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield " ".join(words[start:end])


def as_written(part: str) -> set[str]:
    """Write a part in the ways that people do, with full stops and without capitals."""
    return {part, part.lower(), part.title(), part.replace(" ", ". ", 1), f"Noted. {part}"}


def test_of_what_is_passed_over_at_a_glance_nothing_is_found() -> None:
    parts = {part for text in EVERY if text.isascii() for part in parts_of(text)}
    passed = [each for part in sorted(parts) for each in as_written(part) if is_plain_prose(each)]
    assert len(passed) > 1000
    for each in passed:
        assert found_in(each) == [], each


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from((" ", ". ", ", ")))
def test_nor_in_any_words_of_the_lists_put_together(words: list[str], between: str) -> None:
    text = between.join(words)
    if is_plain_prose(text):
        assert found_in(text) == []


@pytest.mark.parametrize(
    "text", ["Miss. Patel", "Revd. Patrick", "Sir. Patel", "Messrs. Khan", "Granny. Jean"]
)
def test_a_full_stop_behind_a_title_hides_no_name(text: str) -> None:
    assert identifiers_in(text) != ()
