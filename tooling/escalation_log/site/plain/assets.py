"""Styles, scripts and pictures, and which of them the pages ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChainableUndefined, DictLoader, Environment, Template

from escalation_log.site.assets import as_served, is_served, shortened_styles
from escalation_log.site.frames import Frame
from escalation_log.site.plain.styles import dark_rules
from escalation_log.site.projection import Projection
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
# What the theme's page is asked for, without the theme.
_BASE = "{% block styles %}{% endblock %}{% block scripts %}{% endblock %}"
_ASKED_FOR = re.compile(r'(?:href|src)="([^"]+)"')


def theme_files(root: Path) -> Mapping[str, Path]:
    """Find the theme's own files by their addresses; a log's own stand before the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder("theme"), root / "site" / "theme"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def assets_of(files: Mapping[str, Path], projection: Projection) -> Mapping[str, bytes]:
    """Read what goes into a site, as it is served."""
    return {
        address: as_served(address, path.read_bytes())
        for address, path in files.items()
        if address.startswith("assets/")
        and address not in OF_THE_THEME
        and is_served(address, projection)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """The theme's page, which says what styles and scripts each page has; `available` are there."""

    template: Template
    available: Collection[str]

    @classmethod
    def of(cls, files: Mapping[str, Path], available: Collection[str]) -> ThemePage:
        """Read it from the theme's files."""
        main = files[_MAIN].read_text(encoding="utf-8")
        environment = Environment(
            loader=DictLoader({"base.html": _BASE, _MAIN: main}),
            autoescape=True,
            undefined=ChainableUndefined,
        )
        environment.filters["url"] = str
        return cls(template=environment.get_template(_MAIN), available=available)

    def asked_for(self, address: str, frame: Frame) -> tuple[str, ...]:
        """List the styles and scripts of a page, in order."""
        written = self.template.render(page={"url": address}, frame=frame)
        return tuple(each for each in _ASKED_FOR.findall(written) if each in self.available)


def plain_styles(others: Iterable[str]) -> str:
    """Write the styles of the shell, and the dark colours of all styles for who prefers them."""
    own = (shipped_folder("templates") / "plain.css").read_text(encoding="utf-8")
    return shortened_styles(f"{own}\n{dark_rules(''.join((*others, own)))}")
