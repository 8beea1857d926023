"""The public statistics of quarters, as they are kept once a case that they count was destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.model.destroyed import Taken
from escalation_log.statistics.published import Group, Published
from escalation_log.statistics.quarters import Quarter, quarter_from

_NUMBERS = ("total", "in_time", "late", "learning", "marked", "off_route")
_TABLES = (
    "months",
    "stages",
    "stages_in_time",
    "stages_late",
    "late_by",
    "themes",
    "lengths",
    "learned",
)


def kept_quarters(taken: Taken, policy: str) -> Mapping[Quarter, Published]:
    """Read the quarters of a policy that were kept."""
    found = {}
    for each in taken.quarters:
        if each.policy == policy:
            quarter = quarter_from(each.quarter)
            found[quarter] = _published(quarter, each.counts)
    return found


def _published(quarter: Quarter, counts: Mapping[str, Any]) -> Published:
    values: dict[str, Any] = {name: counts.get(name) for name in _NUMBERS}
    for name in _TABLES:
        values[name] = tuple(
            Group(ids=tuple(each["of"]), count=each["count"]) for each in counts.get(name, ())
        )
    return Published(
        quarter=quarter,
        threshold=counts["threshold"],
        names_agencies=counts.get("names_agencies", False),
        **values,
    )


def written_quarter(policy: str, published: Published) -> dict[str, Any]:
    """Give what is kept of a quarter: what everybody may see of it, and nothing else."""
    written: dict[str, Any] = {
        "policy": policy,
        "quarter": published.quarter.id,
        "threshold": published.threshold,
    }
    for name in _NUMBERS:
        if (number := getattr(published, name)) is not None:
            written[name] = number
    for name in _TABLES:
        if groups := getattr(published, name):
            written[name] = [{"of": list(each.ids), "count": each.count} for each in groups]
    if published.names_agencies:
        written["names_agencies"] = True
    return written
