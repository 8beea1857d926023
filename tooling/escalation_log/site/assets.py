"""The styles and scripts that a site serves: which, and without what only their authors read."""

from __future__ import annotations

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

from escalation_log.site.projection import Projection

# These show where cases stand; the public site has nothing for them to do.
_RESTRICTED = frozenset(
    {
        "assets/javascripts/agency.js",
        "assets/javascripts/clock.js",
        "assets/javascripts/tracker-cases.js",
        "assets/javascripts/tracker-download.js",
        "assets/javascripts/tracker-rows.js",
        "assets/javascripts/tracker.js",
        "assets/stylesheets/case.css",
        "assets/stylesheets/deadlines.css",
        "assets/stylesheets/tracker.css",
    }
)


def is_served(address: str, projection: Projection) -> bool:
    """Say whether a site has one of the theme's files."""
    return projection is Projection.RESTRICTED or address not in _RESTRICTED


def as_served(address: str, content: bytes) -> bytes:
    """Take comments and indentation out of a style or a script; a licence (`/*!`) stays.

    >>> as_served("a.css", b"/* Red. */ p { color: red }")
    b'p{color:red}'
    """
    if ".min." in address:
        return content
    if address.endswith(".css"):
        return shortened_styles(content.decode()).encode()
    if address.endswith(".js"):
        shortened: str = rjsmin.jsmin(content.decode(), keep_bang_comments=True)
        return shortened.encode()
    return content


def shortened_styles(css: str) -> str:
    """Take comments and indentation out of styles."""
    shortened: str = rcssmin.cssmin(css, keep_bang_comments=True)
    return shortened
