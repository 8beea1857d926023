"""From the bytes of a partnership file to a partnership."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escalation_log.files.calendar_file import build_closure
from escalation_log.files.duty_parts import build_threshold
from escalation_log.files.fields import day, named, optional, text, words
from escalation_log.files.reading import read
from escalation_log.model.partnerships import (
    Agency,
    Contact,
    Demonstration,
    IssueSettings,
    Member,
    Organisation,
    Partnership,
    Reviewed,
    RingWhen,
)
from escalation_log.model.problems import Problem


def parse_partnership(file: str, data: bytes) -> Partnership | tuple[Problem, ...]:
    """Read a partnership file; of agencies or organisations with one id the last is kept."""
    written = read(file, data, "partnership")
    if isinstance(written, tuple):
        return written
    agencies = [_agency(agency) for agency in written["agencies"]]
    organisations = [_organisation(organisation) for organisation in written["organisations"]]
    thresholds = written.get("thresholds", {})
    return Partnership(
        id=written["partnership"],
        name=text(written["name"]),
        reference_prefix=written["reference_prefix"],
        agencies={agency.id: agency for agency in agencies},
        organisations={organisation.id: organisation for organisation in organisations},
        case_roles=named(written["case_roles"]),
        contacts=tuple(_contact(contact) for contact in written.get("contacts", ())),
        closures=tuple(build_closure(closure) for closure in written.get("closures", ())),
        due_soon=optional(build_threshold, thresholds.get("due_soon")),
        ageing_alert=build_threshold(thresholds.get("ageing_alert", {"working_days": 10})),
        marks_from=optional(day, written.get("marks_from")),
        demonstration=optional(_demonstration, written.get("demonstration")),
        file_history_url=written.get("file_history_url"),
        issues=_issues(written.get("issues", {})),
        statistics_threshold=written.get("statistics", {}).get("threshold"),
        wants_neutral_words=written.get("notifications", {}).get("neutral", False),
        merges_itself=written.get("merging") == "by-itself",
        outcome_weeks=tuple(sorted(written.get("outcome", {}).get("weeks_after", ()))),
        entry_within_days=written.get("entry_within", {}).get("calendar_days", 7),
        retention_years=written.get("retention", {}).get("years"),
        reviewers={
            Reviewed(what): words(names) for what, names in written.get("reviewers", {}).items()
        },
        repeated=(
            *_repeated("organisations", organisations),
            *_repeated("agencies", agencies),
        ),
    )


def _repeated(field: str, members: Sequence[Member]) -> Iterator[tuple[str, int]]:
    ids: set[str] = set()
    for index, member in enumerate(members):
        if member.id in ids:
            yield field, index
        ids.add(member.id)


def _demonstration(written: Mapping[str, Any]) -> Demonstration:
    return Demonstration(
        banner=text(written["banner"]), shared_banner=optional(text, written.get("shared_banner"))
    )


def _issues(written: Mapping[str, Any]) -> IssueSettings:
    assignees = written.get("assignees", {})
    return IssueSettings(
        remind=written.get("remind", False),
        assignees={whose: words(accounts) for whose, accounts in assignees.items()},
        site=written.get("site"),
    )


def _agency(written: Mapping[str, Any]) -> Agency:
    return Agency(
        id=written["id"],
        name=text(written["name"]),
        organisation=written["organisation"],
        sector=written["sector"],
        since=optional(day, written.get("from")),
        until=optional(day, written.get("until")),
        instead=dict(written.get("instead", {})),
        successor=written.get("successor"),
        shared_id=written.get("shared_id"),
    )


def _organisation(written: Mapping[str, Any]) -> Organisation:
    return Organisation(
        id=written["id"],
        name=text(written["name"]),
        since=optional(day, written.get("from")),
        until=optional(day, written.get("until")),
    )


def _contact(written: Mapping[str, Any]) -> Contact:
    return Contact(
        id=written["id"],
        name=text(written["name"]),
        purpose=optional(text, written.get("purpose")),
        phone=optional(text, written.get("phone")),
        email=written.get("email"),
        url=written.get("url"),
        agency=written.get("agency"),
        stages=words(written.get("stages", [])),
        is_emergency=written.get("emergency", False),
        ring_when=optional(RingWhen, written.get("ring_when")),
        checked_on=optional(day, written.get("checked_on")),
    )
