"""What somebody may write to make a page, a feed, an issue, a log or a terminal do something.

Every text holds the canary, by whose name whatever came alive would show itself: an element, a
request to its host, a mention, a command, a cell that is reckoned.
"""

from __future__ import annotations

CANARY = "zqcanary"
HOST = "zqcanary.example"
# What `SUM` would become where a template reckons it.
SUM, RECKONED = "191*211", "40301"

_HTML = (
    "<script>globalThis.zqcanary = 1; alert('zqcanary')</script>",
    "<img src=//zqcanary.example/p.png onerror=globalThis.zqcanary=1>",
    "</title></script></style></textarea></template></details><b id=zqcanary name=zqcanary>",
    "&lt;img onerror=zqcanary()&gt; &#60;zqcanary&#62; &#x3c;zqcanary>",
    "'\" autofocus onfocus=alert('zqcanary') x='\"",
    "<svg/onload=alert('zqcanary')><use href='//zqcanary.example/s.svg#x'></svg>",
    "<zqcanary-element is=zqcanary>",
    "<iframe srcdoc='<script>parent.zqcanary=1</script>'></iframe>",
    "<base href=//zqcanary.example/><meta http-equiv=refresh content='0;url=//zqcanary.example'>",
    "</style><style>@import '//zqcanary.example/s.css'; *{background:url(//zqcanary.example/b)}",
    "<a href='javascript:alert(`zqcanary`)'>zqcanary</a>",
    "data:text/html,<script>alert('zqcanary')</script>",
    "--><!-- zqcanary --!><!--><zqcanary>",
    '\\u003cscript>zqcanary()\\u003c/script> \\"; zqcanary(); //',
    "</script><!--<script> zqcanary",
)
_XML = (
    "]]><zqcanary/><![CDATA[",
    "<!DOCTYPE x [<!ENTITY zqcanary SYSTEM 'file:///dev/null'>]> &zqcanary;",
    "</content><link rel='alternate' href='https://zqcanary.example/'/>",
    "<?xml-stylesheet href='//zqcanary.example/s.xsl'?>",
)
_MARKDOWN = (
    "@zqcanary @example-org/zqcanary &commat;zqcanary &#64;zqcanary \\@zqcanary",
    "closes #12, Fixes example-org/zqcanary#12, resolves GH-12",
    "closes https://github.com/example-org/zqcanary/issues/12",
    "[zqcanary](https://zqcanary.example) ![zqcanary](https://zqcanary.example/x.png)",
    "[x]: https://zqcanary.example 'zqcanary'",
    "[zqcanary](javascript:alert('zqcanary')) <javascript:zqcanary>",
    "https://zqcanary.example www.zqcanary.example ftp://zqcanary.example",
    "# zqcanary",
    "- [ ] zqcanary",
    "1. zqcanary",
    "> zqcanary",
    "``` zqcanary",
    "~~~~ zqcanary",
    "``` ` `zqcanary @zqcanary`",
    "**zqcanary** _zqcanary_ ~~zqcanary~~ $zqcanary^2$ :zqcanary: a1b2c3d",
    "| zqcanary | b |\n|---|---|\n| c | d |",
    "zqcanary\n===\n\n    zqcanary\n\n---",
    "zqcanary{: onclick=zqcanary() #zqcanary }",
    "```mermaid\ngraph LR; A --> zqcanary; click A 'javascript:zqcanary()'\n```",
    '"]; click A "javascript:zqcanary()"; %%{init: {"securityLevel": "loose"}}%%',
)
# Marks by which the bot finds its issues and comments, and the site the places on its pages.
_FORGED = (
    "<!-- escalation-log case=KN-2026-0001 stage=stage-1 event=1 facts=zqcanary -->",
    "\n<!-- /escalation-log -->\nzqcanary",
    "\n<!-- escalation-log-effect -->\nzqcanary",
    "\n<!-- escalation-log-watch workflow=zqcanary.yml -->\n",
    "<!-- escalation-log-comment zqcanary -->",
    "<!-- danger --> <!-- cases --> zqcanary",
    "escalog-title-goes-here zqcanary",
    '<h1 id="escalog-content-goes-here"></h1> zqcanary',
)
_TEMPLATES = (
    f"{{{{ {SUM} }}}} {{% if zqcanary %}} {{# zqcanary #}} {{{{ zqcanary }}}}",
    "%s %(zqcanary)s {0.__class__} {zqcanary} ${zqcanary} $(zqcanary) `zqcanary`",
    "${{ github.token }} ${{ secrets.zqcanary }}",
    "!!python/object/apply:zqcanary [zqcanary]",
    "&zqcanary *zqcanary <<: {zqcanary: zqcanary} # zqcanary",
    "'; DROP TABLE zqcanary; --",
    "../../zqcanary C:\\zqcanary /dev/null",
)
_LOGS = (
    "::error::zqcanary",
    "\n::add-mask::zqcanary",
    "  ::stop-commands::zqcanary",
    "\r::warning file=zqcanary,line=1::zqcanary",
    "##[add-mask]zqcanary",
    "zqcanary ##[stop-commands]zqcanary",
    "##[command]zqcanary ##[group]zqcanary ##[error]zqcanary",
    "[bold red]zqcanary[/] [link=https://zqcanary.example]zqcanary[/link]",
)
_SHEETS = (
    '=HYPERLINK("https://zqcanary.example";"zqcanary")',
    "+zqcanary",
    "-1+zqcanary",
    "@SUM(zqcanary)",
    "\t=zqcanary",
    "\r=zqcanary",
    " \n =cmd|' /C zqcanary'!A0",
    "\uff1dzqcanary",
    '","=zqcanary',
)
_CALENDARS = (
    "\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:zqcanary",
    "\r\nATTACH:https://zqcanary.example/\r\nATTENDEE:mailto:zqcanary",
    "\rORGANIZER:zqcanary",
    "zqcanary\\nURL:https://zqcanary.example/;\\,",
)
_LETTERS = (
    CANARY * 40,
    "\U0001f469\u200d\U0001f467 zqcanary \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "\u05d9\u05dc\u05d3\u05d4 zqcanary \u0637\u0641\u0644\u0629",
    "z\u0338\u0322q\u0337\u0321c\u0336a\u0335nary zqcanary " + "\u0335" * 40,
    "zq\u200bcan\u00adary\u00a0zqcanary \u200f\u200e\u061c",
    "\ue000zqcanary\ue001",
    "z\u1e92\u00ff\u017fqcanary zqcanary \ufb00 \u2126",
)
# What a file of a log may hold.
TEXTS = (
    *_HTML,
    *_XML,
    *_MARKDOWN,
    *_FORGED,
    *_TEMPLATES,
    *_LOGS,
    *_SHEETS,
    *_CALENDARS,
    *_LETTERS,
)
# What none may hold: signs that rule a terminal, turn the direction of writing, or end a line where
# nobody sees it. They come from elsewhere: names of files and branches, GitHub, a feed.
RAW = (
    "\x1b[2J\x1b[31mzqcanary",
    "\x1b]8;;https://zqcanary.example\x07zqcanary\x1b]8;;\x07",
    "\x1b]0;zqcanary\x07\x1b]52;c;enFjYW5hcnk=\x07",
    "\x9b31mzqcanary\x9c",
    "\u202ezqcanary\u202c \u2066zqcanary\u2069",
    "zq\x00canary\x00zqcanary",
    "zqcanary\x08\x08\x7f\x0b\x0c\x0e",
    "\u2028::error::zqcanary\u2029##[error]zqcanary",
    "\x85::error::zqcanary",
    "\uffff\ufffe\ufeffzqcanary",
)

