"""A page or a file of the site, but for what the theme puts around it."""

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
    """A page. `write` is given every case in short; one without `needs_cases` is content with none.

    `is_searched` says whether the site's search finds what the page says, `is_source` whether it
    finds that before what else repeats it, `has_contents` whether a table of contents stands beside
    it.
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
    """Give a page that sums cases up, which the search leaves alone."""
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
    """A file that is no page: data, a drawing, a script; without `needs_cases` as for a page."""

    address: str
    write: Callable[[Summaries], str]
    needs_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """A place in a page written by hand, `<!-- name -->`, and what goes there.

    `write` is given the address of the page that the mark stands on.
    """

    name: str
    write: Callable[[str, Summaries], Markup]

    @property
    def text(self) -> str:
        """The mark as it stands in the page."""
        return f"<!-- {self.name} -->"
