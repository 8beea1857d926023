"""Rules on partnership files and on calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from escalation_log.checks.subjects import FileToCheck, Finding, PartnershipToCheck, instead_of
from escalation_log.model.calendars import Calendar
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Side
from escalation_log.model.problems import DataPath, Severity

_LONDON = ZoneInfo("Europe/London")


def partnership_references(subject: PartnershipToCheck) -> Iterator[Finding]:
    """Every organisation, agency, sector, stage and role a partnership file mentions exists."""
    for path, value, allowed, fault in _mentions(subject):
        if value not in allowed:
            yield Finding(path, f"`{value}` is {fault}. {instead_of(value, allowed)}")


def _mentions(
    subject: PartnershipToCheck,
) -> Iterator[tuple[DataPath, str, Collection[str], str]]:
    """Give what is mentioned, with what it may be, and what to say where it is not."""
    partnership = subject.partnership
    for index, agency in enumerate(partnership.agencies.values()):
        place = ("agencies", index, "organisation")
        known = partnership.organisations.keys()
        yield place, agency.organisation, known, "none of the `organisations` above"
    policies = subject.rulebook_parts.editions_of(partnership.id)
    stages = dict.fromkeys(stage.id for policy in policies for stage in policy.stages)
    roles = dict.fromkeys(role for policy in policies for role in policy.roles)
    for index, agency in enumerate(partnership.agencies.values()):
        for role, other in agency.instead.items() if roles else ():
            for named in (role, other):
                fault = "no role of the partnership's policy"
                yield ("agencies", index, "instead", role), named, roles, fault
    assignable = dict.fromkeys((Side.PARTNERSHIP.value, *partnership.agencies))
    yield from _succeeding(partnership, assignable)
    for index, contact in enumerate(partnership.contacts):
        if contact.agency is not None:
            place = ("contacts", index, "agency")
            yield place, contact.agency, partnership.agencies.keys(), "none of the `agencies`"
        for number, stage in enumerate(contact.stages if stages else ()):
            fault = "no stage of the partnership's policy"
            yield ("contacts", index, "stages", number), stage, stages, fault
    yield from _closed(partnership)
    for whose in partnership.issues.assignees:
        fault = "none of the `agencies`, nor `partnership`"
        yield ("issues", "assignees", whose), whose, assignable, fault


def _succeeding(
    partnership: Partnership, assignable: Collection[str]
) -> Iterator[tuple[DataPath, str, Collection[str], str]]:
    """Give who takes over from agencies."""
    for index, agency in enumerate(partnership.agencies.values()):
        if agency.successor is not None:
            others = [each for each in assignable if each != agency.id]
            fault = "none of the other `agencies`, nor `partnership`"
            yield ("agencies", index, "successor"), agency.successor, others, fault


def _closed(partnership: Partnership) -> Iterator[tuple[DataPath, str, Collection[str], str]]:
    """Give the agencies and sectors that closures are only for."""
    sectors = dict.fromkeys(agency.sector for agency in partnership.agencies.values())
    for index, closure in enumerate(partnership.closures):
        if closure.only_for is None:
            continue
        for number, named in enumerate(closure.only_for.agencies):
            fault = "none of the `agencies`"
            yield ("closures", index, "agencies", number), named, partnership.agencies, fault
        for number, named in enumerate(closure.only_for.sectors):
            fault = "no sector of the `agencies`"
            yield ("closures", index, "sectors", number), named, sectors, fault


def emergency_contact(subject: PartnershipToCheck) -> Iterator[Finding]:
    """A partnership has a contact for emergencies with a telephone number."""
    contacts = subject.partnership.contacts
    if not any(contact.is_emergency and contact.phone for contact in contacts):
        yield Finding(
            ("contacts",),
            "No contact here is for emergencies and has a number, so the site says 999. Type "
            '`emergency: true` and `phone: "999"` for one, or the partnership\'s own number.',
            Severity.WARNING,
        )


def checked_already(subject: PartnershipToCheck) -> Iterator[Finding]:
    """The day on which somebody last checked a contact is not to come."""
    today = subject.as_of.astimezone(_LONDON).date()
    for index, contact in enumerate(subject.partnership.contacts):
        if contact.checked_on is not None and contact.checked_on > today:
            yield Finding(
                ("contacts", index, "checked_on"),
                "This day is still to come. Type the day on which somebody last checked it.",
                Severity.WARNING,
            )


# A calendar is made for every set of such groups, each of which is twice as many.
_MOST_GROUPS = 6


def closures_for_some(subject: PartnershipToCheck) -> Iterator[Finding]:
    """The closures that are only for some are for at most six different groups of agencies."""
    closures = subject.partnership.closures
    groups = {closure.only_for for closure in closures} - {None}
    if len(groups) > _MOST_GROUPS:
        yield Finding(
            ("closures",),
            f"These closures are for {len(groups)} different groups of agencies, and "
            f"{_MOST_GROUPS} is the most there may be. Name sectors in place of single agencies.",
        )


def spans_in_order(subject: PartnershipToCheck) -> Iterator[Finding]:
    """No closure, agency or organisation ends before it begins."""
    partnership = subject.partnership
    for index, closure in enumerate(partnership.closures):
        if closure.last < closure.first:
            yield Finding(
                ("closures", index, "to"),
                "This day is before `from`. Type the last day of the closure.",
            )
    for field, members in (
        ("organisations", partnership.organisations),
        ("agencies", partnership.agencies),
    ):
        for index, member in enumerate(members.values()):
            if member.since and member.until and member.until < member.since:
                yield Finding(
                    (field, index, "until"), "This day is before `from`. Type the last day."
                )


def calendar_years(subject: FileToCheck) -> Iterator[Finding]:
    """Bank holidays lie within their calendar's years, and no day is listed twice."""
    calendar = subject.content
    if not isinstance(calendar, Calendar):
        return
    if calendar.published_to < calendar.first_year:
        yield Finding(
            ("published_to",), "This year is before `first_year`. Type the last year published."
        )
        return
    standing = set()
    for holiday in calendar.holidays:
        if not calendar.first_year <= holiday.on.year <= calendar.published_to:
            yield Finding(
                ("bank_holidays",),
                f"{holiday.on} lies outside the years {calendar.first_year} to "
                f"{calendar.published_to}. Correct the day, or the years on top.",
            )
        if holiday.withdrawn is None:
            if holiday.on in standing:
                yield Finding(
                    ("bank_holidays",), f"{holiday.on} stands here twice. Leave one of the two out."
                )
            standing.add(holiday.on)
