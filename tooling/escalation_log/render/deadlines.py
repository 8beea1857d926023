"""The dates that stand, as plain data for other programs; nothing of a child."""

from __future__ import annotations

from escalation_log.render.diary import DiaryEntry
from escalation_log.render.plain import Plain

# Raised when a key changes its meaning; keys may be added without.
SCHEMA_VERSION = 1


def deadline_as_plain(entry: DiaryEntry) -> dict[str, Plain]:
    """Put a date into plain data; `due` is the first moment that is late, `due_on` the last day."""
    return {
        "uid": entry.uid,
        "reference": entry.reference,
        "policy": entry.policy,
        "duty": entry.duty,
        "title": entry.title,
        "must_act": list(entry.acting),
        "state": entry.state,
        "force": entry.force,
        "due": entry.due.isoformat(timespec="seconds"),
        "due_on": entry.on.isoformat(),
        "provisional": entry.is_provisional,
        "revision": entry.revision,
        "changed_at": entry.changed_at.isoformat(timespec="seconds"),
    }
