"""Escape text from files for Markdown, so that GitHub finds no mark-up, mention or link in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from escalation_log.words.lines import printable

# GitHub looks for mentions and references after it has resolved escapes. This invisible character,
# the word joiner, prevents that.
_JOINER = "\u2060"
# The most characters of a text from a file that are shown, so that it can be read on a phone.
_MOST = 300

_ALWAYS = re.compile(r"[\\`*_\[\]<>&~|#@$]")
_AS = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "@": f"@{_JOINER}",
    "#": f"\\#{_JOINER}",
    "$": "<span>$</span>",
}
# GitHub makes links of these without any mark-up: web and mail addresses, numbers of issues and of
# advisories, commit hashes, and words between colons, which may be emoji. The second colon may come
# after the text.
_LINKING: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?i)(?<![a-z0-9])(https?|ftp|mailto|xmpp):(?=\S)"), rf"\1:{_JOINER}"),
    (re.compile(r"(?i)(ww)(?=w\.)"), rf"\1{_JOINER}"),
    (re.compile(r"(?i)(?<![a-z0-9])(gh|ghsa|cve)-(?=[a-z0-9])"), rf"\1{_JOINER}-"),
    (re.compile(r"(?i)(?<![a-z0-9])[0-9a-f]{7,40}(?![a-z0-9])"), lambda it: _in_pieces(it[0])),
    (re.compile(r":(?=[a-zA-Z0-9_+-]*[a-zA-Z+-][a-zA-Z0-9_+-]*(?::|$))"), f":{_JOINER}"),
)
# What begins a list or underlines a heading: the backslash goes before the sign, behind the digits.
_BEGINNING = re.compile(r"^(?=[-+=]|[0-9]{1,9}[.)])([0-9]*)")


def plain_text(text: str, most: int = _MOST) -> str:
    r"""Put text on one line, without control and direction characters; shorten it if it is long.

    >>> plain_text("Line one\n  line two")
    'Line one line two'
    """
    line = printable(" ".join(text.split()))
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def escaped(text: str, most: int = _MOST) -> str:
    r"""Escape text so that Markdown shows it unchanged at any place of a line.

    >>> escaped("1. Read *all* of it")
    '1\\. Read \\*all\\* of it'
    """
    line = plain_text(text, most)
    for pattern, instead in _LINKING:
        line = pattern.sub(instead, line)
    line = _ALWAYS.sub(lambda found: _AS.get(found[0], f"\\{found[0]}"), line)
    return _BEGINNING.sub(r"\1\\", line)


def title_text(text: str, most: int = _MOST) -> str:
    """Escape text for an issue's title, where GitHub only interprets code and references."""
    line = plain_text(text, most).replace("`", "'")
    for pattern, instead in _LINKING:
        line = pattern.sub(instead, line)
    return re.sub(r"[@#]", lambda found: f"{found[0]}{_JOINER}", line)


def code(text: str) -> str:
    """Write a word or a command as code, in which GitHub interprets nothing.

    >>> code("escalog explain KN-2026-0007")
    '`escalog explain KN-2026-0007`'
    """
    line = plain_text(text)
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def markdown_link(words: str, address: str) -> str:
    """Write a link; `words` are already Markdown."""
    return f"[{words}](<{quote(address, safe=_SAFE)}>)"


def _in_pieces(name: str) -> str:
    return _JOINER.join(name[start : start + 4] for start in range(0, len(name), 4))


_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
