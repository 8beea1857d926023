"""Find the source files of the site, and decide which styles and scripts a site serves."""

from __future__ import annotations

from pathlib import Path

import rcssmin  # type: ignore[import-untyped]

from escalation_log.model.errors import EscalogError
from escalation_log.site.projection import Projection

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[2]


def shipped_folder(name: str) -> Path:
    """Return the folder `pages`, `templates` or `theme`; raise EscalogError if it is missing."""
    return _first_of(name, _HERE / name, _CHECKOUT / "site" / name)


def shipped_file(name: str) -> Path:
    """Return a file beside those folders, `mkdocs.yml`; raise EscalogError if it is missing."""
    return _first_of(name, _HERE / name, _CHECKOUT / name)


def _first_of(name: str, *places: Path) -> Path:
    for place in places:
        if place.exists():
            return place
    raise EscalogError(
        f"{name!r} of the site is missing.",
        hint="Install the package again, or restore it in the checkout.",
    )


# These show the state of cases, which the public site has none of.
_RESTRICTED = frozenset(
    {
        "assets/javascripts/agency.js",
        "assets/javascripts/agency-choice.js",
        "assets/javascripts/case-search.js",
        "assets/javascripts/clock.js",
        "assets/javascripts/engine-worker.js",
        "assets/javascripts/new-case.js",
        "assets/javascripts/record-answers.js",
        "assets/javascripts/record-clock.js",
        "assets/javascripts/record-fields.js",
        "assets/javascripts/record-opening.js",
        "assets/javascripts/record-proposal.js",
        "assets/javascripts/record-writing.js",
        "assets/javascripts/record.js",
        "assets/javascripts/references.js",
        "assets/javascripts/tracker-cases.js",
        "assets/javascripts/tracker-download.js",
        "assets/javascripts/tracker-rows.js",
        "assets/javascripts/tracker-search.js",
        "assets/javascripts/tracker.js",
        "assets/stylesheets/case.css",
        "assets/stylesheets/deadlines.css",
        "assets/stylesheets/record.css",
        "assets/stylesheets/tracker.css",
    }
)


def is_served(address: str, projection: Projection) -> bool:
    """Say whether a site serves one of the theme's files."""
    return projection is Projection.RESTRICTED or address not in _RESTRICTED


def as_served(address: str, content: bytes) -> bytes:
    """Remove comments and indentation from a style or a script; keep a licence (`/*!`).

    >>> as_served("a.css", b"/* Red. */ p { color: red }")
    b'p{color:red}'
    """
    if ".min." in address:
        return content
    if address.endswith(".css"):
        return shortened_styles(_text_of(address, content)).encode()
    if address.endswith(".js"):
        return _shortened_script(_text_of(address, content)).encode()
    return content


def _text_of(address: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise EscalogError(
            f"{address} of the theme is no text in UTF-8.", hint="Save it anew."
        ) from error


def shortened_styles(css: str) -> str:
    """Remove comments and indentation from styles."""
    shortened: str = rcssmin.cssmin(css, keep_bang_comments=True)
    return shortened


def _shortened_script(script: str) -> str:
    r"""Remove indentation and whole-line comments from a script; other lines stay as they are.

    A script with a template literal that spans lines is returned unchanged.

    >>> _shortened_script("// Why.\n{\n  say(`${a} of ${b}`); // how\n}\n")
    '{\nsay(`${a} of ${b}`); // how\n}\n'
    >>> _shortened_script("say(`\n  // a`);\n")
    'say(`\n  // a`);\n'
    """
    lines = script.splitlines()
    if any(line.count("`") % 2 or line.endswith("\\") for line in lines):
        return script
    stripped = (line.strip() for line in lines)
    return "".join(f"{line}\n" for line in stripped if line and not line.startswith("//"))
