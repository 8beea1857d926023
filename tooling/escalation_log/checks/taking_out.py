"""Rules on the lists of the cases that are held, and of those that retention took."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.subjects import FindingIn, LogToCheck
from escalation_log.model.destroyed import Extent, Hold, standing_holds


def holds_in_order(log: LogToCheck) -> Iterator[FindingIn]:
    """A hold is not of a day to come or past its review, and is lifted by who may lift it."""
    for index, hold in enumerate(log.holds):
        for field, message in _of_hold(hold, log.holds[:index], log):
            yield FindingIn(("holds", index, field), message, file=log.holds_file)


def _of_hold(hold: Hold, earlier: tuple[Hold, ...], log: LogToCheck) -> Iterator[tuple[str, str]]:
    if hold.on > log.today:
        yield "on", f"This day is to come. Type the day on which it was done, at most {log.today}."
    if hold.review_on is not None:
        if hold.review_on < hold.on:
            yield "review_on", f"This is before the hold. Type a day from {hold.on} on."
        return
    stood = [each for each in earlier if each.reference == hold.reference]
    standing = standing_holds(tuple(stood)).get(hold.reference)
    if standing is None:
        yield "lifted", "This case was not held, so there is nothing to lift. Delete this entry."
    elif not any(hold.lifts(each) for each in stood):
        roles = " or ".join(dict.fromkeys(filter(None, (standing.by, standing.or_by))))
        if hold.by in (standing.by, standing.or_by):
            yield "on", f"This is before the hold. Type a day from {standing.on} on."
        else:
            yield "by", f"Only who holds a case lifts that, or the role in `or_by`. Type {roles}."


def destroyed_is_gone(log: LogToCheck) -> Iterator[FindingIn]:
    """A case that is listed as destroyed has no file any more, and is not listed as reduced."""
    destroyed: set[str] = set()
    for index, row in enumerate(log.taken):
        path = ("cases", index, "extent")
        if row.extent is Extent.REDUCED and row.reference in destroyed:
            yield FindingIn(
                path,
                "This case is listed as destroyed above. Delete this entry.",
                file=log.taken_file,
            )
        if row.extent is Extent.DESTROYED and row.reference not in destroyed:
            destroyed.add(row.reference)
            if row.reference in log.named:
                yield FindingIn(
                    path,
                    "This case is listed as destroyed, and its file is there. Where that was "
                    f"stopped half way, finish it: escalog retention --destroy {row.reference} "
                    "--authority AUTHORITY. Otherwise a reference is never given again: take out "
                    "what came last, the entry or the file.",
                    file=log.taken_file,
                )
