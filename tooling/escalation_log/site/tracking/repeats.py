"""Count what recurs in a log: themes, missed limits, and agencies that are late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from escalation_log.site.tracking.columns import Names
from escalation_log.site.tracking.summaries import CaseSummary

SHOWN_REPEATS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A value and the number of cases with it; `share` is its percentage of the greatest."""

    words: str
    cases: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What occurs in at least two cases, the most frequent first."""

    themes: tuple[Repeated, ...]
    missed: tuple[Repeated, ...]
    late: tuple[Repeated, ...]


def repeats_of(summaries: Iterable[CaseSummary], names: Names) -> Repeats:
    """Count what cases are about, which required limits they missed, and who is late in them."""
    has_areas = len({edition.policy.id for edition in names.of.values()}) > 1
    themes: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for case in summaries:
        edition = names.of[case.edition]
        themes[edition.theme(case)] += 1
        missed.update({edition.duties[duty] for duty in case.missed})
        acting = {agency for duty in case.to_do if duty.is_overdue for agency in duty.acting}
        area = f", {edition.partnership.name}" if has_areas else ""
        late.update(edition.agency(agency) + area for agency in acting)
    return Repeats(themes=_most(themes), missed=_most(missed), late=_most(late))


def _most(counter: Counter[str]) -> tuple[Repeated, ...]:
    repeated = [item for item in counter.items() if item[1] > 1]
    found = sorted(repeated, key=lambda item: (-item[1], item[0]))[:SHOWN_REPEATS]
    return tuple(
        Repeated(words=words, cases=cases, share=round(100 * cases / found[0][1]))
        for words, cases in found
    )
