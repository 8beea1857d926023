"""What a policy says about counting, apart from the amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from escalation_log.model.policies import Counting, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRules:
    """How days are counted and when they end; `day_ends` is None for midnight."""

    counting: Counting
    zone: ZoneInfo
    cut_off: time | None = None
    day_ends: time | None = None

    @classmethod
    def of(cls, policy: Policy) -> CountingRules:
        """Take the rules of a policy."""
        return cls(
            counting=policy.counting,
            zone=ZoneInfo(policy.time_zone),
            cut_off=policy.cut_off,
            day_ends=policy.day_ends,
        )
