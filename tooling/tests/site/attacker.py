"""Somebody who has pages of public statistics, and works out what each hidden number may be."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]
    Bounds,
    LinearConstraint,
    milp,
)
from scipy.sparse import csr_array  # type: ignore[import-untyped]

# A quarter, a table, and a class in it by the words of the page; the total of a table has none.
Cell = tuple[str, str, str]

# What the text above the tables says, and which tables part it.
_TOTALS = {
    "cases": ("in-time", "months", "stages", "themes", "lengths"),
    "in-time/No required limit missed": ("stages-in-time",),
    "in-time/A required limit missed": ("stages-late", "late-by"),
    "learning": ("learned",),
}
_CASES = re.compile(r"(\d+) cases were opened\.")
# Sentences that count some of the cases.
_SOME = {
    "learning": re.compile(r"Learning was recorded in (\d+) of them\."),
    "marked": re.compile(r"In (\d+) of them there is no record that something required was done\."),
    "off-route": re.compile(r"In (\d+) of them something did not follow the policy’s route\."),
}


class _Page(HTMLParser):
    """The quarters of a page: its sentences, and the rows of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.sentences: dict[str, str] = defaultdict(str)
        self._quarter = self._table = ""
        self._cells: list[str] | None = None
        self._in_cell = self._in_drawing = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id") or ""
        if tag == "h2":
            self._quarter = name.removeprefix("quarter-") if name.startswith("quarter-") else ""
        if tag == "h3":
            self._table = name.removesuffix(f"-{self._quarter}")
        if tag == "svg":
            self._in_drawing = True
        if tag == "tr":
            self._cells = []
        if tag in {"th", "td"} and self._cells is not None:
            self._in_cell = True
            self._cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._in_drawing = False
        if tag in {"th", "td"}:
            self._in_cell = False
        if tag == "tr" and self._cells and self._quarter:
            self.rows.append((f"{self._quarter}/{self._table}", self._cells))
            self._cells = None

    def handle_data(self, data: str) -> None:
        if self._in_cell and self._cells:
            self._cells[-1] += data
        elif self._quarter and not self._in_drawing:
            self.sentences[self._quarter] += data


@dataclass
class Attacker:
    """Everything known: sums of cells and what they come to."""

    threshold: int
    sums: list[tuple[frozenset[Cell], int]] = field(default_factory=list)
    cells: set[Cell] = field(default_factory=set)
    numbers: int = 0

    def read_quarter(self, page: Path, quarter: str, classes: dict[str, list[str]]) -> None:
        """Take in what a page says of a quarter; the policy tells all `classes` of each table."""
        read = _Page(page.read_text(encoding="utf-8"))
        for table, ids in classes.items():
            self.cells |= {(quarter, table, each) for each in ids}
        for total, pattern in {"cases": _CASES, **_SOME}.items():
            self.cells.add((quarter, total, ""))
            if total in _SOME:
                self.cells.add((quarter, f"not-{total}", ""))
            found = pattern.search(read.sentences[quarter])
            if found:
                self._know([(quarter, total, "")], int(found[1]))
        for place, row in read.rows:
            of, _, table = place.partition("/")
            words, *_, number = row
            if of == quarter and number.isdigit():
                ids = words.removeprefix("Together: ").split("; ")
                self._know([(quarter, table, each) for each in ids], int(number))

    def _know(self, cells: Iterable[Cell], total: int) -> None:
        known = frozenset(cells)
        assert known <= self.cells, known - self.cells
        self.sums.append((known, total))
        self.numbers += 1

    def allows(self, truth: dict[Cell, int]) -> bool:
        """Say whether every sum comes out right with the true numbers, as far as they are given."""
        checked = [(cells, total) for cells, total in self.sums if cells <= set(truth)]
        return bool(checked) and all(
            sum(truth[each] for each in cells) == total for cells, total in checked
        )

    def range_of(self, cell: Cell) -> tuple[int, int]:
        """Find the least and the most that a cell may be, as a whole number of cases."""
        known = _Quarter(self, cell[0])
        return known.solved([cell], -1)[cell], known.solved([cell], 1)[cell]

    def tops(self) -> dict[Cell, int]:
        """Find for each cell how large it may be: the most, or a number not below the threshold.

        One solution may show it of a cell in each table at once. A cell of which none does is
        looked at alone.
        """
        tops: dict[Cell, int] = {}
        for quarter in sorted({quarter for quarter, _, _ in self.cells}):
            known = _Quarter(self, quarter)
            tables = defaultdict(list)
            for cell in known.cells:
                tables[cell[1]].append(cell)
            for together in zip_longest(*tables.values()):
                aims = [each for each in together if each is not None]
                found = known.solved(aims, 1)
                for cell in aims:
                    is_large = found[cell] >= self.threshold
                    tops[cell] = found[cell] if is_large else known.solved([cell], 1)[cell]
        return tops


class _Quarter:
    """What holds of a quarter's cells, as whole numbers of cases."""

    def __init__(self, attacker: Attacker, quarter: str) -> None:
        self.cells = sorted(each for each in attacker.cells if each[0] == quarter)
        self._order = {cell: at for at, cell in enumerate(self.cells)}
        about = [each for each in attacker.sums if each[0] <= set(self.cells)]
        rows = list(_constraints(about, self._order, quarter))
        self._constraint = LinearConstraint(
            csr_array(np.array([row for row, _, _ in rows])),
            np.array([low for _, low, _ in rows]),
            np.array([high for _, _, high in rows]),
        )

    def solved(self, aims: Iterable[Cell], sign: int) -> dict[Cell, int]:
        """Make some cells as large as they may be together, or as small, and give them all."""
        costs = np.zeros(len(self.cells))
        costs[[self._order[each] for each in aims]] = -sign
        found = milp(
            costs,
            constraints=self._constraint,
            integrality=np.ones(len(self.cells)),
            bounds=Bounds(0, 10_000),
        )
        assert found.success, aims
        return {cell: round(found.x[at]) for cell, at in self._order.items()}


def _constraints(
    sums: Iterable[tuple[frozenset[Cell], int]], order: dict[Cell, int], quarter: str
) -> Iterator[tuple[np.ndarray, float, float]]:
    """Give what holds of a quarter's cells: the page's sums, and that tables part their totals."""

    def row(more: Iterable[Cell], less: Iterable[Cell] = ()) -> np.ndarray:
        written = np.zeros(len(order))
        written[[order[each] for each in more]] = 1
        written[[order[each] for each in less]] -= 1
        return written

    for known, total in sums:
        yield row(known), total, total
    for total_of, tables in _TOTALS.items():
        table, _, words = total_of.partition("/")
        for part in tables:
            parts = [cell for cell in order if cell[1] == part]
            yield row(parts, [(quarter, table, words)]), 0, 0
    for some in _SOME:
        parts = [(quarter, some, ""), (quarter, f"not-{some}", "")]
        yield row(parts, [(quarter, "cases", "")]), 0, 0
    # A stage's cases are those in time and those late.
    for _, _, stage in [each for each in order if each[1] == "stages"]:
        parts = [(quarter, "stages-in-time", stage), (quarter, "stages-late", stage)]
        yield row([(quarter, "stages", stage)], parts), 0, 0


def numbers_of(page: Path) -> dict[str, object]:
    """Read the same numbers as they are given to programs, by quarter."""
    content = json.loads(page.read_text(encoding="utf-8"))
    return {each["quarter"]: each for each in content["quarters"]}
