"""Rules on the paths of files and on ids that must be unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escalation_log.checks.listing import Listed
from escalation_log.checks.possible import placed_duties
from escalation_log.checks.subjects import FileToCheck, Finding, FindingIn, LogToCheck
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, is_event_id
from escalation_log.model.destroyed import Extent
from escalation_log.model.faulty_files import REFERENCE, file_of_case
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Severity
from escalation_log.model.statements import Statements
from escalation_log.words.lists import listed

A_NEW_SALT = "Then `escalog fold --salt` gives it one of its own."
_TAKEN = "One above has this id already. Give this one its own."


def file_name(subject: FileToCheck) -> Iterator[Finding]:
    """A file's folder and name agree with its content, a case's with its year and reference."""
    match subject.content:
        case Case(reference=reference):
            yield from _place(subject, file_of_case(reference), ("reference",))
            yield from _prefix(subject.content, subject)
        case WaitingEvent() as event:
            yield from _waiting_place(event)
        case Policy(id=policy, version=version):
            yield from _place(subject, f"policies/{policy}/{version}.yaml", ("policy", "version"))
        case Statements(edition=edition):
            place = edition.replace("@", "/")
            yield from _place(subject, f"policies/{place}.statements.yaml", ("edition",))
        case Partnership(id=partnership):
            yield from _place(subject, f"policies/{partnership}/partnership.yaml", ("partnership",))
        case Calendar(id=calendar):
            yield from _place(subject, f"policies/calendars/{calendar}.yaml", ("calendar",))


def _waiting_place(event: WaitingEvent) -> Iterator[Finding]:
    if event.reference != event.file.split("/")[-2]:
        yield Finding(
            ("reference",),
            "This file stands beside another case. Move it into the folder of its reference, or "
            "correct the reference.",
        )
    if not (is_event_id(event.id) and event.id.startswith(event.expected_name)):
        yield Finding(
            ("event", "recorded"),
            "The file's name says when its event was recorded, and of what kind it is. Call it "
            f"`{event.expected_name}` and four letters or digits, or correct the event.",
        )


def _prefix(case: Case, subject: FileToCheck) -> Iterator[Finding]:
    partnership = subject.rulebook_parts.partnerships.get(case.header.policy)
    if partnership is not None and case.reference.partition("-")[0] != partnership.reference_prefix:
        prefix = partnership.reference_prefix
        yield Finding(
            ("reference",),
            f"References of {partnership.name} begin with `{prefix}`, as in `{prefix}-2026-0001`.",
        )


def _place(subject: FileToCheck, expected: str, fields: tuple[str, ...]) -> Iterator[Finding]:
    """Say where a file belongs; never that it be moved over another one."""
    if subject.file == expected:
        return
    words = listed(f"`{field}`" for field in fields)
    message = f"By its {words} this file belongs in {expected}"
    if subject.is_place_taken or expected in subject.rulebook_parts.files:
        more = ", or move what it has more there" if isinstance(subject.content, Case) else ""
        message += (
            ", which is there already. If this is a copy and has no more than that one, delete it;"
            f" otherwise correct {words}{more}."
        )
    else:
        message += f". Move or rename it, or correct {words}."
    yield Finding(fields[:1], message)


def unique_ids(subject: FileToCheck) -> Iterator[Finding]:
    """Within a file every stage, duty, reading, agency and contact has an id of its own.

    So has each event of a case that has an id.
    """
    content = subject.content
    if isinstance(content, Case):
        yield from _folded_twice(content)
    if isinstance(content, Policy):
        yield from _repeated(_stage_and_duty_ids(content))
        readings = enumerate(content.readings)
        yield from _repeated((("readings", index, "id"), reading.id) for index, reading in readings)
    elif isinstance(content, Partnership):
        contacts = enumerate(content.contacts)
        yield from _repeated((("contacts", index, "id"), contact.id) for index, contact in contacts)
        for field, index in content.repeated:
            yield Finding((field, index, "id"), _TAKEN)
        yield from _repeated(
            (("agencies", index, "shared_id"), agency.shared_id)
            for index, agency in enumerate(content.agencies.values())
            if agency.shared_id is not None
        )


def _stage_and_duty_ids(policy: Policy) -> Iterator[tuple[DataPath, str]]:
    yield from ((("stages", index, "id"), stage.id) for index, stage in enumerate(policy.stages))
    yield from (((*path, "id"), duty.id) for path, duty in placed_duties(policy))


def _repeated(placed: Iterable[tuple[DataPath, str]]) -> Iterator[Finding]:
    met: set[str] = set()
    for path, name in placed:
        if name in met:
            yield Finding(path, _TAKEN)
        met.add(name)


def _folded_twice(case: Case) -> Iterator[Finding]:
    met: set[str] = set()
    for event in case.events:
        if event.id is not None and event.id in met:
            waits = case.place_of(event.number) is None
            yield Finding(
                ("events", event.number - 1, *(() if waits else ("id",))),
                "This event stands in the case's file already, with its id. Delete this file."
                if waits
                else "This event stands above already, with its id. Take this one out.",
            )
        if event.id is not None:
            met.add(event.id)


def unique_reference(log: LogToCheck) -> Iterator[FindingIn]:
    """No two cases of a log have the same reference."""
    files: dict[str, list[str]] = {}
    for case in log.cases:
        files.setdefault(case.reference, []).append(case.file)
    for case in log.cases:
        first, *others = files[case.reference]
        if others:
            other = others[0] if case.file == first else first
            # A name that is no reference may be anything, and is not repeated.
            if not REFERENCE.fullmatch(other.rpartition("/")[2].removesuffix(".yaml")):
                other = "a file whose name is no reference"
            yield FindingIn(
                ("reference",),
                f"Another case has this reference: {other}. If one is a copy of the other, delete "
                "the copy; otherwise give one of them the next free number.",
                file=case.file,
            )


def unique_salt(log: LogToCheck) -> Iterator[FindingIn]:
    """No two cases of a log have the same salt, and none is one digit repeated."""
    cases: dict[str, list[Listed]] = {}
    for case in log.cases:
        if case.salt is not None:
            cases.setdefault(case.salt, []).append(case)
    for salt, having in cases.items():
        for case in having:
            others = [each for each in having if each.reference != case.reference]
            if len(set(salt)) == 1:
                said = "This salt could be guessed. Delete this line"
            elif others:
                other = others[0].reference
                said = (
                    f"{other} has this salt too, so the hash of the one could be guessed once it "
                    "is gone. Delete this line in the one that is new"
                )
            else:
                continue
            yield FindingIn(("salt",), f"{said}. {A_NEW_SALT}", file=case.file)


def unique_prefix(log: LogToCheck) -> Iterator[FindingIn]:
    """No two partnerships of a log have the same prefix for their references."""
    owners: dict[str, str] = {}
    for identifier, partnership in sorted(log.rulebook_parts.partnerships.items()):
        owner = owners.setdefault(partnership.reference_prefix, identifier)
        if owner != identifier:
            yield FindingIn(
                ("reference_prefix",),
                f"References of {owner} begin with these letters already. Choose others, two to "
                "four capitals.",
                file=log.partnership_files[identifier],
            )


def known_links(log: LogToCheck) -> Iterator[FindingIn]:
    """Each reference to another case is that of a case of this log, and not the case's own."""
    known = log.named | {case.reference for case in log.cases}
    known |= {each.reference for each in log.taken if each.extent is Extent.DESTROYED}
    for case in log.cases:
        # A case may be withdrawn as the duplicate of one that another log keeps.
        placed = [(*link, Severity.PROBLEM) for link in case.links]
        placed += [(*link, Severity.WARNING) for link in case.duplicates]
        for path, reference, severity in placed:
            if reference == case.reference:
                message = "This is the case's own reference. Type that of the other case."
            elif reference not in known:
                message = (
                    "No case of this log has this reference. Type one like `KN-2026-0007` that "
                    "stands in cases/."
                )
            else:
                continue
            yield FindingIn(path, message, severity, file=case.file)
    for index, hold in enumerate(log.holds):
        if hold.reference not in known:
            yield FindingIn(
                ("holds", index, "reference"),
                "No case of this log has this reference, so nothing is held. Type that of the case "
                "that is meant.",
                file=log.holds_file,
            )
