"""Counts by class: of cases and things in them, and of limits kept and missed, with their cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from escalation_log.statistics.case_facts import SettledLimit
from escalation_log.statistics.spread import FEW_CASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The number of cases in a class, or of things in them; `cases` are these by reference."""

    id: str
    count: int
    cases: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many limits of a class were kept, how many missed, and in which cases by reference."""

    id: str
    kept: int
    missed: int
    kept_in: tuple[str, ...] = field(default=(), compare=False)
    missed_in: tuple[str, ...] = field(default=(), compare=False)

    @property
    def settled(self) -> int:
        """The number of limits kept or missed."""
        return self.kept + self.missed

    @property
    def percent(self) -> int | None:
        """The share that was kept, in whole percent; 100 and 0 only if all or none were kept.

        None for fewer limits than FEW_CASES.
        """
        if self.settled < FEW_CASES:
            return None
        if self.kept in {0, self.settled}:
            return 100 if self.kept else 0
        return min(max(round(100 * self.kept / self.settled), 1), 99)


class DueLimit(NamedTuple):
    """A limit that was settled, and the reference of its case."""

    limit: SettledLimit
    reference: str


def tallies_of(ids: Iterable[str], found: Iterable[tuple[str, str]]) -> tuple[Tally, ...]:
    """Count what was found, each by its class with the reference of its case."""
    cases: dict[str, list[str]] = {each: [] for each in ids}
    for each, reference in found:
        cases.setdefault(each, []).append(reference)
    return tuple(
        Tally(id=each, count=len(references), cases=_once(references))
        for each, references in cases.items()
    )


def tallies_found(ids: Iterable[str], found: Iterable[tuple[str, str]]) -> tuple[Tally, ...]:
    """Count what was found in the same way, without the classes of which there was none."""
    return tuple(each for each in tallies_of(ids, found) if each.count)


def share_of(whose: str, limits: Sequence[DueLimit]) -> Share:
    """Count the limits of a class that were kept and that were missed."""
    kept = [each.reference for each in limits if each.limit.is_kept]
    missed = [each.reference for each in limits if not each.limit.is_kept]
    return Share(
        id=whose,
        kept=len(kept),
        missed=len(missed),
        kept_in=_once(kept),
        missed_in=_once(missed),
    )


def shares_of(
    ids: Iterable[str],
    limits: Iterable[DueLimit],
    classes: Callable[[SettledLimit], tuple[str, ...]],
) -> tuple[Share, ...]:
    """Count kept and missed limits by class, without empty classes; a limit may be in several."""
    sorted_out: dict[str, list[DueLimit]] = {each: [] for each in ids}
    for due in limits:
        for each in classes(due.limit):
            sorted_out.setdefault(each, []).append(due)
    return tuple(share_of(each, found) for each, found in sorted_out.items() if found)


def combined_share(whose: str, shares: Sequence[Share]) -> Share:
    """Count the limits of several classes as those of one."""
    return Share(
        id=whose,
        kept=sum(share.kept for share in shares),
        missed=sum(share.missed for share in shares),
        kept_in=_once(each for share in shares for each in share.kept_in),
        missed_in=_once(each for share in shares for each in share.missed_in),
    )


def _once(references: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(references)))
