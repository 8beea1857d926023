"""Find which edition of a policy is in force; editions begin at midnight in their own time zone.

Of the editions that do not correct another one, the latest that has begun is in force. An erratum
that has begun takes the place of the edition that it corrects while that one would be in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from escalation_log.model.policies import Policy

_NOON = time(12)


def in_force(editions: Collection[Policy], at: datetime) -> tuple[Policy, ...]:
    """Give the edition in force at a moment as the last item, after those that it corrects.

    The first item is an edition that does not correct another one; its errata that have begun
    follow. A case may be opened under any of them, since it may have been opened before the mistake
    was found. The result is empty before the first edition begins, or where editions only correct
    each other.
    """
    begun = sorted(
        (each for each in editions if each.effective_from <= _day(at, each)), key=_in_order
    )
    originals = [each for each in begun if _is_original(each, editions)]
    return tuple(_with_errata(originals[-1], begun)) if originals else ()


def current_edition(editions: Collection[Policy], at: datetime) -> Policy:
    """Give the edition of a policy that is in force; before any is in force, the first."""
    standing = in_force(editions, at)
    if standing:
        return standing[-1]
    originals = [each for each in editions if _is_original(each, editions)]
    return min(originals or editions, key=_in_order)


def succession(editions: Collection[Policy]) -> Mapping[date, tuple[Policy, ...]]:
    """Give for each day on which an edition begins what `in_force` gives then, in order."""
    days = (
        (each, datetime.combine(each.effective_from, _NOON, zone_of(each.time_zone)))
        for each in sorted(editions, key=_in_order)
    )
    found = {each.effective_from: in_force(editions, noon) for each, noon in days}
    return {day: standing for day, standing in found.items() if standing}


def first_day_in_force(edition: Policy, editions: Collection[Policy]) -> date | None:
    """Give the first day on which a case may be opened under an edition; None if there is none."""
    days = (day for day, standing in succession(editions).items() if edition in standing)
    return next(days, None)


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


def _day(at: datetime, edition: Policy) -> date:
    return at.astimezone(zone_of(edition.time_zone)).date()


def _is_original(edition: Policy, editions: Collection[Policy]) -> bool:
    """Say whether an edition corrects none of the given editions."""
    return edition.corrects not in {each.version for each in editions}


def _with_errata(edition: Policy, begun: Sequence[Policy]) -> Iterator[Policy]:
    """Give an edition, then its errata, each followed by the errata of that erratum."""
    yield edition
    for erratum in begun:
        if erratum.corrects == edition.version:
            yield from _with_errata(erratum, begun)


def _in_order(edition: Policy) -> tuple[date, str]:
    return edition.effective_from, edition.version
