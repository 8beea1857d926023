"""The Content-Security-Policy that stands in each page of the restricted site."""

from __future__ import annotations

import base64
import hashlib
import re

# A browser runs and loads nothing but what is named here. The policy stands in the page itself, so
# that it holds wherever the site is served from, and also from a folder. Styles may stand in the
# page, since drawings and tables have attributes of style. What a page cannot forbid by itself, to
# be framed, only a server can: docs/serving/nginx.conf does.
_DIRECTIVES = (
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_IS_FILE_OR_DATA = re.compile(r"""\bsrc\s*=|\btype\s*=\s*["']?application/json""", re.IGNORECASE)
# The encoding comes first, because a browser looks for it at the beginning only.
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)


def with_content_policy(page: str, content: str = "") -> str:
    """Put the policy into a page, first of all that could load or run something.

    The scripts that stand in the page are allowed by their hashes, but for those in `content`, the
    part of the page that is not the theme's. Raise ValueError for a page without a head.

    >>> print(with_content_policy("<head><title>x</title></head>"))  # doctest: +ELLIPSIS
    <head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; ..."><title>...
    """
    shell = page.replace(content, "", 1) if content else page
    head = _HEAD.search(page)
    if head is None:
        raise ValueError("a page without a head has no place for its Content-Security-Policy")
    scripts = ("script-src 'self'", *hashes_of_scripts(shell))
    policy = "; ".join((*_DIRECTIVES, " ".join(scripts)))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{page[: head.end()]}{meta}{page[head.end() :]}"


def hashes_of_scripts(page: str) -> tuple[str, ...]:
    """List the sources that allow the scripts which stand in a page, each once.

    >>> hashes_of_scripts('<script>1</script><script src="a.js"></script>')
    ("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",)
    """
    return tuple(
        dict.fromkeys(
            f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
            for attributes, script in _SCRIPT.findall(page)
            if not _IS_FILE_OR_DATA.search(attributes)
        )
    )
