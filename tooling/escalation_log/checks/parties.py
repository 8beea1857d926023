"""Rules on who disagrees with whom, on panels, and on ids that must be listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from escalation_log.checks.subjects import CaseToCheck, FileToCheck, Finding, choices, instead_of
from escalation_log.engine.acting import successor_of
from escalation_log.model.cases import Case, Party
from escalation_log.model.problems import DataPath, Severity
from escalation_log.model.rulebook import in_force
from escalation_log.words.dates import day_words

_DAY = timedelta(days=1)
OUTSIDE = "Outside this policy: use your agency's own. Do not keep it here."


def scope(subject: CaseToCheck) -> Iterator[Finding]:
    """The two sides are of different agencies, or of different organisations if so required."""
    header, by_organisation = subject.header, subject.policy.scope_differ == "organisations"
    raising = _side(header.raising.agency, subject)
    for index, party in enumerate(header.receiving):
        if raising is not None and raising == _side(party.agency, subject):
            what = "organisation" if by_organisation else "agency"
            yield Finding(
                (*subject.header_place("receiving"), index, "agency"),
                f"{OUTSIDE} Both sides are of the same {what}, and this policy is for different "
                "ones. If that is a slip, correct the agency; otherwise take the file out.",
            )


def _side(agency: str, subject: CaseToCheck) -> str | None:
    """Give the agency or organisation that must differ between the sides; None if unlisted."""
    known = subject.partnership.agencies.get(agency)
    if known is None:
        return None
    return known.organisation if subject.policy.scope_differ == "organisations" else agency


def known_edition(subject: FileToCheck) -> Iterator[Finding]:
    """A case names an edition of a policy that this log holds."""
    case = subject.content
    if isinstance(case, Case) and case.edition not in subject.rulebook_parts.editions:
        allowed = sorted(subject.rulebook_parts.editions)
        yield Finding(
            ("policy",),
            f"This log has no such edition of a policy. {instead_of(case.edition, allowed)}",
        )


def edition_in_force(subject: CaseToCheck) -> Iterator[Finding]:
    """A case is judged by the edition in force when it was opened, or by an erratum of that one.

    An erratum of an edition that had been superseded by then is refused, even if the erratum itself
    came later.
    """
    policy, opened_on = subject.policy, subject.opened.on
    standing = in_force(subject.rulebook_parts.editions_of(policy.id), subject.opened.at)
    if policy.version in {each.version for each in standing}:
        return
    instead = f"`{standing[-1].edition}`" if standing else "the edition that was in force then"
    if policy.effective_from > opened_on:
        message = (
            f"This edition applies from {policy.effective_from}, and the case was opened before, "
            f"on {opened_on}. Type the edition that was in force then."
        )
    elif policy.corrects is None:
        message = (
            f"A later edition was in force when the case was opened on {opened_on}. Type {instead}."
        )
    else:
        message = (
            f"The edition that this one corrects was not in force when the case was opened on "
            f"{opened_on}. Type {instead}."
        )
    yield Finding(("policy",), message)


def known_theme(subject: CaseToCheck) -> Iterator[Finding]:
    """Every theme named is one that the policy lists."""
    placed = [(subject.header_place("theme"), subject.header.theme), *_each("themes", subject)]
    yield from _unlisted(placed, subject.policy.themes, "This is no theme of the policy.")


def known_recipient(subject: CaseToCheck) -> Iterator[Finding]:
    """Every recipient named in `whom` is one that the policy lists."""
    known = subject.policy.recipients
    yield from _unlisted(_each("whom", subject), known, "This is no recipient of the policy.")


def known_role(subject: CaseToCheck) -> Iterator[Finding]:
    """People are given by a role that the partnership lists, never by name."""
    roles = subject.partnership.case_roles
    placed = (((*path, "role"), party.role) for path, party in _sides(subject))
    yield from _unlisted(placed, roles, "This is no role of the partnership.")
    roles = {**roles, **subject.policy.roles}
    found = "This is no role of the partnership or the policy."
    yield from _unlisted(_each("agreed_by", subject), roles, found)


def _sides(subject: CaseToCheck) -> Iterator[tuple[DataPath, Party]]:
    """Give the raising side and the receiving ones, each with its place."""
    yield subject.header_place("raising"), subject.header.raising
    for index, party in enumerate(subject.header.receiving):
        yield (*subject.header_place("receiving"), index), party


def _each(field: str, subject: CaseToCheck) -> Iterator[tuple[DataPath, str]]:
    """Give what events have in a field with several values, each with its place."""
    for placed_event in subject.by_number:
        for index, value in enumerate(getattr(placed_event.event, field)):
            yield (*subject.place(placed_event, field), index), value


def _unlisted(
    placed: Iterable[tuple[DataPath, str]], allowed: Mapping[str, str], found: str
) -> Iterator[Finding]:
    for path, value in placed:
        if value not in allowed:
            yield Finding(path, f"{found} {instead_of(value, allowed)}")


def known_agency(subject: CaseToCheck) -> Iterator[Finding]:
    """Every agency named belonged to the partnership when the case was opened."""
    opened_on = subject.opened.on
    for path, party in _sides(subject):
        yield from _agency_faults((*path, "agency"), party.agency, (opened_on,), subject)
    for placed_event in subject.by_number:
        for index, agency in enumerate(placed_event.event.agencies):
            path = (*subject.place(placed_event, "agencies"), index)
            days = (opened_on, placed_event.moment.on)
            yield from _agency_faults(path, agency, days, subject)


def agency_ends(subject: CaseToCheck) -> Iterator[Finding]:
    """Where an agency leaves while a case is open, somebody is named who takes over from it."""
    if subject.timeline.episodes[-1].ended is not None:
        return
    partnership, opened_on = subject.partnership, subject.opened.on
    today = subject.as_of.astimezone(subject.zone).date()
    for path, party in _sides(subject):
        agency = partnership.agencies.get(party.agency)
        last = None if agency is None else partnership.last_day_of(agency)
        if last is None or last < opened_on:
            continue
        if successor_of(party.agency, partnership, last + _DAY) is None:
            leaves = "leaves" if last >= today else "left"
            yield Finding(
                (*path, "agency"),
                f"This agency, or its organisation, {leaves} the partnership on {day_words(last)}, "
                "and nobody is named who takes over in this open case, so what it has to do goes "
                "to the partnership. Add to the agency, in the partnership's file, a `successor`: "
                "another agency, or `partnership`.",
                Severity.WARNING,
            )


def _agency_faults(
    path: DataPath, identifier: str, days: tuple[date, ...], subject: CaseToCheck
) -> Iterator[Finding]:
    """Find an agency that is not listed, or belonged to the partnership on none of the days."""
    partnership = subject.partnership
    agencies = partnership.agencies
    if identifier not in agencies:
        yield Finding(
            path, f"This is no agency of the partnership. {instead_of(identifier, agencies)}"
        )
    elif not any(partnership.has_member(agencies[identifier], day) for day in days):
        current = (each.id for each in agencies.values() if partnership.has_member(each, days[0]))
        yield Finding(
            path,
            f"This agency, or its organisation, did not belong to the partnership on {days[0]}, "
            f"when the case was opened. Type {choices(current)}.",
        )
