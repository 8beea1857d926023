"""Read and check the policies, partnerships and calendars of a log, and combine them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, TypeVar

from escalation_log.checks.rules import (
    OF_FILES,
    OF_PARTNERSHIPS,
    OF_POLICIES,
    OF_STATEMENTS,
    OF_TEXTS,
    findings_of,
)
from escalation_log.checks.subjects import (
    FileToCheck,
    Finding,
    PartnershipToCheck,
    PolicyToCheck,
    RulebookParts,
    StatementsToCheck,
    TextToCheck,
)
from escalation_log.files.calendar_file import parse_calendar, with_closures
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy
from escalation_log.files.statements_file import parse_statements
from escalation_log.log.announcements import Announcements, Branch, announcements
from escalation_log.log.contents import BASELINE_FILE, STATEMENTS, placed
from escalation_log.log.disk import SUFFIX, FoundFile, files_under, read_bytes
from escalation_log.log.file_names import ENDING, meant_by
from escalation_log.log.page_texts import page_text
from escalation_log.log.screened_files import screened
from escalation_log.log.strays import stray_rules
from escalation_log.log.whole_texts import lost_in
from escalation_log.model.calendars import Calendar
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import Problem, Severity
from escalation_log.model.rulebook import Rulebook, current_edition, zone_of
from escalation_log.model.statements import Statements

_Rules: TypeAlias = Policy | Statements | Partnership | Calendar
_RulesT = TypeVar("_RulesT", Policy, Statements, Partnership, Calendar)
_PARSERS = {
    "policy": parse_policy,
    "statements": parse_statements,
    "partnership": parse_partnership,
    "calendar": parse_calendar,
}
_TEXT = "policy.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebooks:
    """All rulebooks of a log: what they are made of, and `by_edition` those without a problem.

    `policy_files` and `statements_files` are by edition, the second with those that could not be
    read, `partnership_files` and `policy_texts` by the policy's id; `data` has the bytes of every
    file that could be read.
    """

    parts: RulebookParts
    by_edition: Mapping[str, Rulebook]
    policy_files: Mapping[str, str]
    statements_files: Mapping[str, str]
    partnership_files: Mapping[str, str]
    policy_texts: Mapping[str, str]
    data: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]

    @property
    def has_every_partnership(self) -> bool:
        """Whether each partnership's file could be read: its reviewers, its contacts."""
        known = {self.partnership_files[each] for each in self.parts.partnerships}
        return not {each for each in self.files if kind_of(each) == "partnership"} - known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    file: str
    kind: str
    data: bytes
    content: _Rules

    @property
    def name(self) -> str:
        """The name that the content gives itself: its edition, or its id."""
        if isinstance(self.content, Policy | Statements):
            return self.content.edition
        return self.content.id


