"""The shell of a page without the MkDocs theme, with its styles and assets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChainableUndefined, DictLoader, Environment, Template, TemplateError
from markupsafe import Markup

from escalation_log.log.disk import LARGEST_ASSET, ordinary_bytes, ordinary_text
from escalation_log.model.errors import EscalogError
from escalation_log.site.cases.page import case_headings
from escalation_log.site.content_policy import with_content_policy
from escalation_log.site.generated import Frame
from escalation_log.site.projection import Projection
from escalation_log.site.settings import NavigationItem, SiteSettings, address_of
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Heading, Shell
from escalation_log.site.sources import as_served, is_served, shipped_folder, shortened_styles
from escalation_log.site.templates import Templates

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A comma between selectors, not one within brackets.
_BETWEEN = re.compile(r",(?![^(]*\))")
_LIGHT = '[data-md-color-scheme="default"]'
_DARK = '[data-md-color-scheme="slate"]'


def dark_rules(css: str) -> str:
    """Repeat the rules of the dark scheme for screens that prefer dark colours.

    >>> print(dark_rules('p {top: 0} [data-md-color-scheme="slate"] p {color: #fff}'), end="")
    @media screen and (prefers-color-scheme: dark) {
    [data-md-color-scheme="default"] p {color: #fff}
    }
    """
    rules = "".join(_dark(_COMMENT.sub("", css)))
    return f"@media screen and (prefers-color-scheme: dark) {{\n{rules}}}\n" if rules else ""


def _dark(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith("@"):
            inner = "".join(_dark(body))
            if inner:
                yield f"{head} {{\n{inner}}}\n"
        elif _DARK in head:
            meant = (each.strip() for each in _BETWEEN.split(head) if _DARK in each)
            yield f"{', '.join(meant).replace(_DARK, _LIGHT)} {{{body}}}\n"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield what precedes each outer pair of braces, and what is within it."""
    depth = start = opened = 0
    for place, letter in enumerate(css):
        if letter == "{":
            depth += 1
            if depth == 1:
                opened = place
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].rpartition(";")[2].strip(), css[opened + 1 : place]
                start = place + 1


PLAIN_STYLES = "assets/stylesheets/plain.css"
# These adjust the MkDocs theme, and are not needed without it.
OF_THE_THEME = frozenset(
    {
        "assets/javascripts/iframe-worker.js",
        "assets/javascripts/keyboard.js",
        "assets/stylesheets/theme-mends.css",
    }
)
_MAIN = "main.html"
# Stands in for the theme's base template: it has only the blocks with styles and scripts.
_BASE = "{% block styles %}{% endblock %}{% block scripts %}{% endblock %}"
_ASKED_FOR = re.compile(r'(?:href|src)="([^"]+)"')


def theme_files(root: Path) -> Mapping[str, Path]:
    """Find the theme's files by address; a log's own precede the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder("theme"), root / "site" / "theme"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def assets_of(files: Mapping[str, Path], projection: Projection) -> Mapping[str, bytes]:
    """Read the assets of a site, minified."""
    return {
        address: as_served(address, ordinary_bytes(path, LARGEST_ASSET))
        for address, path in files.items()
        if address.startswith("assets/")
        and address not in OF_THE_THEME
        and is_served(address, projection)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """The theme's template, from which each page's assets are read; `available` are there."""

    template: Template
    available: Collection[str]

    @classmethod
    def of(cls, files: Mapping[str, Path], available: Collection[str]) -> ThemePage:
        """Read the template from the theme's files."""
        main = ordinary_text(files[_MAIN])
        environment = Environment(
            loader=DictLoader({"base.html": _BASE, _MAIN: main}),
            autoescape=True,
            undefined=ChainableUndefined,
        )
        environment.filters["url"] = str
        try:
            return cls(template=environment.get_template(_MAIN), available=available)
        except TemplateError as error:
            raise EscalogError(
                f"{files[_MAIN]} is no sound template.",
                hint="Mend it, or remove it: the theme that came with this tool has one.",
            ) from error

    def asked_for(self, address: str, frame: Frame) -> tuple[str, ...]:
        """List the styles and scripts of a page, in order."""
        written = self.template.render(page={"url": address}, frame=frame)
        return tuple(each for each in _ASKED_FOR.findall(written) if each in self.available)


def plain_styles(others: Iterable[str]) -> str:
    """Write the styles of the shell, and the dark colours of all styles."""
    own = (shipped_folder("templates") / "plain.css").read_text(encoding="utf-8")
    return shortened_styles(f"{own}\n{dark_rules(''.join((*others, own)))}")


_HOME = "index.html"
_LIKE_A_CASE = "cases/year/stand-in.html"
_FEWEST_CONTENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """An entry of the navigation: a page, or a title with pages below it."""

    title: str
    address: str = ""
    pages: tuple[PageLink, ...] = ()


def page_links(
    entries: Iterable[NavigationItem], titles: Mapping[str, str]
) -> tuple[PageLink, ...]:
    """Turn the navigation into links; `titles` gives the names of pages by address.

    A title without pages below it, such as that of the policies in a log without any, is left out.
    """
    links = (_page_link(entry, titles) for entry in entries)
    return tuple(each for each in links if each.address or each.pages)


def _page_link(entry: NavigationItem, titles: Mapping[str, str]) -> PageLink:
    if isinstance(entry, str):
        address = address_of(entry)
        return PageLink(title=titles[address], address=address)
    ((title, target),) = entry.items()
    if isinstance(target, str):
        return PageLink(title=title, address=target if "://" in target else address_of(target))
    return PageLink(title=title, pages=page_links(target, titles))


def _named(links: Iterable[PageLink]) -> dict[str, str]:
    """Give the titles of pages in the navigation, by address."""
    named: dict[str, str] = {}
    for each in links:
        named |= _named(each.pages) if each.pages else {each.address: each.title}
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainShell:
    """A template with the values that are the same on every page."""

    templates: Templates
    settings: SiteSettings
    navigation: tuple[PageLink, ...]
    notices: tuple[PageLink, ...]
    theme: ThemePage

    def page(
        self,
        address: str,
        title: str,
        frame: Frame,
        content: str,
        contents: tuple[Heading, ...],
        *,
        has_own_title: bool = False,
    ) -> str:
        """Write a whole page; its title is the navigation's unless `has_own_title`."""
        asked = self.theme.asked_for(address, frame)
        sections = tuple(each for each in contents if each.level == 2)
        page = self.templates.write(
            "plain.html",
            address,
            here=address,
            title=title if has_own_title else _named(self.navigation).get(address, title),
            frame=frame,
            content=Markup(content),  # noqa: S704 - made by templates, or from Markdown
            contents=sections if len(sections) >= _FEWEST_CONTENTS else (),
            site=self.settings,
            is_home=address == _HOME,
            navigation=self.navigation,
            notices=self.notices,
            styles=(*(each for each in asked if each.endswith(".css")), PLAIN_STYLES),
            scripts=tuple(each for each in asked if each.endswith(".js")),
        )
        return str(page) if frame.is_public else with_content_policy(str(page), content)

    def of_cases(self, frame: Frame) -> Shell:
        """Return the shell for cases: a page at their depth, split at title and content."""
        contents = case_headings(frame.subjects)
        return Shell.of(self.page(_LIKE_A_CASE, SHELL_TITLE, frame, CONTENT, contents))
