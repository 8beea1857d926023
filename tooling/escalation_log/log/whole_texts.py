"""Tell of texts of which a part is lost, in what stands in the log and in what a change brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from escalation_log.checks.rules import WHOLE_TEXT
from escalation_log.files.lost_texts import LostText, lost_texts
from escalation_log.files.odd_values import quoting
from escalation_log.files.value_words import sentence
from escalation_log.log.held_records import Change, Records, kind_in_history, parsed_data
from escalation_log.log.history_rules import NEW_TEXTS_WHOLE
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import Problem, Severity

_REMARK = (
    "What stands behind ` #` here is taken for a remark, so it is no part of the text and nobody "
    "will read it. "
)
_REPLACED = (
    "A sign was lost here before the file was saved (U+FFFD stands in its place). Type what it was."
)


def lost_in(file: str, data: bytes, schema: str) -> tuple[Problem, ...]:
    """Warn of each text of a readable file of which a part is lost."""
    return tuple(
        _problem(each, file, WHOLE_TEXT.name, Severity.WARNING) for each in lost_texts(data, schema)
    )


def new_losses(change: Change) -> Iterator[Problem]:
    """Find the texts that a change brings of which a part is lost."""
    before, after = change.before, change.after
    files = after.files("case", "waiting", "policy", "partnership", "calendar")
    known: dict[str, Counter[str]] = {}
    for file in before.files("case", "waiting"):
        known.setdefault(case_file_of(file), Counter()).update(_written(before, file))
    for file in change.differ(files):
        home = case_file_of(file)
        if home not in known:
            known[home] = Counter(_written(before, file))
        for each in _lost(after, file):
            if known[home][each.written]:
                known[home][each.written] -= 1
            else:
                yield _problem(each, file, NEW_TEXTS_WHOLE.name, Severity.PROBLEM)


def _written(records: Records, file: str) -> list[str]:
    return [each.written for each in _lost(records, file)]


def _lost(records: Records, file: str) -> tuple[LostText, ...]:
    """Give what is lost in a file; nothing for a file that is not there or cannot be read."""
    data, kind = records.snapshot.data(file), kind_in_history(file)
    if data is None or kind is None or parsed_data(file, data) is None:
        return ()
    return tuple(lost_texts(data, kind))


def _problem(lost: LostText, file: str, rule: str, severity: Severity) -> Problem:
    line, column = lost.place
    return Problem(
        file=file,
        rule=rule,
        message=f"{_REMARK}{sentence(quoting(lost.written))}" if lost.is_remark else _REPLACED,
        path=lost.path,
        line=line,
        column=column,
        severity=severity,
    )
