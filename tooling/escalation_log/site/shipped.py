"""Where templates and theme are: in an installed package, or in `site/` of a checkout."""

from __future__ import annotations

from pathlib import Path

from escalation_log.errors import EscalogError

_HERE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """Find the folder `templates` or `theme`. Raise EscalogError where it is missing."""
    for folder in (_HERE / name, _HERE.parents[2] / "site" / name):
        if folder.is_dir():
            return folder
    raise EscalogError(
        f"The folder {name!r} of the site is missing.",
        hint="Install the package again, or restore the folder site/ of the checkout.",
    )
