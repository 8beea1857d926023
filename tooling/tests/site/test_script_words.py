"""Scripts take every word that a reader sees from the page or its data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalation_log.model.policies import Subject
from escalation_log.site.by_when.answer_words import by_when_words, shared_words
from escalation_log.site.by_when.receipt_templates import reckoning_words
from escalation_log.site.script_words import forms, template
from escalation_log.site.what_now.result_words import what_now_words
from escalation_log.words.plain_values import Plain
from tests.logs import REPOSITORY
from tests.site.script_texts import texts_of

SCRIPTS = sorted((REPOSITORY / "site/theme/assets/javascripts").glob("*.js"))
# A word beside a space, or one alone with a capital. Names in code have neither, or a hyphen.
PROSE = re.compile(
    r"(?<![\w-])[A-Za-z]{2,}[.,:;?!)’”]*\s|\s[(‘“]*[A-Za-z]{2,}(?![\w-])|^\W*[A-Z][a-z]+\W*$"
)
_SAID = re.compile(r"\bwords\.(\w+)")
# What no reader sees.
TECHNICAL = {
    "use strict",
    "Enter",
    "Escape",
    "PRODID:-//escalation-log//By when//EN",
    "a[href]:not([data-all-areas], svg a)",
    "screen and (max-width: 44.984375em)",
    "noopener noreferrer",
    # Keys of a file, which a form writes where no engine runs.
    "reference: {}\\nevent:\\n{}",
    "{agency: {}, role: {}}",
    "{pseudonym: {}, plan: {}}",
    "    recorded: {}",
    "format: 1",
    "reference: {}",
    "policy: {}",
    "theme: {}",
    "urgency: {}",
    "raising: {}",
    "receiving: [{}]",
    "  - at: {}",
    "    kind: {}",
    "    by: {}",
    "child: {}",
    "children: [{}]",
    "concern: {}",
}


def prose_in(script: str) -> list[str]:
    """Give the texts of a script that somebody could read."""
    return [each for each in texts_of(script) if PROSE.search(each) and each not in TECHNICAL]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_script_says_anything_of_its_own(path: Path) -> None:
    assert prose_in(path.read_text(encoding="utf-8")) == []


def test_what_is_technical_stands_in_a_script() -> None:
    texts = {each for path in SCRIPTS for each in texts_of(path.read_text(encoding="utf-8"))}
    assert len(texts) > 300
    assert texts >= TECHNICAL


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('say("Give a date.");', ["Give a date."]),
        ("say('not known');", ["not known"]),
        ('say("Copied.", `Late from ${on}`);', ["Copied.", "Late from {}"]),
        ("say(`${n} of ${cases(`${n} ${all ? 'in all' : ''}`)}`);", ["in all", "{} of {}"]),
        ('say(isSure ? "" : " (provisional)");', [" (provisional)"]),
        ('say(text.replace(/^What now/, "")); // "A comment."', ["^What now"]),
        ("const half = all / 2; say('Half / of it'); /* 'A comment.' */", ["Half / of it"]),
        ("when(`md-button ${name}`, 'el-chip el-late', 'data-off', 'due-on', '. ', 'code');", []),
    ],
)
def test_what_a_script_would_say_is_found(script: str, found: list[str]) -> None:
    assert prose_in(script) == found


def test_each_word_of_the_pages_that_count_is_said_by_a_script_and_none_is_missing() -> None:
    data = (reckoning_words(), shared_words(), by_when_words(), what_now_words(Subject.CHILD))
    names = [name for words in data for name in words]
    of_both = [*data[0], *data[1]]
    assert len(of_both) == len(set(of_both))
    scripts = ("reckoning", "by-when", "what-now", "what-now-dates")
    texts = [path.read_text(encoding="utf-8") for path in SCRIPTS if path.stem in scripts]
    assert len(texts) == len(scripts)
    assert {found for text in texts for found in _SAID.findall(text)} == set(names)


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
