"""What a partnership has yet to fill in on a page that was written for it: `[Fill in: ...]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from escalation_log.render.limits import counted

_GAP = re.compile(r"\[Fill in: [^\]]+\]")
_AFTER_HEADING = re.compile(r"</h1>\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A page's HTML with its gaps marked, and how many there are."""

    html: str
    gaps: int


def mark_gaps(html: str) -> Filled:
    """Mark each gap, and say below the heading how many there are."""
    marked, gaps = _GAP.subn(r'<mark class="el-gap">\g<0></mark>', html)
    if not gaps:
        return Filled(html=html, gaps=0)
    note = (
        '<div class="el-note"><p class="el-note__title">Not finished</p>'
        f"<p>The partnership has yet to fill in {counted(gaps, 'place')} on this page, each marked "
        "“Fill in”.</p></div>\n"
    )
    return Filled(
        html=_AFTER_HEADING.sub(lambda heading: heading[0] + note, marked, count=1), gaps=gaps
    )
