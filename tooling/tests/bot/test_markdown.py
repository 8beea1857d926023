"""Text from files stays text in Markdown: it calls, links and closes nothing, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from escalation_log.bot.markdown import code, escaped, markdown_link, plain_text, title_text
from tests.bot.rendered import JOINER, REFERENCES, rendered

HOSTILE = (
    "@example-team",
    "@example-org/example-team",
    "closes #1",
    "Fixes example-org/escalations#12, resolves GH-7",
    "closes https://github.com/example-org/escalations/issues/1",
    "&#64;example-team &commat;example-team &#x23;1",
    "\\@example-team \\#1",
    "<b>@example-team</b> <!-- --> <script>",
    "--> <!-- /escalation-log -->",
    "[words](https://a.example) ![picture](https://a.example/x.png) [x]: https://a.example",
    "www.a.example, a@b.example, mailto:a@b.example, xmpp:a@b.example, ftp://a.example",
    "1. one",
    "2) two",
    "- [ ] a task",
    "+ more",
    "# heading",
    "### heading ###",
    "> quoted",
    "```",
    "~~~ text",
    "===",
    "---",
    "| a | b |\n|---|---|\n| c | d |",
    "`code @example-team`",
    "``` ` ``",
    "**bold** _emphasis_ ~~gone~~ __x__",
    "$x^2$ and $`y`$",
    "line\nbreak  \nand\\\nanother",
    "\tindented",
    "    indented",
    "</details></summary><details open>",
    "a1b2c3d deadbee 0123456789abcdef0123456789abcdef01234567",
    "user@a1b2c3d a1b2c3d...d3c2b1a",
    "GHSA-abcd-1234-efgh CVE-2021-44228",
    ":shipit: :+1: 10:00:00",
    "[^1] and [[wiki]]",
    "\u202eturned round\u202c \x1b[2J \x00",
    "\u2028\u2029\x85",
    "http://",
    "x" * 1000,
    "\ud7ff\uffff",
    "*",
    "\\",
    "a\\",
    "`",
    "<",
    "&",
    "&amp;",
)
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
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(place: str, text: str) -> None:
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
