"""The built site with many more cases than it was built with, all of them invented."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.columns import cases_script
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.page import CASES
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import in_order


def crowded(
    site: Path, publication: Publication, kinds: tuple[CaseSummary, ...], number: int, target: Path
) -> Path:
    """Copy a built site and give its tracker as many cases, each like one of the given ones."""
    shutil.copytree(site, target)
    cases = in_order(tuple(_many(kinds, number)))
    script = cases_script(cases, Names(publication), publication.as_of)
    (target / CASES).write_text(script, encoding="utf-8")
    return target


def _many(summaries: tuple[CaseSummary, ...], number: int) -> Iterator[CaseSummary]:
    for place, case in enumerate(islice(cycle(summaries), number)):
        prefix = case.reference.split("-")[0]
        yield replace(
            case,
            reference=f"{prefix}-2024-{place:04}",
            opened_on=case.opened_on - timedelta(days=place % 400),
        )
