"""Where the sources of the site are: in an installed package, or in `site/` of a checkout."""

from __future__ import annotations

from pathlib import Path

from escalation_log.errors import EscalogError

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[2]


def shipped_folder(name: str) -> Path:
    """Find the folder `pages`, `templates` or `theme`. Raise EscalogError where it is missing."""
    return _first_of(name, _HERE / name, _CHECKOUT / "site" / name)


def shipped_file(name: str) -> Path:
    """Find a file beside those folders, `mkdocs.yml`. Raise EscalogError where it is missing."""
    return _first_of(name, _HERE / name, _CHECKOUT / name)


def _first_of(name: str, *places: Path) -> Path:
    for place in places:
        if place.exists():
            return place
    raise EscalogError(
        f"{name!r} of the site is missing.",
        hint="Install the package again, or restore it in the checkout.",
    )
