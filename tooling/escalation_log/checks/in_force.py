"""Which edition of a policy is in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from escalation_log.model.policies import Policy


def in_force(editions: Collection[Policy], as_of: datetime) -> Policy:
    """Choose the edition of a policy that is in force; before the first one is, the first."""
    begun = [
        each
        for each in editions
        if each.effective_from <= as_of.astimezone(zone_of(each.time_zone)).date()
    ]
    if not begun:
        return min(editions, key=lambda each: (each.effective_from, each.version))
    mended = {each.corrects for each in begun}
    standing = [each for each in begun if each.version not in mended] or begun
    return max(standing, key=lambda each: (each.effective_from, each.version))


def is_time_zone(name: str) -> bool:
    """Say whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def zone_of(name: str) -> tzinfo:
    """Give the time zone of this name, or UTC where there is none."""
    return ZoneInfo(name) if is_time_zone(name) else UTC
