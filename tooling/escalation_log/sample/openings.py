"""Draw when each case opens, under which edition, by which agencies and about what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from escalation_log.model.cases import Child, Header, Party
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Agency, Partnership
from escalation_log.model.policies import Policy, Subject
from escalation_log.model.rulebook import Rulebook, first_day_in_force, succession
from escalation_log.sample.chance import Chance, Diary, at_work
from escalation_log.sample.invented_words import CONCERNS

# The number of years that cases go back. It is raised where a year would have more cases than
# usual.
_YEARS, _USUAL_A_YEAR, _MOST_A_YEAR = 3, 6_000, 9_999
# The share of recent cases, most of which are still open, and their greatest number in a
# partnership.
_RECENT_DAYS, _RECENT_PERCENT, _MOST_RECENT = 30, 30, 2_500
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLANS = ((), ("early-help",), ("child-in-need",), ("child-protection",), ("looked-after",))
_PLAN_WEIGHTS = (25, 15, 25, 25, 10)
_ADULT_PLANS = ((), ("adult-safeguarding",), ("care-and-support",))
_ADULT_WEIGHTS = (30, 40, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What cases under one edition need: its rulebook, its working days, when cases open."""

    edition: Rulebook
    diary: Diary
    first: date
    last: date
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A case still to be drawn: its reference, its setting and the local moment it begins."""

    reference: str
    setting: Setting
    at: datetime


def sample_settings(editions: Sequence[Rulebook], as_of: datetime, count: int) -> list[Setting]:
    """Prepare each edition under which a case can open by `as_of` (aware); `count` cases in all."""
    settings = []
    years = max(_YEARS, count // (_USUAL_A_YEAR * max(len(editions), 1)) + 1)
    for edition in sorted(editions, key=lambda each: each.policy.edition):
        local = as_of.astimezone(ZoneInfo(edition.policy.time_zone)).replace(tzinfo=None)
        span = _in_force(edition.policy, editions, local.date(), years)
        if span is None:
            continue
        first, last = span
        settings.append(
            Setting(
                edition=edition,
                diary=Diary(edition.calendar, first, local.date() + timedelta(days=400)),
                first=first,
                last=last,
                as_of=local,
            )
        )
    return settings


def _in_force(
    policy: Policy, editions: Sequence[Rulebook], as_of: date, years: int
) -> tuple[date, date] | None:
    """Return the first and last day on which cases open under an edition; None for no day.

    The days are the last `years` years of its time in force, up to `as_of`.
    """
    others = [each.policy for each in editions if each.policy.id == policy.id]
    first = first_day_in_force(policy, others)
    if first is None:
        return None
    ends = (
        day - timedelta(days=1)
        for day, standing in succession(others).items()
        if day > first and policy not in standing
    )
    last = min(as_of, next(ends, as_of))
    first = max(first, last - timedelta(days=365 * years))
    return (first, last) if first <= last else None


def openings(settings: Sequence[Setting], count: int, seed: int) -> Iterator[Opening]:
    """Draw when and under which edition cases open, and number them in that order.

    Raise EscalogError where a year would have more cases than four digits can number.
    """
    recent = min(_RECENT_PERCENT, 100 * _MOST_RECENT * len(settings) // max(count, 1))
    drawn = sorted(
        (
            _draw_opening(settings, recent, Chance(seed, "opening", number))
            for number in range(count)
        ),
        key=lambda opening: opening[0],
    )
    used: dict[tuple[str, int], int] = {}
    for at, index in drawn:
        prefix = settings[index].edition.partnership.reference_prefix
        key = (prefix, at.year)
        used[key] = used.get(key, 0) + 1
        if used[key] > _MOST_A_YEAR:
            raise EscalogError(
                f"More than {_MOST_A_YEAR} cases would open in {at.year} in one partnership.",
                hint="Ask for fewer cases.",
            )
        reference = f"{prefix}-{at.year}-{used[key]:04}"
        yield Opening(reference=reference, setting=settings[index], at=at)


def _draw_opening(
    settings: Sequence[Setting], recent_percent: int, chance: Chance
) -> tuple[datetime, int]:
    index = chance.below(len(settings))
    setting = settings[index]
    span = (setting.last - setting.first).days
    if chance.happens(recent_percent):
        span = min(span, _RECENT_DAYS)
    day = setting.last - timedelta(days=chance.below(span + 1))
    if chance.happens(95):
        day = min(setting.diary.after(day, 0), setting.last)
    at = at_work(day, chance)
    while at > setting.as_of and at.date() > setting.first:
        at -= timedelta(days=1)
    return min(at, setting.as_of.replace(second=0, microsecond=0)), index


def header_of(opening: Opening, earlier: Sequence[str], chance: Chance) -> Header:
    """Draw the header of a case; `earlier` are the references that it may be related to."""
    policy = opening.setting.edition.policy
    raising, receiving = _sides(opening, chance)
    concern, outcome = chance.pick(CONCERNS)
    links = (chance.pick(earlier),) if earlier and chance.happens(3) else ()
    theme = chance.pick(sorted(policy.themes))
    siblings = chance.between(2, 3) if chance.happens(8) else 1
    return Header(
        reference=opening.reference,
        policy=policy.id,
        version=policy.version,
        theme=theme,
        children=tuple(_child(chance, policy.subject) for _ in range(siblings)),
        raising=raising,
        receiving=receiving,
        concern=concern,
        outcome_sought=outcome,
        urgency=None if policy.urgencies is None else chance.pick(sorted(policy.urgencies)),
        links=links,
        is_invented=True,
    )


def draw_plan(chance: Chance, subject: Subject) -> tuple[str, ...]:
    """Draw the plans that a child, or an adult, has."""
    if subject is Subject.ADULT:
        return chance.weighted(tuple(zip(_ADULT_PLANS, _ADULT_WEIGHTS, strict=True)))
    plan = chance.weighted(tuple(zip(_PLANS, _PLAN_WEIGHTS, strict=True)))
    if plan == ("child-in-need",) and chance.happens(10):
        return ("early-help", *plan)
    return plan


def _child(chance: Chance, subject: Subject) -> Child:
    letters = "".join(chance.pick(_LETTERS) for _ in range(6))
    return Child(pseudonym=f"C-{letters}", plan=draw_plan(chance, subject))


def _sides(opening: Opening, chance: Chance) -> tuple[Party, tuple[Party, ...]]:
    """Draw the raising agency and the receiving agencies; the receiver is mostly social care."""
    edition = opening.setting.edition
    roles = sorted(edition.partnership.case_roles)
    members = agencies_on(edition.partnership, opening.at.date())
    by_organisation = edition.policy.scope_differ == "organisations"

    def side(agency: Agency) -> str:
        return agency.organisation if by_organisation else agency.id

    raising = chance.pick(members)
    others = [agency for agency in members if side(agency) != side(raising)]
    if not others:
        raise EscalogError(
            f"{edition.partnership.name} has nobody who could disagree on {opening.at.date()}: "
            "it needs agencies of two sides.",
            hint=f"Look at agencies in policies/{edition.partnership.id}/partnership.yaml.",
        )
    weights = [(agency, 6 if agency.sector == "social-care" else 1) for agency in others]
    receiving = [chance.weighted(weights)]
    if len(others) > 1 and chance.happens(6):
        receiving.append(chance.pick([agency for agency in others if agency != receiving[0]]))
    return (
        Party(agency=raising.id, role=chance.pick(roles)),
        tuple(Party(agency=agency.id, role=chance.pick(roles)) for agency in receiving),
    )


def agencies_on(partnership: Partnership, day: date) -> list[Agency]:
    """List the agencies that are members of a partnership on a day, organisations included."""
    missing = {
        each.id
        for each in partnership.organisations.values()
        if (each.since is not None and day < each.since)
        or (each.until is not None and each.until < day)
    }
    return [
        agency
        for agency in partnership.agencies.values()
        if agency.belonged_on(day) and agency.organisation not in missing
    ]