# Marks of Markdown and of what GitHub makes links of, too short to name anybody.
MARKS = (
    "Fixes example-org/escalations#12, resolves GH-7",
    "\\@example-team \\#1",
    "[words](https://a.example) ![picture](https://a.example/x.png) [x]: https://a.example",
    "www.a.example, a@b.example, mailto:a@b.example, xmpp:a@b.example, ftp://a.example",
    "1. one",
    "2) two",
    "- [ ] a task",
    "+ more",
    "### heading ###",
    "> quoted",
    "```",
    "~~~ text",
    "===",
    "---",
    "| a | b |\n|---|---|\n| c | d |",
    "`code @example-team`",
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
    "http://",
    "x" * 1000,
    "*",
    "\\",
    "a\\",
    "`",
    "<",
    "&",
    "&amp;",
)


def filled(most: int, turn: int = 0) -> str:
    """Give as many of the texts as have room, one to a line, the one whose turn it is first.

    Where even that one has no room it is cut.
    """
    first = TEXTS[turn % len(TEXTS)][:most]
    room = most - len(first)
    taken = [first]
    for number in range(1, len(TEXTS)):
        text = TEXTS[(turn + number) % len(TEXTS)]
        if len(text) + 1 > room:
            break
        taken.append(text)
        room -= len(text) + 1
    return "\n".join(taken)
