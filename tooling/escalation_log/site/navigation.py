"""The navigation as `mkdocs.yml` writes it, filled with what a site has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from escalation_log.site.publication import Publication

# A page by its file; such an entry under a title; a list under a title.
Entry: TypeAlias = "str | dict[str, str | list[Entry]]"

_POLICIES = "policies/"
_COMPARISON = "policies/compare.md"


def source_of(address: str) -> str:
    """Name the Markdown file that an address would come from.

    >>> source_of("policies/compare.html")
    'policies/compare.md'
    """
    return address.removesuffix(".html") + ".md"


def address_of(source: str) -> str:
    """Give the address of a page by its Markdown file."""
    return source.removesuffix(".md") + ".html"


def filled_navigation(
    entries: list[Entry],
    publication: Publication,
    has: Callable[[str], bool],
    written: Callable[[str], str] = str,
) -> list[Entry]:
    """Put the policies where the navigation says `policies/`; drop what the site has not.

    `has` is asked for each page by its Markdown file; `written` says how a partnership's name is
    written into the navigation.
    """
    return list(_filled(entries, publication, has, written))


def _filled(
    entries: list[Entry],
    publication: Publication,
    has: Callable[[str], bool],
    written: Callable[[str], str],
) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, str):
            if has(entry):
                yield entry
            continue
        for title, target in entry.items():
            if target == _POLICIES:
                yield {title: _policies(publication, has, written)}
            elif isinstance(target, list):
                kept = filled_navigation(target, publication, has, written)
                if kept:
                    yield {title: kept}
            elif "://" in target or has(target):
                yield {title: target}


def _policies(
    publication: Publication, has: Callable[[str], bool], written: Callable[[str], str]
) -> list[Entry]:
    policies: list[Entry] = [
        {written(each.partnership.name): source_of(each.address)} for each in publication.current
    ]
    if has(_COMPARISON):
        policies.append({"Compare them": _COMPARISON})
    return policies
