"""Sort the cases for the tracker and for agencies, once for a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from escalation_log.site.tracking.agencies import NO_ACTIONS, Actions, actions_of
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All cases, the most urgent first, and what each agency must do."""

    cases: tuple[CaseSummary, ...]
    actions: Actions


class Sorting:
    """Sorts cases, and caches the last result."""

    def __init__(self) -> None:
        self._given: Sequence[CaseSummary] | None = None
        self._sorted = Sorted(cases=(), actions=NO_ACTIONS)

    def __call__(self, summaries: Sequence[CaseSummary]) -> Sorted:
        """Sort cases, or return the last result for the same ones."""
        if summaries is not self._given:
            self._sorted = Sorted(cases=tuple(in_order(summaries)), actions=actions_of(summaries))
            self._given = summaries
        return self._sorted
