"""Read the settings of a site from `mkdocs.yml` without MkDocs: name, pages, navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from escalation_log.log.disk import ordinary_text
from escalation_log.model.errors import EscalogError
from escalation_log.site.engine_files.parts import USUAL_PLACE
from escalation_log.site.publication import Publication
from escalation_log.site.sources import shipped_file, shipped_folder

# An entry of the navigation: a page's file, such an entry under a title, or a list under a title.
NavigationItem: TypeAlias = "str | dict[str, str | list[NavigationItem]]"

_POLICIES = "policies/"
_COMPARISON = "policies/compare.md"


def source_of(address: str) -> str:
    """Return the Markdown file that MkDocs would build an address from.

    >>> source_of("policies/compare.html")
    'policies/compare.md'
    """
    return address.removesuffix(".html") + ".md"


def address_of(source: str) -> str:
    """Return the address of the page built from a Markdown file."""
    return source.removesuffix(".md") + ".html"


def filled_navigation(
    entries: list[NavigationItem],
    publication: Publication,
    has: Callable[[str], bool],
    written: Callable[[str], str] = str,
) -> list[NavigationItem]:
    """Replace `policies/` in the navigation by the policies; drop pages that the site lacks.

    `has` is called with each page's Markdown file; `written` escapes a partnership's name for the
    navigation.
    """
    filled: list[NavigationItem] = []
    for entry in entries:
        if isinstance(entry, str):
            if has(entry):
                filled.append(entry)
            continue
        for title, target in entry.items():
            if target == _POLICIES:
                filled.append({title: _policies(publication, has, written)})
            elif isinstance(target, list):
                kept = filled_navigation(target, publication, has, written)
                if kept:
                    filled.append({title: kept})
            elif "://" in target or has(target):
                filled.append({title: target})
    return filled


def _policies(
    publication: Publication, has: Callable[[str], bool], written: Callable[[str], str]
) -> list[NavigationItem]:
    policies: list[NavigationItem] = [
        {written(each.partnership.name): source_of(each.address)} for each in publication.current
    ]
    if has(_COMPARISON):
        policies.append({"Compare them": _COMPARISON})
    return policies


_FILE = "mkdocs.yml"
_PLUGIN = "escalation-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The settings; `pages` is the folder of handwritten pages, `url` the address of the site.

    `has_feeds` asks for feeds of the cases' dates; it is false where the file says `feeds: false`.
    `engine` is the folder with the parts of the engine, which may be missing.
    """

    name: str
    url: str
    description: str
    navigation: tuple[NavigationItem, ...]
    pages: Path
    has_feeds: bool
    engine: Path


class _Loader(yaml.SafeLoader):
    """A YAML loader that ignores tags that only MkDocs understands, such as `!ENV`."""


_Loader.add_constructor(None, lambda _loader, _node: None)


def settings_of(root: Path) -> SiteSettings:
    """Read the settings of a log's site, or the shipped ones where it has none.

    Raise EscalogError for a file that is not valid YAML.
    """
    own = root / _FILE
    file = own if own.is_file() else shipped_file(_FILE)
    try:
        written = yaml.load(ordinary_text(file), Loader=_Loader)  # noqa: S506
    # For a day that does not exist, PyYAML lets Python's own error through.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise EscalogError(
            f"{file} cannot be read: it is no sound YAML.",
            hint="Mend it, or put back the one that came with this tool.",
        ) from error
    settings = written if isinstance(written, dict) else {}
    pages = root / (_text(settings.get("docs_dir")) or "docs")
    return SiteSettings(
        name=_text(settings.get("site_name")),
        url=_text(settings.get("site_url")),
        description=_text(settings.get("site_description")),
        navigation=_navigation_of(settings.get("nav") or []),
        pages=pages if file == own and pages.is_dir() else shipped_folder("pages"),
        has_feeds=_setting(settings.get("plugins"), "feeds") is not False,
        engine=root / (_text(_setting(settings.get("plugins"), "engine")) or USUAL_PLACE),
    )


def _text(written: object) -> str:
    """Take a text or a number; anything else, which may be huge once written out, is no text."""
    return str(written) if isinstance(written, str | int | float) else ""


def _navigation_of(written: object) -> tuple[NavigationItem, ...]:
    try:
        return tuple(_entry_of(each) for each in _list_of(written))
    except RecursionError:
        raise _odd_navigation() from None


def _setting(plugins: object, name: str) -> object:
    """Find a setting of the plugin, in either form in which MkDocs takes plugins."""
    listed = plugins if isinstance(plugins, list) else [plugins]
    ours = [each[_PLUGIN] for each in listed if isinstance(each, dict) and _PLUGIN in each]
    return next((each[name] for each in ours if isinstance(each, dict) and name in each), None)


def _entry_of(written: object) -> NavigationItem:
    match written:
        case str():
            return written
        case dict() if len(written) == 1:
            ((title, target),) = written.items()
            if isinstance(target, str):
                return {str(title): target}
            return {str(title): [_entry_of(each) for each in _list_of(target)]}
        case _:
            raise _odd_navigation()


def _list_of(written: object) -> list[Any]:
    if not isinstance(written, list):
        raise _odd_navigation()
    return written


def _odd_navigation() -> EscalogError:
    return EscalogError(
        f"nav in {_FILE} is no list of pages.", hint="Write a page like `- About: about.md`."
    )
