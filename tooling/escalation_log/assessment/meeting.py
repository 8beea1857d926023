"""Which event meets a duty."""

from __future__ import annotations

from collections.abc import Sequence

from escalation_log.model.patterns import AnyOf, EventPattern, MetBy
from escalation_log.timeline import Happening, matches


def first_meeting(met_by: MetBy, candidates: Sequence[Happening]) -> Happening | None:
    """Give the first of the candidates, which are in order, by which a duty is met."""
    match met_by:
        case EventPattern():
            kinds = met_by.kinds
            fitting = (
                each for each in candidates if each.event.kind in kinds and matches(met_by, each)
            )
            return next(fitting, None)
        case AnyOf(of=parts):
            found = [first for part in parts if (first := first_meeting(part, candidates))]
            return min(found, key=lambda each: each.order, default=None)
        case _:
            firsts = [first_meeting(part, candidates) for part in met_by.of]
            met = [first for first in firsts if first is not None]
            return max(met, key=lambda each: each.order) if len(met) == len(firsts) else None
