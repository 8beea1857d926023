"""The references that have a page, short enough for a script of every page to look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from escalation_log.site.generated import GeneratedFile
from escalation_log.site.publication import Publication
from escalation_log.site.templates import data_script

REFERENCES = "assets/escalation-log/references.js"
_ABOUT = (
    "The cases that have a page: by prefix and year, the first and the last number of each run."
)


def references_file(publication: Publication) -> GeneratedFile:
    """Return the references of a publication, as a script that only those who search ask for."""
    script = data_script(
        _ABOUT,
        "escalationLogCases",
        {
            prefix: {year: [[*run] for run in runs] for year, runs in years.items()}
            for prefix, years in runs_of(publication.references).items()
        },
    )
    return GeneratedFile(address=REFERENCES, write=lambda _: script)


def runs_of(references: Iterable[str]) -> Mapping[str, Mapping[str, tuple[tuple[int, int], ...]]]:
    """Give the runs of numbers of each prefix and year.

    >>> runs_of(["KN-2026-0001", "KN-2026-0002", "KN-2026-0007"])
    {'KN': {'2026': ((1, 2), (7, 7))}}
    """
    numbers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for reference in sorted(references):
        prefix, year, number = reference.split("-")
        numbers[prefix][year].append(int(number))
    return {
        prefix: {year: tuple(_runs(found)) for year, found in years.items()}
        for prefix, years in numbers.items()
    }


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    ends = [last for last, following in pairwise(numbers) if following != last + 1]
    firsts = [first for before, first in pairwise(numbers) if first != before + 1]
    yield from zip([numbers[0], *firsts], [*ends, numbers[-1]], strict=True)
