"""Which cases there are, for whoever types a reference into the header's search."""

from __future__ import annotations

import json
from random import Random

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.references import REFERENCES, references_file, runs_of


def spread(runs: dict[str, dict[str, list[list[int]]]]) -> set[str]:
    """Name every case of some runs."""
    return {
        f"{prefix}-{year}-{number:04}"
        for prefix, years in runs.items()
        for year, found in years.items()
        for first, last in found
        for number in range(first, last + 1)
    }


def test_the_file_names_the_cases_that_have_a_page_and_no_other(publication: Publication) -> None:
    file = references_file(publication)
    assert (file.address, file.needs_cases) == (REFERENCES, False)
    written = file.write(())
    runs = json.loads(written[written.index("= ") + 2 : written.rindex(";")])
    assert spread(runs) == publication.references


def test_runs_hold_what_they_were_made_of_and_are_as_few_as_can_be() -> None:
    chance = Random(14)
    for count in (1, 2, 50, 300):
        numbers = chance.sample(range(1, 400), count)
        references = {f"KN-2026-{number:04}" for number in numbers}
        (found,) = (runs for years in runs_of(references).values() for runs in years.values())
        assert spread({"KN": {"2026": [[*run] for run in found]}}) == references
        assert len(found) == sum(number - 1 not in numbers for number in numbers)


def test_ten_thousand_cases_in_a_row_are_one_run() -> None:
    references = {f"KN-2026-{number:04}" for number in range(1, 10_000)}
    assert runs_of(references) == {"KN": {"2026": ((1, 9_999),)}}
