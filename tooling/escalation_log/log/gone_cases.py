"""Find what became of cases that were in the log once: renamed, destroyed, or removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from escalation_log.files.case_file import parse_case
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.disk import read_bytes
from escalation_log.log.earlier_versions import EarlierVersion, earlier_versions
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.revisions import is_shallow
from escalation_log.model.cases import Case
from escalation_log.model.destroyed import Extent
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import file_of_case


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneCase:
    """What became of a case that is not in the log any more.

    `successor` is the reference that it has now, `destroyed_on` the day on which retention took it,
    and `commit` the last one that had its file; each is None where it is not so or not known.
    """

    reference: str
    successor: str | None = None
    destroyed_on: date | None = None
    commit: str | None = None


def gone_cases(log: Log, references: Collection[str]) -> Mapping[str, GoneCase]:
    """Say of each reference what became of its case, by the lists of the log and by Git.

    One is left out whose case may lie in a file that nobody can judge, so that nothing is known of
    it, and in a shallow clone one whose file its commits do not show. Outside Git a case that was
    given another reference counts as removed.
    """
    taken = read_history_files(log.root).taken.cases
    destroyed = {each.reference: each.on for each in taken if each.extent is Extent.DESTROYED}
    sought = [reference for reference in references if reference not in destroyed]
    last = _last_versions(log, sought)
    unjudged = [*_unjudged_bytes(log)] if sought else []
    lacks_history = len(last) < len(sought) and _is_shallow(log.root)
    found: dict[str, GoneCase] = {}
    for reference in references:
        version, case = last.get(reference, (None, None))
        if reference in destroyed:
            found[reference] = GoneCase(reference=reference, destroyed_on=destroyed[reference])
            continue
        if version is None and lacks_history:
            continue
        successor = None if case is None else _successor(case, log.judged_cases)
        names = {reference, *((case.salt or reference,) if case else ())}
        if successor is None and any(name.encode() in data for name in names for data in unjudged):
            continue
        found[reference] = GoneCase(
            reference=reference,
            successor=successor,
            commit=None if version is None else version.commit,
        )
    return found


def _last_versions(
    log: Log, references: Iterable[str]
) -> Mapping[str, tuple[EarlierVersion, Case | None]]:
    """Read each case as its file held it last, where that can be read."""
    files = {file_of_case(reference): reference for reference in references}
    last: dict[str, tuple[EarlierVersion, Case | None]] = {}
    for version, data in earlier_versions(log.root, list(files)) if files else ():
        reference = files[version.file]
        if reference not in last:
            case = parse_case(version.file, data)
            last[reference] = version, case if isinstance(case, Case) else None
    return last


def _is_shallow(root: Path) -> bool:
    try:
        return is_shallow(root)
    except EscalogError:
        # Without Git there is no clone that could lack anything.
        return False


def _successor(case: Case, present: Iterable[CaseFile]) -> str | None:
    """Find the case that goes on with the events of one that is gone, by its salt or its words."""
    for other in (each.case for each in present):
        has_salt = case.salt is not None and case.salt == other.salt
        header = replace(other.header, reference=case.reference)
        if has_salt or (case.header == header and case.events == other.events[: len(case.events)]):
            return other.reference
    return None


def _unjudged_bytes(log: Log) -> Iterable[bytes]:
    for each in log.not_judged:
        data = read_bytes(log.root, log.root / each.file)
        if isinstance(data, bytes):
            yield data
