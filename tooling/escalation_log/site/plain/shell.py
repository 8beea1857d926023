"""What stands around the content of a page where no theme does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.site.contents import Heading
from escalation_log.site.frames import Frame
from escalation_log.site.navigation import Entry, address_of
from escalation_log.site.plain.assets import PLAIN_STYLES, ThemePage
from escalation_log.site.settings import SiteSettings
from escalation_log.site.shell import CONTENT, TITLE, Shell
from escalation_log.site.templates import Templates

_HOME = "index.html"
_LIKE_A_CASE = "cases/year/stand-in.html"
_FEWEST_CONTENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """An entry of the navigation: a page, or a title with pages under it."""

    title: str
    address: str = ""
    pages: tuple[PageLink, ...] = ()


def page_links(entries: Iterable[Entry], titles: Mapping[str, str]) -> tuple[PageLink, ...]:
    """Turn navigation into links; `titles` gives the names of pages by their addresses."""
    return tuple(_page_link(entry, titles) for entry in entries)


def _page_link(entry: Entry, titles: Mapping[str, str]) -> PageLink:
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
    """A template with what is the same on every page. `case_contents` are a case's headings."""

    templates: Templates
    settings: SiteSettings
    navigation: tuple[PageLink, ...]
    notices: tuple[PageLink, ...]
    theme: ThemePage
    case_contents: tuple[Heading, ...]

    def page(
        self,
        *,
        address: str,
        title: str,
        frame: Frame,
        content: str,
        contents: tuple[Heading, ...] = (),
        has_own_title: bool = False,
    ) -> str:
        """Write a whole page. Its title is that of the navigation, unless it has one of its own."""
        asked = self.theme.asked_for(address, frame)
        sections = tuple(each for each in contents if each.level == 2)
        return str(
            self.templates.write(
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
        )

    def of_cases(self, frame: Frame) -> Shell:
        """Cut a page as deep in the site as those of cases at the places of title and content."""
        page = self.page(
            address=_LIKE_A_CASE,
            title=TITLE,
            frame=frame,
            content=CONTENT,
            contents=self.case_contents,
        )
        return Shell.of(page)
