"""The text of a policy is words, links and pictures of the site, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.site.hand_written import html_of
from escalation_log.site.policies.policy_text import policy_html
from tests.hostile import alive
from tests.hostile.corpus import MARKS, TEXTS
from tests.logs import EIGHTH, FIFTH, FOUR

POLICIES = sorted(
    path for log in (FOUR, FIFTH, EIGHTH) for path in log.glob("policies/*/policy.md")
)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_a_text_that_holds_no_html_is_the_same_as_any_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert policy_html(text) == html_of(text)


def test_no_text_comes_alive() -> None:
    for text in (*TEXTS, *MARKS):
        for written in (text, f"A word. {text}", f"- {text}", f"> {text}", f"## {text}"):
            assert alive.in_html(_without_ids(policy_html(written)), is_text=True) == [], written


def _without_ids(html: str) -> str:
    """Put before the id of a heading what the page puts there."""
    return html.replace(' id="', ' id="text-')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>a</b> &amp; b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
        ("<div>\na\n</div>", "<p>&lt;div&gt;\na\n&lt;/div&gt;</p>"),
        ("a <!-- gone --> b", "<p>a  b</p>"),
        ("a\n{: onclick=a() #b .c }", '<p class="c">a</p>'),
        ("## a {: #stage-1 onclick=a() }", '<h2 id="stage-1">a</h2>'),
        ("[a](javascript:b)", "<p><a>a</a></p>"),
        ("[a](&#106;avascript:b)", "<p><a>a</a></p>"),
        ("[a](tel:999)", '<p><a href="tel:999">a</a></p>'),
        ("[a](#stage-1)", '<p><a href="#stage-1">a</a></p>'),
        ("[a](https://a.example/)", '<p><a href="https://a.example/">a</a></p>'),
        ("![a](b/c.png)", '<p><img alt="a" src="b/c.png"></p>'),
        ("![a](https://a.example/b.png)", '<p><img alt="a"></p>'),
        ("![a](//a.example/b.png)", '<p><img alt="a"></p>'),
        ("![a](/\\\\a.example/b.png)", '<p><img alt="a"></p>'),
        (
            "``` { .html onclick=a() }\n<!-- kept -->\n```",
            '<pre><code class="language-html">&lt;!-- kept --&gt;\n</code></pre>',
        ),
        ("`<!-- gone -->`", "<p>``</p>"),
    ],
)
def test_what_becomes_of_a_text(text: str, html: str) -> None:
    assert policy_html(text) == html
