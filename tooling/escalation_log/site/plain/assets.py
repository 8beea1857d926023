"""Styles, scripts and pictures, and which of them the pages ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from escalation_log.site.plain.styles import dark_rules
from escalation_log.site.shipped import shipped_folder

PLAIN_STYLES = "assets/stylesheets/plain.css"
# These mend the theme, and are nothing without it.
OF_THE_THEME = frozenset(
    {
        "assets/javascripts/iframe-worker.js",
        "assets/javascripts/keyboard.js",
        "assets/stylesheets/theme-mends.css",
    }
)
_MAIN = "main.html"
_ASKED_FOR = re.compile(r"'(assets/[^']+\.(?:css|js))'\s*\|\s*url")


def theme_files(root: Path) -> Mapping[str, Path]:
    """Find the theme's own files by their addresses; a log's own stand before the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder("theme"), root / "site" / "theme"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def assets_of(files: Mapping[str, Path]) -> Mapping[str, bytes]:
    """Read what is copied into the site."""
    return {
        address: path.read_bytes()
        for address, path in files.items()
        if address.startswith("assets/") and address not in OF_THE_THEME
    }


def asked_for(files: Mapping[str, Path], available: Iterable[str]) -> tuple[str, ...]:
    """List the styles and scripts that the theme's page asks for, in order, as far as there are."""
    there = set(available)
    listed = _ASKED_FOR.findall(files[_MAIN].read_text(encoding="utf-8"))
    return tuple(each for each in dict.fromkeys(listed) if each in there)


def plain_styles(others: Iterable[str]) -> str:
    """Write the styles of the shell, and the dark colours of all styles for who prefers them."""
    own = (shipped_folder("templates") / "plain.css").read_text(encoding="utf-8")
    return f"{own}\n{dark_rules(''.join((*others, own)))}"
