"""Rules on what a policy file refers to, its review date, its errata and its lock."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.possible import (
    placed_conditions,
    placed_duties,
    placed_limits,
    placed_patterns,
    placed_triggers,
)
from escalation_log.checks.subjects import (
    Finding,
    FindingIn,
    LogToCheck,
    PolicyToCheck,
    choices,
    instead_of,
)
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import DaysBefore, DeadlineOf, Entered
from escalation_log.model.policies import Duty, Policy, RoleBySector
from escalation_log.model.problems import DataPath, Severity
from escalation_log.model.rulebook import is_time_zone, succession, zone_of


def edition_changed(log: LogToCheck) -> Iterator[FindingIn]:
    """An edition is not changed once a case has been opened under it."""
    judged = {case.edition for case in log.cases}
    for edition, policy in sorted(log.rulebook_parts.policies.items()):
        if edition not in judged:
            continue
        locked = log.lock.get(edition)
        if locked is None:
            yield FindingIn(
                (),
                "Cases were opened under this edition, and policies/editions.lock does not yet "
                "hold it. Run `escalog lock` and add what it writes.",
                Severity.WARNING,
                file=log.policy_files[edition],
            )
        elif locked != policy.content_hash:
            yield FindingIn(
                (),
                "This edition was changed after cases were opened under it. Put it back as it was; "
                f"to mend a mistake, add a new edition with a line `corrects: {policy.version}`.",
                file=log.policy_files[edition],
            )


def references_exist(subject: PolicyToCheck) -> Iterator[Finding]:
    """Every stage, duty, role, recipient, theme and reason that a policy mentions is declared."""
    declared = _declared(subject)
    for path, what, value in _mentions(subject.policy):
        allowed = declared[what]
        if value not in allowed and not (what == "agency" and subject.partnership is None):
            yield Finding(
                path, f"`{value}` is no {what} declared here. {instead_of(value, allowed)}"
            )


def _declared(subject: PolicyToCheck) -> dict[str, list[str]]:
    policy = subject.policy
    reasons = list(dict.fromkeys(move.when for move in policy.moves))
    partnership = subject.partnership
    return {
        "stage": [stage.id for stage in policy.stages],
        "duty": [duty.id for duty in policy.all_duties],
        "role": list(policy.roles),
        "recipient": list(policy.recipients),
        "theme": list(policy.themes),
        "reason": reasons,
        "reason or kind of event": [*reasons, *EventKind],
        "agency": [] if partnership is None else list(partnership.agencies),
        "tier": [tier for stage in policy.stages for tier in stage.tiers],
        "consideration": list(policy.considerations),
        "planning": list(policy.plannings),
    }


_FIELDS = {
    "stage": "stage",
    "to": "stage",
    "duty": "duty",
    "whom": "recipient",
    "reason": "reason",
    "agencies": "agency",
    "tier": "tier",
}
_CONDITIONS = {"theme": "theme", "raising.agency": "agency", "receiving.agency": "agency"}


def _mentions(policy: Policy) -> Iterator[tuple[DataPath, str, str]]:
    for path, pattern in placed_patterns(policy):
        fields = dict(pattern.fields)
        for field, what in _FIELDS.items():
            for value in sorted(fields.get(field, ())):
                yield (*path, field), what, value
        lists = {EventKind.CONSIDERED: "consideration", EventKind.PLANNED: "planning"}
        for what in (lists[kind] for kind in sorted(pattern.kinds & lists.keys())):
            for value in sorted(fields.get("what", ())):
                yield (*path, "what"), what, value
    for path, duty in placed_duties(policy):
        yield from _mentions_of_duty(path, duty)
    for place, _, trigger in placed_triggers(policy):
        if isinstance(trigger, Entered):
            last = ("entered", "from") if trigger.or_later else ("entered",)
            yield (*place, *last), "stage", trigger.stage
        elif isinstance(trigger, DeadlineOf):
            yield (*place, "deadline"), "duty", trigger.duty
    yield from _mentions_of_route(policy)


def _mentions_of_route(policy: Policy) -> Iterator[tuple[DataPath, str, str]]:
    for index, stage in enumerate(policy.stages):
        if stage.requires is not None:
            yield ("stages", index, "requires", "in"), "stage", stage.requires.stage
            if stage.requires.unless is not None:
                yield ("stages", index, "unless"), "reason or kind of event", stage.requires.unless
    for role in policy.sides:
        yield ("sides", role), "role", role
    if isinstance(policy.guide_after, str):
        yield ("guide_after", "met"), "duty", policy.guide_after
    for index, move in enumerate(policy.moves):
        for field, end in (("from", move.origin), ("to", move.target)):
            if end is not None:
                yield ("moves", index, field), "stage", end


def _mentions_of_duty(path: DataPath, duty: Duty) -> Iterator[tuple[DataPath, str, str]]:
    if isinstance(duty.role, RoleBySector):
        for sector, role in duty.role.roles.items():
            yield (*path, "role", "by_sector", sector), "role", role
    else:
        yield (*path, "role"), "role", duty.role
    for place, limit in placed_limits(duty, path):
        if isinstance(limit, DaysBefore):
            yield (*place, "event", "planned"), "planning", limit.planned
    for place, condition in placed_conditions(duty, path):
        for value in sorted(condition.values if condition.field in _CONDITIONS else ()):
            yield place, _CONDITIONS[condition.field], value


def known_partnership(subject: PolicyToCheck) -> Iterator[Finding]:
    """The folder of a policy also holds the file of its partnership."""
    if subject.partnership is not None:
        return
    file = f"policies/{subject.policy.id}/partnership.yaml"
    if file in subject.rulebook_parts.files:
        yield _mended_first(("policy",), file)
    else:
        yield Finding(
            ("policy",),
            f"{file} is missing. It says who the partnership is and which agencies belong to it.",
        )


def _mended_first(path: DataPath, file: str) -> Finding:
    message = f"{file} has problems, and this policy needs it. Mend them first."
    return Finding(path, message, is_consequence=True)


def known_sector(subject: PolicyToCheck) -> Iterator[Finding]:
    """Every sector that a policy mentions has an agency."""
    if subject.partnership is None:
        return
    sectors = sorted({agency.sector for agency in subject.partnership.agencies.values()})
    for path, duty in placed_duties(subject.policy):
        for place, sector in _sectors(path, duty):
            if sector not in sectors:
                yield Finding(
                    place,
                    f"No agency of the partnership is of the sector `{sector}`. "
                    f"{instead_of(sector, sectors)}",
                    Severity.WARNING,
                )


def _sectors(path: DataPath, duty: Duty) -> Iterator[tuple[DataPath, str]]:
    if isinstance(duty.role, RoleBySector):
        for sector in duty.role.roles:
            if sector != "other":
                yield (*path, "role", "by_sector", sector), sector
    for place, condition in placed_conditions(duty, path):
        for sector in sorted(condition.values if condition.field.endswith(".sector") else ()):
            yield place, sector


def known_calendar(subject: PolicyToCheck) -> Iterator[Finding]:
    """The calendar that a policy names is one that this log holds."""
    calendars = subject.rulebook_parts.calendars
    if subject.policy.calendar in calendars:
        return
    file = f"policies/calendars/{subject.policy.calendar}.yaml"
    if file in subject.rulebook_parts.files:
        yield _mended_first(("calendar",), file)
    else:
        yield Finding(
            ("calendar",),
            "policies/calendars/ has no such calendar. "
            f"{instead_of(subject.policy.calendar, sorted(calendars))}",
        )


def known_time_zone(subject: PolicyToCheck) -> Iterator[Finding]:
    """A policy's time zone exists."""
    if not is_time_zone(subject.policy.time_zone):
        yield Finding(("time_zone",), "There is no such time zone. Type `Europe/London`.")


def review_date(subject: PolicyToCheck) -> Iterator[Finding]:
    """The latest edition of a policy is not past its review date."""
    policy = subject.policy
    standing = [*succession(subject.rulebook_parts.editions_of(policy.id)).values()]
    if policy.review_due is None or not standing or standing[-1][-1].version != policy.version:
        return
    if policy.review_due < subject.as_of.astimezone(zone_of(policy.time_zone)).date():
        yield Finding(
            ("review_due",),
            f"The review was due by {policy.review_due}. Ask the partnership whether there is a "
            "later edition.",
            Severity.WARNING,
        )


def known_corrects(subject: PolicyToCheck) -> Iterator[Finding]:
    """An erratum edition corrects another edition of the same policy."""
    policy = subject.policy
    if policy.corrects is None:
        return
    others = (
        name.split("@", 1) for name in sorted(subject.rulebook_parts.editions - {policy.edition})
    )
    editions = [version for policy_id, version in others if policy_id == policy.id]
    if policy.corrects not in editions:
        instead = f"Type {choices(editions)}." if editions else "Leave `corrects` out."
        yield Finding(("corrects",), f"This names no other edition of the policy. {instead}")
