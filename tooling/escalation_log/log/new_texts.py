"""Whether the texts that a change brings hold anything that could identify a person.

What was recorded is the business of `escalog redact`, and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from escalation_log.checks.privacy import identifiers_in
from escalation_log.files.free_texts import free_texts
from escalation_log.log.held_records import Change, Records
from escalation_log.log.history_rules import NEW_TEXTS
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import Problem


def new_texts(change: Change) -> Iterator[Problem]:
    """Find the texts of cases that were not recorded before and seem to identify somebody."""
    before, after = change.before, change.after
    waiting: dict[str, list[str]] = {}
    for file in before.files("waiting"):
        waiting.setdefault(case_file_of(file), []).append(file)
    for file in change.differ(after.files("case", "waiting")):
        record = after.of(file)
        if record is None:
            continue
        case_file = case_file_of(file)
        found = [
            (path, kind)
            for path, text in free_texts(record.data, _data(after, case_file))
            for kind in identifiers_in(text)
        ]
        if not found:
            continue
        known = {
            text
            for each in (case_file, *waiting.get(case_file, ()))
            if (data := _data(before, each)) is not None
            for _, text in free_texts(data, _data(before, case_file))
        }
        texts = dict(free_texts(record.data, _data(after, case_file)))
        for path, kind in found:
            if texts[path] not in known:
                yield change.problem(
                    NEW_TEXTS,
                    file,
                    f"This new text seems to hold {kind}. Nothing that identifies a person belongs "
                    "in a case. Write it without, before anybody else has it: call people by "
                    "their role, the child by the pseudonym.",
                    path,
                )


def _data(records: Records, file: str) -> Mapping[str, Any] | None:
    record = records.of(file)
    return None if record is None else record.data
