"""Find what each case stands by whose file, or whose rules, have problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import CaseFile
from escalation_log.log.disk import FoundCase
from escalation_log.log.earlier_versions import earlier_versions
from escalation_log.log.rulebooks import Rulebooks
from escalation_log.log.shown_names import place_of
from escalation_log.log.workers import Casework
from escalation_log.model.faulty_files import (
    REFERENCE,
    EarlierState,
    NotJudged,
    case_file_of,
)
from escalation_log.model.problems import Problem, Severity

_FOLDER = "cases/"


def faulty_in(problems: Iterable[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Group the problems under cases/ by the case's file, leaving out what is no fault."""
    faults = sorted(
        (
            each
            for each in set(problems)
            if each.severity is Severity.PROBLEM and f"{each.file}/".startswith(_FOLDER)
        ),
        key=lambda each: each.sort_key,
    )
    found: dict[str, tuple[Problem, ...]] = {}
    for each in faults:
        file = case_file_of(each.file)
        found[file] = (*found.get(file, ()), each)
    return found


def earlier_states(
    casework: Casework,
    cases: Mapping[str, FoundCase],
    faulty: Mapping[str, tuple[Problem, ...]],
) -> tuple[CaseFile, ...]:
    """Find the newest committed version of each faulty file that passes today's rules of cases.

    The events that wait beside it count as well, but those whose files have problems, and those
    that the version holds already. A file whose name is no reference never passes, so its history
    is not read.
    """
    files = [file for file in faulty if _reference_of(file) is not None]
    found: dict[str, CaseFile] = {}
    waiting: dict[str, tuple[WaitingEvent, ...]] = {}
    for version, data in earlier_versions(casework.root, files) if files else ():
        if version.file in found:
            continue
        if version.file not in waiting:
            waiting[version.file] = _sound_waiting(
                casework, cases.get(version.file), faulty[version.file]
            )
        others = tuple(each for each in waiting[version.file] if each.id.encode() not in data)
        case, problems = casework.read(version.file, data, others)
        if case is None or case.edition not in casework.rulebooks or faulty_in(problems):
            continue
        earlier = EarlierState(commit=version.commit, on=version.on, problems=faulty[version.file])
        found[version.file] = CaseFile(file=version.file, case=case, earlier=earlier)
    return tuple(found.values())


def _sound_waiting(
    casework: Casework, found: FoundCase | None, problems: tuple[Problem, ...]
) -> tuple[WaitingEvent, ...]:
    events, _ = ((), ()) if found is None else casework.waiting(found)
    faulty = {each.file for each in problems}
    return tuple(each for each in events if each.file not in faulty)


def not_judged(
    root: Path,
    faulty: Mapping[str, tuple[Problem, ...]],
    standing: Iterable[CaseFile],
    without_rules: Mapping[str, tuple[Problem, ...]],
) -> tuple[NotJudged, ...]:
    """List the files of cases that cannot be judged, by file, those without a reference last.

    `standing` are the cases that stand by an earlier state, and `without_rules` has the problems
    that keep a sound case from being judged.
    """
    unjudged = {**without_rules, **faulty}
    for each in standing:
        del unjudged[each.file]
    return tuple(
        NotJudged(
            file=file,
            reference=_reference_of(file),
            position=place_of(root, file),
            problems=problems,
        )
        for file, problems in sorted(
            unjudged.items(), key=lambda item: (_reference_of(item[0]) is None, item[0])
        )
    )


def problems_of_rules(
    rulebooks: Rulebooks, cases: Iterable[CaseFile]
) -> dict[str, tuple[Problem, ...]]:
    """Give, for each case without a rulebook, the problems of the files that the rulebook needs."""
    found: dict[str, tuple[Problem, ...]] = {}
    by_edition: dict[str, tuple[Problem, ...]] = {}
    for each in cases:
        edition = each.case.edition
        if edition in rulebooks.by_edition:
            continue
        if edition not in by_edition:
            by_edition[edition] = _problems_under(rulebooks, edition)
        found[each.file] = by_edition[edition]
    return found


def _problems_under(rulebooks: Rulebooks, edition: str) -> tuple[Problem, ...]:
    policy_id, _, version = edition.partition("@")
    needed = {f"policies/{policy_id}/{version}.yaml", f"policies/{policy_id}/partnership.yaml"}
    policy = rulebooks.parts.policies.get(edition)
    if policy is not None:
        needed.add(f"policies/calendars/{policy.calendar}.yaml")
    faults = sorted(
        {each for each in rulebooks.problems if each.severity is Severity.PROBLEM},
        key=lambda each: each.sort_key,
    )
    return tuple(each for each in faults if each.file in needed) or tuple(faults)


def _reference_of(file: str) -> str | None:
    stem = PurePosixPath(file).stem
    return stem if REFERENCE.fullmatch(stem) else None
