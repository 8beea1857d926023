"""Scripts take words from the data that the build writes, and have none of these themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalation_log.site.script_words import (
    clock_words,
    forms,
    reckoning_words,
    template,
    tracker_words,
)
from escalation_log.words.dates import MONTHS, WEEKDAYS
from escalation_log.words.plain_values import Plain
from escalation_log.words.states import BREACHES, DUTY_STATES, OVER_GUIDE
from tests.logs import REPOSITORY

SCRIPTS = sorted((REPOSITORY / "site/theme/assets/javascripts").glob("*.js"))
_PLACE = re.compile(r"\{\w+\}")
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def said_in(words: Plain) -> Iterator[str]:
    """Give every text of some words."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, dict):
        for each in words.values():
            yield from said_in(each)
    elif isinstance(words, list):
        for each in words:
            yield from said_in(each)


# What stands between the places, where it is long enough to be nothing else; and every name.
LONG = {
    piece
    for words in (clock_words(), tracker_words(), reckoning_words())
    for text in said_in(words)
    for piece in (each.strip(" .,;:()") for each in _PLACE.split(text))
    if len(piece.split()) > 3
}
NAMES = {*WEEKDAYS, *MONTHS, *DUTY_STATES.values(), *BREACHES.values()} - {""}
SHORT = {OVER_GUIDE, "Due today", "Due tomorrow", "Due in"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_script_says_by_itself_what_the_data_says(script: Path) -> None:
    text = _COMMENT.sub("", script.read_text(encoding="utf-8"))
    assert len(LONG) > 15
    said = {each for each in {*LONG, *SHORT} if each in text}
    assert not said | {each for each in NAMES if re.search(rf"[\"'` ]{each}[\"'` ]", text)}


def test_a_place_needs_what_it_takes_the_place_of() -> None:
    assert forms(lambda number: f"{number} of 1") == ["{number} of 1"] * 2
    with pytest.raises(ValueError, match="does not stand in"):
        template("Late from 9 March 2026", day="10 March 2026")


def test_the_templates_are_the_sentences_of_receipts() -> None:
    words = reckoning_words()
    assert words["due"] == (
        "Due: last day in time {due_on}; late from {due}; governed by {governs}."
    )
    moved = "{on}: does not count ({name}), the trigger moves to the next working day."
    assert moved in said_in(words["days"])
    assert words["protectiveGoverns"] == (
        "Protective timescale: by {protect_by}; it is the earlier and governs."
    )
    assert words["momentShownTwice"] == "{day} at {time} ({zone})"
