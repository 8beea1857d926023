"""Text from files stays text in Markdown: it calls, links and closes nothing, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from escalation_log.bot.markdown import code, escaped, markdown_link, plain_text, title_text
from tests.bot.rendered import JOINER, REFERENCES, rendered
from tests.hostile import corpus

HOSTILE = (*corpus.TEXTS, *corpus.RAW, *corpus.MARKS)
PLACES = (
    "{}",
    "Words before {} and after.",
    "**{}**",
    "### {}",
    "- {}\n- another",
    "1. {}\n   - {}\n2. another",
    "**Words {}:** {}",
    "Above\n\n{}\n\nbelow",
    "- **Title:** {}\n  - {}",
)
SIGNS = "@#<>&[]()!*_`~|\\$:/.-+=1a0"
TEXTS = (
    st.sampled_from(HOSTILE)
    | st.text(st.sampled_from(SIGNS), max_size=30)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join)
)


def seen(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_stays_text(place: str) -> None:
    for text in HOSTILE:
        check(place, text)


@given(st.sampled_from(PLACES), TEXTS)
@example("{}", "1)")
@example("{}", "a www.")
def test_any_text_stays_text(place: str, text: str) -> None:
    check(place, text)


def check(place: str, text: str) -> None:
    page = rendered(place.replace("{}", escaped(text)))
    if not plain_text(text):
        assert page.references == ()
        return
    harmless = rendered(place.replace("{}", "word"))
    assert page.elements == harmless.elements
    assert page.code == ""
    assert page.references == ()
    expected = harmless.text.replace("word", plain_text(text).replace(JOINER, ""))
    assert seen(page.words) == seen(expected)


@given(TEXTS)
def test_a_title_calls_nobody_and_refers_to_nothing(text: str) -> None:
    title = title_text(text)
    assert "`" not in title
    assert "\n" not in title
    assert not any(each.search(title) for each in REFERENCES)
    assert title.replace(JOINER, "") == plain_text(text).replace("`", "'").replace(JOINER, "")


@given(TEXTS)
def test_code_is_shown_as_it_is(text: str) -> None:
    page = rendered(f"Type {code(text)}.")
    assert page.elements == ("p", "code", "/code", "/p")
    assert page.text.replace("\n", "") == "Type ."
    assert page.code.strip() == plain_text(text).strip()


@given(TEXTS)
def test_a_link_leads_to_its_address_and_nothing_else(text: str) -> None:
    page = rendered(f"See {markdown_link('the page', f'https://a.example/{text}')}.")
    assert [each.split("=")[0] for each in page.elements] == ["p", "a href", "/a", "/p"]
    assert page.words.strip() == "See the page."


def test_long_text_is_cut() -> None:
    assert len(plain_text("x" * 1000)) == 300
    assert plain_text("x" * 1000).endswith("…")
    assert plain_text("x" * 1000, most=10) == "xxxxxxxxx…"
