"""What staff read is plain: a reading age of twelve, and no sentence that loses its reader."""

from __future__ import annotations

import pytest

from tests.reading_age import assert_plain, reading_age, sentences_of
from tests.site.building import Built
from tests.site.staff_pages import staff_pages

_PAGE = "<main>{}</main>"


def test_pages_of_cases_and_agencies_are_plain(built: Built) -> None:
    rooms = {"tracker.html", "cases", "agencies"}
    pages = {
        address: page
        for address, page in staff_pages(built.site).items()
        if address.partition("/")[0] in rooms
    }
    assert {address.partition("/")[0] for address in pages} == rooms
    for address, page in pages.items():
        assert_plain(address, page)


def test_the_age_is_what_the_formula_gives() -> None:
    # Four words of twelve letters: 4.71 * 12 / 4 + 0.5 * 4 - 21.43, and five years before school.
    assert reading_age(sentences_of(_PAGE.format("<p>The cat was hit.</p>"))) == pytest.approx(-0.3)


def test_a_term_of_the_field_counts_as_one_plain_word() -> None:
    (sentence,) = sentences_of(
        _PAGE.format("<p>Ask the <a href='#'>Independent Reviewing Officer</a> today.</p>")
    )
    assert sentence.words == ("Ask", "the", "thing", "today")


def test_a_document_s_own_words_and_what_is_no_sentence_are_left_out() -> None:
    page = _PAGE.format(
        "<h2>A heading of some words</h2><p>Talk to them <b>first</b>. <q>They shall confer.</q> "
        "Do it today, by phone.</p><script>say('What nobody sees here.')</script>"
    )
    assert [each.text for each in sentences_of(page)] == [
        "Talk to them first.",
        "Do it today, by phone.",
    ]


def test_a_page_too_hard_is_named_with_its_longest_sentences() -> None:
    long = "Somebody " + "very " * 40 + "far away speaks."
    with pytest.raises(AssertionError, match=r"^about\.html: a sentence of 44 words: "):
        assert_plain("about.html", _PAGE.format(f"<p>{long}</p>"))
    hard = "Notwithstanding aforementioned considerations, practicability predominates."
    with pytest.raises(AssertionError, match=r"^about\.html: a reading age of"):
        assert_plain("about.html", _PAGE.format(f"<p>{hard}</p>"))
