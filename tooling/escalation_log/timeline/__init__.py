"""What happened in a case, as known at a moment: corrected, in order, placed in stages."""

from __future__ import annotations

from escalation_log.timeline.facts import Facts, facts_at
from escalation_log.timeline.knowledge import Order, changes_of_knowledge
from escalation_log.timeline.matching import matches
from escalation_log.timeline.visits import Episode, Happening, Timeline, Visit, timeline_of

__all__ = [
    "Episode",
    "Facts",
    "Happening",
    "Order",
    "Timeline",
    "Visit",
    "changes_of_knowledge",
    "facts_at",
    "matches",
    "timeline_of",
]
