"""Whether the texts and remarks that a change brings hold anything that could identify a person.

What was recorded is the business of `escalog redact`, and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from escalation_log.checks.privacy import unpublished_in
from escalation_log.files.free_texts import free_texts
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.remarks import Remark, perhaps_remarks
from escalation_log.log.held_records import Change, Records
from escalation_log.log.history_rules import NEW_TEXTS
from escalation_log.log.screened_files import Partnerships, personal_remarks
from escalation_log.log.snapshots import Snapshot
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import Problem

_ADVICE = (
    "Write it without, before anybody else has it: call people by their role, the child by the "
    "pseudonym."
)


def new_texts(change: Change) -> Iterator[Problem]:
    """Find the texts and remarks that were not recorded before and seem to identify somebody."""
    partnerships = _partnerships(change.after)
    yield from _new_texts(change, partnerships)
    yield from _new_remarks(change, partnerships)


def _new_texts(change: Change, partnerships: Partnerships) -> Iterator[Problem]:
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
            for kind in unpublished_in(text, partnerships)
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
                    f"in a case. {_ADVICE}",
                    path,
                )


def _new_remarks(change: Change, partnerships: Partnerships) -> Iterator[Problem]:
    before, after = change.before.snapshot, change.after.snapshot
    for file in change.differ(sorted(after.files)):
        data = after.data(file)
        if data is None or not file.endswith((".yaml", ".yml")):
            continue
        known = {line for each in _remarks(before, file) for line in each.text.split("\n")}
        new = [
            each._replace(text="\n".join(lines))
            for each in _remarks(after, file)
            if (lines := [line for line in each.text.split("\n") if line not in known])
        ]
        for remark, kind in personal_remarks(new, data, partnerships):
            yield Problem(
                file=change.shown(file),
                rule=NEW_TEXTS.name,
                message=f"This new remark seems to hold {kind}. Nothing that identifies a person "
                "belongs in the log. Delete it, before anybody else has it.",
                line=remark.line,
                column=remark.column,
            )


def _remarks(snapshot: Snapshot, file: str) -> list[Remark]:
    return perhaps_remarks(snapshot.data(file) or b"")


def _partnerships(records: Records) -> dict[str, Partnership]:
    """Read whose contacts may stand where they like."""
    found: dict[str, Partnership] = {}
    for file in records.files("partnership"):
        data = records.snapshot.data(file)
        partnership = None if data is None else parse_partnership(file, data)
        if isinstance(partnership, Partnership):
            found[partnership.id] = partnership
    return found


def _data(records: Records, file: str) -> Mapping[str, Any] | None:
    record = records.of(file)
    return None if record is None else record.data
