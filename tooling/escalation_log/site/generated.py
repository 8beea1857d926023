"""Pages and files of the site, without what the theme puts around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from escalation_log.site.frames import Frame
from escalation_log.site.tracking.summaries import CaseSummary

Summaries: TypeAlias = Sequence[CaseSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedPage:
    """A page; `write` is given the summaries of all cases, or none without `needs_cases`.

    `is_searched` says whether the site's search covers the page; `is_source` whether the search
    ranks it before pages that repeat it; `has_contents` whether it has a table of contents.
    """

    address: str
    title: str
    frame: Frame
    write: Callable[[Summaries], Markup]
    needs_cases: bool = False
    is_searched: bool = True
    is_source: bool = False
    has_contents: bool = True


def page_of_cases(
    address: str, title: str, frame: Frame, write: Callable[[Summaries], Markup]
) -> GeneratedPage:
    """Make a page that sums up cases; the search does not cover it."""
    return GeneratedPage(
        address=address,
        title=title,
        frame=frame,
        write=write,
        needs_cases=True,
        is_searched=False,
        has_contents=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedFile:
    """A file that is not a page: data, a drawing or a script; `needs_cases` is as for a page."""

    address: str
    write: Callable[[Summaries], str]
    needs_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """A place in a handwritten page, `<!-- name -->`, and what replaces it.

    `write` is given the address of the page that the mark stands on.
    """

    name: str
    write: Callable[[str, Summaries], Markup]

    @property
    def text(self) -> str:
        """The mark as it stands in the page."""
        return f"<!-- {self.name} -->"
