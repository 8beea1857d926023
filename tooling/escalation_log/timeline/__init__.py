"""What happened in a case, as known at a moment: corrected, in order, placed in stages."""

from __future__ import annotations

from escalation_log.timeline.facts import conditions_hold, urgency_at
from escalation_log.timeline.knowledge import Order, changes_of_knowledge
from escalation_log.timeline.matching import matches
from escalation_log.timeline.visits import Episode, Happening, Timeline, Visit, timeline_of

__all__ = [
    "Episode",
    "Happening",
    "Order",
    "Timeline",
    "Visit",
    "changes_of_knowledge",
    "conditions_hold",
    "matches",
    "timeline_of",
    "urgency_at",
]