class _Reading:
    """What has been read under policies/ so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sheets: list[_Sheet] = []
        self.texts: dict[str, str] = {}
        self.editions: set[str] = set()
        self.statements: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.files: list[str] = []

    def take(self, found: FoundFile) -> None:
        """Read one file as the kind that its place in the folder says."""
        real = found.path.relative_to(self.root).as_posix()
        folder, _, name = real.removeprefix("policies/").rpartition("/")
        kind = kind_of(real)
        if kind is None:
            return
        if real != found.file:
            kind = "misplaced"
        self.files.append(found.file)
        if kind == "misplaced":
            self.problems.append(stray_rules(self.root, found))
            return
        if kind == "policy":
            self.editions.add(f"{folder}@{name.removesuffix('.yaml')}")
        elif kind == "statements":
            self.statements[f"{folder}@{name.removesuffix(STATEMENTS)}"] = found.file
        data = read_bytes(self.root, found.path)
        if isinstance(data, Problem):
            self.problems.append(data)
        elif kind == "text":
            self.texts[folder], problems = page_text(found.file, data)
            self.problems.extend(problems)
        elif isinstance(content := _PARSERS[kind](found.file, data), tuple):
            self.problems.extend(content)
        else:
            self.problems.extend(lost_in(found.file, data, kind))
            self.sheets.append(_Sheet(file=found.file, kind=kind, data=data, content=content))


def kind_of(file: str) -> str | None:
    """Tell a file's kind from its place under policies/; None for a file that is not the log's."""
    if file == BASELINE_FILE:
        return None
    folder, _, name = file.removeprefix("policies/").rpartition("/")
    ending = ENDING.search(name)
    if not folder or "/" in folder or (ending and ending[0] != SUFFIX) or meant_by(name):
        return "misplaced" if ending else None
    if name == _TEXT:
        return "text"
    if ending is None:
        return None
    if folder == "calendars":
        return "calendar"
    if name == "partnership.yaml":
        return "partnership"
    return "statements" if name.endswith(STATEMENTS) else "policy"


def read_rulebooks(root: Path, as_of: datetime, branch: Branch | None = None) -> Rulebooks:
    """Read and check everything under policies/ except the lock.

    `branch` tells when closures came in; without it those have always been known that do not say
    when they were announced.
    """
    reading = _Reading(root)
    for found in files_under(root, "policies"):
        if isinstance(found, Problem):
            reading.problems.append(found)
        else:
            reading.take(found)
    parts = _parts_of(reading)
    for sheet in reading.sheets:
        findings = _findings(sheet, parts, reading.texts, as_of)
        reading.problems += placed(sheet.file, sheet.data, sheet.kind, findings)
        reading.problems += screened(sheet.file, sheet.data, parts.partnerships)
    reading.problems += _problems_of_texts(reading.texts, parts, as_of)
    file_of = {(sheet.kind, sheet.name): sheet.file for sheet in reversed(reading.sheets)}
    faulty = {each.file for each in reading.problems if each.severity is Severity.PROBLEM}
    keepers = _files_of("partnership", file_of)
    told = announcements(
        root, branch, {name: (file, parts.partnerships[name]) for name, file in keepers.items()}
    )
    return Rulebooks(
        parts=parts,
        by_edition=_by_edition(parts, file_of, faulty, told),
        policy_files=_files_of("policy", file_of),
        statements_files={**reading.statements, **_files_of("statements", file_of)},
        partnership_files=keepers,
        policy_texts=reading.texts,
        data={sheet.file: sheet.data for sheet in reading.sheets},
        problems=tuple(reading.problems),
        files=tuple(reading.files),
    )


def _files_of(wanted: str, file_of: Mapping[tuple[str, str], str]) -> dict[str, str]:
    return {name: file for (kind, name), file in file_of.items() if kind == wanted}


def _parts_of(reading: _Reading) -> RulebookParts:
    """Combine what could be read; where two files have the same name, the first counts."""

    def named(kind: type[_RulesT]) -> dict[str, _RulesT]:
        found: dict[str, _RulesT] = {}
        for sheet in reading.sheets:
            if isinstance(sheet.content, kind):
                found.setdefault(sheet.name, sheet.content)
        return found

    return RulebookParts(
        policies=named(Policy),
        statements=named(Statements),
        partnerships=named(Partnership),
        calendars=named(Calendar),
        editions=frozenset(reading.editions),
        files=frozenset(reading.files),
    )


def _by_edition(
    parts: RulebookParts,
    file_of: Mapping[tuple[str, str], str],
    faulty: Collection[str],
    told: Announcements,
) -> dict[str, Rulebook]:
    """Give a rulebook for each policy without a problem in its file, partnership or calendar."""

    def calendar_of(policy: Policy) -> Calendar:
        zone = zone_of(policy.time_zone)
        return with_closures(
            parts.calendars[policy.calendar],
            told.closures_of(parts.partnerships[policy.id], zone),
        )

    sound = {
        edition: policy
        for edition, policy in parts.policies.items()
        if all(
            part in file_of and file_of[part] not in faulty
            for part in (
                ("policy", edition),
                ("partnership", policy.id),
                ("calendar", policy.calendar),
            )
        )
    }
    # A file of statements with a problem counts as not signed.
    signed = {
        edition: statements.countersigned
        for edition, statements in parts.statements.items()
        if file_of["statements", edition] not in faulty
    }
    found: dict[str, Rulebook] = {}
    for edition, policy in sound.items():
        erratum = _last_erratum(policy, sound.values())
        found[edition] = Rulebook(
            policy=policy,
            partnership=parts.partnerships[policy.id],
            calendar=calendar_of(policy),
            erratum=erratum,
            erratum_calendar=None if erratum is None else calendar_of(erratum),
            countersigned=signed.get(edition),
        )
    return found


def _last_erratum(policy: Policy, editions: Collection[Policy]) -> Policy | None:
    """Follow the errata of an edition, and the errata of these, to the last one that began."""
    last, seen = policy, {policy.version}
    while errata := [
        each
        for each in editions
        if each.id == last.id and each.corrects == last.version and each.version not in seen
    ]:
        last = max(errata, key=lambda each: (each.effective_from, each.version))
        seen.add(last.version)
    return None if last is policy else last


def _findings(
    sheet: _Sheet, parts: RulebookParts, texts: Mapping[str, str], as_of: datetime
) -> Iterator[tuple[str, Finding]]:
    content = sheet.content
    yield from findings_of(
        OF_FILES, FileToCheck(file=sheet.file, content=content, rulebook_parts=parts)
    )
    if isinstance(content, Policy):
        policy = PolicyToCheck(policy=content, rulebook_parts=parts, as_of=as_of)
        yield from findings_of(OF_POLICIES, policy)
    elif isinstance(content, Statements):
        statements = StatementsToCheck(
            statements=content, rulebook_parts=parts, texts=texts, as_of=as_of
        )
        yield from findings_of(OF_STATEMENTS, statements)
    elif isinstance(content, Partnership):
        partnership = PartnershipToCheck(partnership=content, rulebook_parts=parts, as_of=as_of)
        yield from findings_of(OF_PARTNERSHIPS, partnership)


def _problems_of_texts(
    texts: Mapping[str, str], parts: RulebookParts, as_of: datetime
) -> Iterator[Problem]:
    """Check the text that staff read of each policy against the edition in force."""
    for policy, text in texts.items():
        editions = parts.editions_of(policy)
        if not editions:
            continue
        subject = TextToCheck(text=text, policy=current_edition(editions, as_of))
        for rule, found in findings_of(OF_TEXTS, subject):
            yield Problem(
                file=f"policies/{policy}/{_TEXT}",
                rule=rule,
                message=found.message,
                severity=found.severity,
                line=found.line,
                column=found.column,
            )
