"""Find where a merge has put the events of each parent, whose numbers move with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from escalation_log.log.held_records import Change, parsed_data
from escalation_log.log.kept_events import EventData, Redactions, changed_fields, key_of


def places_in_merge(change: Change, file: str, redactions: Redactions) -> Mapping[int, int] | None:
    """Pair the number of each event of a parent with its number in the merge.

    One that the merge does not hold has no pair. Give None where the change is no merge.
    """
    if not change.is_merge:
        return None
    before, after = change.before.of(file), change.after.of(file)
    if before is None or after is None:
        return {}
    shared = _shared(change, file)
    return _paired(before.data["events"], after.data["events"], shared, redactions)


def another_number(named: int, now: int) -> str:
    """Say which event is meant by one that a merge holds, and what to type."""
    if named == now:
        return f"This was recorded of event {now}, and the merge changed that. Type: of: {now}"
    return (
        f"This is of event {named} of the branch that recorded it. In this merge that is event "
        f"{now}, since others came in before it. Type: of: {now}"
    )


def _shared(change: Change, file: str) -> int:
    """Count the events of a case that stood there before the parents began to differ."""
    found = (fork.data(file) for fork in change.forks)
    parsed = [None if data is None else parsed_data(file, data) for data in found]
    return min(0 if data is None else len(data["events"]) for data in parsed)


def _paired(
    before: Sequence[EventData], after: Sequence[EventData], shared: int, redactions: Redactions
) -> Mapping[int, int]:
    """Look for what both parents had from the front, and for what one appended from the end.

    So where two people recorded the same, and a merge put one after the other, each is told apart.
    """
    places: dict[int, int] = {}
    first, last = 1, len(after)
    own = range(len(before), shared, -1)
    for number in (*range(1, min(shared, len(before)) + 1), *own):
        event, is_own = before[number - 1], number > shared
        where = range(last, first - 1, -1) if is_own else range(first, last + 1)
        alike = [each for each in where if _is_same(event, after[each - 1], each, redactions)]
        # Two corrections may be alike but for what they are of.
        meant = (each for each in alike if _names_the_same(event, each, before, after, redactions))
        if (place := next(meant, alike[0] if alike else None)) is not None:
            places[number] = place
            first, last = (first, place - 1) if is_own else (place + 1, last)
    return places


def _names_the_same(
    event: EventData,
    place: int,
    before: Sequence[EventData],
    after: Sequence[EventData],
    redactions: Redactions,
) -> bool:
    old, new = event.get("of"), after[place - 1].get("of")
    if not (isinstance(old, int) and isinstance(new, int)):
        return True
    is_there = 0 < old <= len(before) and 0 < new <= len(after)
    return is_there and _is_same(before[old - 1], after[new - 1], new, redactions)


def _is_same(event: EventData, other: EventData, place: int, redactions: Redactions) -> bool:
    """Say whether two events are one, whatever number the one has that they name."""
    if isinstance(event.get("of"), int) and isinstance(other.get("of"), int):
        event = {**event, "of": other["of"]}
    return not changed_fields(event, other, key_of(event, place), redactions)
