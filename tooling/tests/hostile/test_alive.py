"""What looks for life in outputs finds it where texts stand as they are, and not in plain words."""

from __future__ import annotations

import pytest

from tests.hostile import alive
from tests.hostile.corpus import MARKS, RAW, RECKONED, SUM, TEXTS, filled

PLAIN = "The concern was raised on 2 March: see clause 4, and ring the duty team."
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:{}\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "html",
    [
        *(text for text in TEXTS if text.startswith(("<script", "<img", "<svg", "<iframe", "<b"))),
        *(f'<p title="{text}" y=\'>' for text in TEXTS if "onfocus" in text),
        "<a href='java\nscript:zqcanary()'>x</a>",
        "<a href='/\\zqcanary.example'>x</a>",
        "<p>40301</p>",
        "<!-- zqcanary -->",
        "<p id=zqcanary>",
        "<p style='background:url(//zqcanary.example)'>",
        "<style>*{background:url(//zqcanary.example)}</style>",
        "<script>a = 'zqcanary <!--<script>'</script>",
    ],
)
def test_html(html: str) -> None:
    assert alive.in_html(f"<p>{PLAIN}</p>") == []
    assert alive.in_html(html)


def test_xml() -> None:
    assert alive.in_xml(f"<svg><text>{PLAIN}</text></svg>") == []
    for inner in (
        "<zqcanary/>",
        "<a href='javascript:zqcanary()'/>",
        "<g onload='zqcanary()'/>",
        "<![CDATA[x]]>",
    ):
        assert alive.in_xml(f"<svg>{inner}</svg>")


def test_terminals_and_logs() -> None:
    assert alive.on_terminal(PLAIN) == alive.in_log(PLAIN) == alive.in_annotations(PLAIN) == []
    assert all(alive.on_terminal(text) for text in RAW[:-1])
    assert alive.on_terminal("\x1b[1mx\x1b[0m", in_colour=True) == []
    assert alive.on_terminal("\x1b[2Jx", in_colour=True)
    ours = "::error file=a.yaml,line=1,col=1,title=schema::x"
    assert alive.in_log(ours)
    assert alive.in_annotations(ours) == []
    commands = [text for text in TEXTS if "##[" in text or text.lstrip().startswith("::")]
    assert len(commands) == 7
    assert all(alive.in_annotations(text) for text in commands)


def test_sheets() -> None:
    assert alive.in_csv(f"a,b\n1,{PLAIN!r}\n".replace("'", '"')) == []
    formulas = [text for text in TEXTS if text.strip()[0] in "=+-@\uff1d"]
    assert len(formulas) > 8
    for text in formulas:
        quoted = text.replace('"', '""')
        assert alive.in_csv(f'a,b\n1,"{quoted}"\n')
    assert alive.in_csv('a\n"","=zqcanary"\n')


def test_calendars() -> None:
    assert alive.in_calendar(CALENDAR.format(PLAIN)) == []
    for text in TEXTS:
        if "\n" in text or "\r" in text:
            assert alive.in_calendar(CALENDAR.format(text)), text


def test_markdown() -> None:
    assert alive.in_markdown(PLAIN) == []
    assert alive.in_markdown("<!-- ours -->", ours=("ours",)) == []
    for text in ("@zqcanary", "closes #12", "![x](https://a.example)", "<!-- zqcanary -->"):
        assert alive.in_markdown(text)
    assert sum(bool(alive.in_markdown(text)) for text in (*TEXTS, *MARKS)) > 40


def test_flowcharts() -> None:
    assert alive.in_flowchart(f'flowchart TD\n  stage0["{PLAIN}<br>x"]\n  start --> stage0') == []
    for text in TEXTS:
        if "click" in text or "%%{" in text:
            assert alive.in_flowchart(f'  stage0["{text}"]'), text


def test_a_share_begins_with_the_text_whose_turn_it_is() -> None:
    for turn, text in enumerate(TEXTS):
        assert filled(600, turn).startswith(text)
        assert len(filled(200, turn)) <= 200
    assert str(eval(SUM)) == RECKONED
