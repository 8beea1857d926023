"""What a planned change sends, given what people did to the issue since it was listed."""

from __future__ import annotations

from collections.abc import Mapping

from escalation_log.github.marker import body_with, part_in
from escalation_log.github.model import Change, Existing


def fields_to_send(change: Change, before: Existing, present: Existing) -> Mapping[str, object]:
    """Give the fields that are not yet as the change wants them, in GitHub's words; maybe none.

    `before` is the issue for which the change was planned, `present` the issue as it is now.
    """
    fields: dict[str, object] = {}
    if change.title is not None and change.title.strip() != present.title:
        fields["title"] = change.title
    body = _body(change, before, present)
    if body is not None:
        fields["body"] = body
    labels = _labels(change, before, present)
    if labels is not None:
        fields["labels"] = sorted(labels)
    if change.state is not None and change.state is not present.state:
        fields["state"] = change.state.value
        if change.reason is not None:
            fields["state_reason"] = change.reason.value
    return fields


def _body(change: Change, before: Existing, present: Existing) -> str | None:
    """Put the bot's new part into the text that people have left around it."""
    part = None if change.body is None else part_in(change.body)
    if part is None or part == part_in(present.body):
        return None
    if present.body == before.body:
        return change.body
    return body_with(part, present.body)


def _labels(change: Change, before: Existing, present: Existing) -> frozenset[str] | None:
    """Add and take away what the change does, and no label that somebody gave or took since."""
    if change.labels is None:
        return None
    added, taken = change.labels - before.labels, before.labels - change.labels
    there = {label.casefold() for label in present.labels}
    missing = {label for label in added if label.casefold() not in there}
    left = present.labels - taken
    return None if not missing and left == present.labels else left | missing
