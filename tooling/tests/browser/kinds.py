"""The kinds of page that the site has, and one page of each to look at."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Pages made alike; the first that holds all the words stands for all whose address fits."""

    name: str
    pattern: str
    holding: tuple[str, ...] = ()

    def matches(self, address: str) -> bool:
        """Say whether a page may be of this kind."""
        return fnmatchcase(address, self.pattern)

    def address(self, site: Path) -> str:
        """Find the page to look at. Raise LookupError where the site has none."""
        for address in addresses(site):
            if self.matches(address) and self._is_telling(site / address):
                return address
        raise LookupError(f"no page for {self.name!r}: mend its line in kinds.py")

    def _is_telling(self, page: Path) -> bool:
        content = page.read_text(encoding="utf-8")
        return all(words in content for words in self.holding)


KINDS = (
    Kind(name="home", pattern="index.html"),
    Kind(name="hand-written page", pattern="about.html"),
    Kind(name="explanation", pattern="how-to-read.html"),
    Kind(name="guide with pictures", pattern="keeping-the-log.html"),
    Kind(name="guide to fill in", pattern="cover.html", holding=("Fill in",)),
    Kind(name="area", pattern="areas/*.html"),
    Kind(name="policy", pattern="policies/*/index.html"),
    Kind(name="poster", pattern="policies/*/poster.html"),
    Kind(name="pocket card", pattern="policies/*/card.html"),
    Kind(name="fact-check sheet", pattern="policies/*/fact-check-*.html"),
    Kind(name="comparison", pattern="policies/compare.html"),
    Kind(name="by when", pattern="by-when.html"),
    Kind(name="what now", pattern="what-now/*.html", holding=("el-now__danger",)),
    Kind(name="what now, choice", pattern="what-now.html"),
    Kind(name="statistics of all", pattern="statistics.html"),
    Kind(name="statistics", pattern="policies/*/statistics.html", holding=("el-bars__missed",)),
    Kind(
        name="quarterly report",
        pattern="policies/*/reports/*.html",
        holding=("el-bars__missed", "el-numbers--words"),
    ),
    Kind(name="statement to fill in", pattern="accessibility.html", holding=("Fill in",)),
    Kind(name="notice to fill in", pattern="privacy*.html", holding=("Fill in",)),
    Kind(name="tracker", pattern="tracker.html"),
    Kind(name="record", pattern="record.html"),
    Kind(name="new case", pattern="new-case.html"),
    Kind(name="choice of agency", pattern="agencies/index.html"),
    Kind(name="agency", pattern="agencies/*/*.html", holding=("el-action",)),
    Kind(
        name="open case",
        pattern="cases/*/*.html",
        holding=("el-chip--case-open", "el-chip--overdue", "el-receipt"),
    ),
    Kind(name="corrected case", pattern="cases/*/*.html", holding=("Correction of",)),
    Kind(name="wrong address", pattern="404.html"),
)
NAMES = tuple(kind.name for kind in KINDS)


def kind_named(name: str) -> Kind:
    """Give the kind of a name."""
    return next(kind for kind in KINDS if kind.name == name)


def addresses(site: Path) -> tuple[str, ...]:
    """List the addresses of all pages."""
    return tuple(sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")))
