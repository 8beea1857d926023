"""A partnership: its contacts, its member agencies and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from escalation_log.model.calendars import Closure
from escalation_log.model.patterns import Threshold, WorkingDays


class RingWhen(StrEnum):
    """When anybody at all may ring a contact, beside the stages of a case."""

    WORRIED = "worried"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A published way to reach a role or a team. `checked_on` is None where nobody has checked it.

    `stages` and `agency` say when it serves; empty and None mean always and everybody. `ring_when`
    is for anybody who is worried about a child, or unsure how to go on.
    """

    id: str
    name: str
    purpose: str | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    agency: str | None = None
    stages: tuple[str, ...] = ()
    is_emergency: bool = False
    ring_when: RingWhen | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation or an agency, with the time it belonged; `until` is the last day."""

    id: str
    name: str
    since: date | None = None
    until: date | None = None

    def belonged_on(self, day: date) -> bool:
        """Say whether it was a member on that day."""
        has_begun = self.since is None or self.since <= day
        return has_begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Member):
    """A body that agencies are part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Member):
    """A member agency, with the organisation that it is part of, and its sector.

    `instead` gives, for roles of the policy that the agency does not have, who acts there.
    `successor` is who takes over its duties once it has left: an agency's id, or `partnership`.
    Agencies of several partnerships with one `shared_id` are one agency.
    """

    organisation: str
    sector: str
    successor: str | None = None
    shared_id: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What every page of a demonstration site says on top; such a site asks not to be indexed.

    `shared_banner` is for the pages that concern several partnerships at once.
    """

    banner: str
    shared_banner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSettings:
    """What a partnership chooses for the issues on GitHub that the bot keeps.

    `remind` asks for an issue already when a duty is due soon. `assignees` are accounts, by the id
    of the agency that must act, or `partnership`. `site` is where the restricted site is served.
    """

    remind: bool = False
    assignees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site: str | None = None


class Reviewed(StrEnum):
    """What reviewers are named for; `taking_out` is the lists of cases taken out or held."""

    TOOL = "tool"
    CASES = "cases"
    POLICIES = "policies"
    CONTACTS = "contacts"
    TAKING_OUT = "taking_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """The partnership that keeps the log. A real partnership has no `demonstration`.

    `due_soon` is how long before a deadline it is due soon (None: from the working day before).
    `ageing_alert` is how long a case may stand without a date before the partnership's own alert.
    Cases opened before `marks_from` carry no mark that nothing shows a duty done. `repeated`
    has the places of agencies and organisations whose id was used before in the file.
    `statistics_threshold` is the smallest number of cases that public statistics may show; without
    it there are none. `wants_neutral_words` keeps references, and what a case is about, out of
    what a locked screen shows. `merges_itself` has GitHub merge what only adds to cases once it is
    checked and approved. `outcome_weeks` are the weeks after the end of a case at which it is
    asked whether what was sought came about; without any nobody is asked. An event that enters the
    log more than `entry_within_days` after it is said to be known needs an agreement of its own.
    `retention_years` are the years after its end for which a case is kept; for ever without.
    `reviewers` are accounts and teams on GitHub for all that can be reviewed, or for nothing.
    """

    id: str
    name: str
    reference_prefix: str
    agencies: Mapping[str, Agency]
    organisations: Mapping[str, Organisation]
    case_roles: Mapping[str, str]
    contacts: tuple[Contact, ...] = ()
    closures: tuple[Closure, ...] = ()
    due_soon: Threshold | None = None
    ageing_alert: Threshold = field(default_factory=lambda: WorkingDays(10))
    marks_from: date | None = None
    demonstration: Demonstration | None = None
    file_history_url: str | None = None
    issues: IssueSettings = field(default_factory=IssueSettings)
    statistics_threshold: int | None = None
    wants_neutral_words: bool = False
    merges_itself: bool = False
    outcome_weeks: tuple[int, ...] = ()
    entry_within_days: int = 7
    retention_years: int | None = None
    reviewers: Mapping[Reviewed, tuple[str, ...]] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = ()

    def has_member(self, agency: Agency, day: date) -> bool:
        """Say whether an agency, and its organisation if that is listed, belonged on a day."""
        organisation = self.organisations.get(agency.organisation)
        return agency.belonged_on(day) and (organisation is None or organisation.belonged_on(day))

    def last_day_of(self, agency: Agency) -> date | None:
        """Give the last day on which an agency belongs; None where none is named."""
        organisation = self.organisations.get(agency.organisation)
        ends = (agency.until, None if organisation is None else organisation.until)
        return min((each for each in ends if each is not None), default=None)
