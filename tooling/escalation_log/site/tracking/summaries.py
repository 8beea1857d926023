"""Summaries of cases, for the tracker, the pages of agencies and the feeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from escalation_log.export.atom_text import MissedDate, missed_in
from escalation_log.export.calendar_items import CalendarItem, calendar_items_of, deadline_as_plain
from escalation_log.export.icalendar_text import event_text
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.faulty_files import EarlierState
from escalation_log.site.addresses import TRACKER, case_address
from escalation_log.site.dues import ShownDue, due_of
from escalation_log.site.publication import Publication
from escalation_log.statistics.case_facts import CaseFacts, case_facts
from escalation_log.words.earlier_states import as_it_stood_words
from escalation_log.words.plain_values import Plain
from escalation_log.words.to_do import to_do_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDate:
    """A date as an iCalendar event; `plain` is the same as data, None once it is cancelled."""

    acting: tuple[str, ...]
    changed_at: datetime
    event: str
    plain: dict[str, Plain] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFeed:
    """The dates of a case that stand or were recently cancelled, and all that were missed."""

    dates: tuple[FeedDate, ...]
    missed: tuple[MissedDate, ...]

    @property
    def stands(self) -> bool:
        """Whether any date stands, that is, is not cancelled."""
        return any(each.plain is not None for each in self.dates)


NO_FEED = CaseFeed(dates=(), missed=())


def feed_of(judged: JudgedCase, *, site: str) -> CaseFeed:
    """Gather a case's dates for the feeds; each says so where it stands by an earlier state.

    `site` is the address of the site, empty if not known. A neutral date leads to the tracker,
    since the address of a case's page names the case.
    """
    case, rules, assessment = judged.case, judged.rulebook, judged.assessment
    header = judged.timeline.header
    page = TRACKER if rules.partnership.wants_neutral_words else case_address(case.reference)
    url = f"{site}{page}" if site else ""
    stood = "" if judged.earlier is None else as_it_stood_words(judged.earlier)
    return CaseFeed(
        dates=tuple(
            FeedDate(
                acting=each.acting,
                changed_at=each.changed_at,
                event=event_text(_told(each, stood), url),
                plain=None if each.is_cancelled else deadline_as_plain(each),
            )
            for each in calendar_items_of(case, rules, header, assessment)
        ),
        missed=tuple(
            replace(each, words=f"{each.words} {stood}".rstrip())
            for each in missed_in(assessment, header, rules.policy, rules.partnership)
        ),
    )


def _told(item: CalendarItem, stood: str) -> CalendarItem:
    return replace(item, description=f"{stood}\n{item.description}") if stood else item


def published_feed_of(judged: JudgedCase, publication: Publication) -> CaseFeed:
    """Gather a case's dates for the feeds of a publication; none if it has no feeds."""
    if not publication.has_feeds:
        return NO_FEED
    return feed_of(judged, site=publication.site_of(judged.partnership))


RISK = "Immediate risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySummary:
    """A duty to be done; `acting` are the agencies that must act, or the partnership."""

    id: str
    title: str
    role: str
    due: ShownDue
    acting: tuple[str, ...]
    is_advice: bool

    @property
    def due_at(self) -> datetime | None:
        """The first moment that is late, in UTC."""
        return None if self.due.at is None else self.due.at.at

    @property
    def is_overdue(self) -> bool:
        """Whether it was late at the moment of judging; a reminder of the log is never late."""
        return self.due.state is DutyState.OVERDUE and not self.due.is_own

    @property
    def is_now(self) -> bool:
        """Whether it was due now at the moment of judging."""
        return self.due.state is DutyState.DUE_NOW

    @property
    def is_soon(self) -> bool:
        """Whether it was due soon at the moment of judging."""
        return self.due.state is DutyState.DUE_SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """The state of a case; stages, themes, duties and agencies are ids.

    `to_do` has the most urgent first. `missed` are the duties whose required limits were missed,
    `over_guide` counts missed guides, `no_record` duties of which nothing shows that they were
    done, and `departures` where it left the policy's route. `has_safeguards` says whether measures
    to keep the child safe are recorded, `review_on` when they are to be reviewed. `is_at_risk` says
    that an immediate risk is recorded and neither it nor the case is over. `earlier` is given where
    the case stands by an earlier state. `facts` are what statistics count.
    """

    reference: str
    edition: str
    policy: str
    stage: str
    state: CaseState
    theme: str
    opened_on: date
    raising: str
    receiving: tuple[str, ...]
    to_do: tuple[DutySummary, ...]
    missed: tuple[str, ...]
    over_guide: int
    no_record: int
    departures: int
    ageing: int
    has_safeguards: bool
    review_on: date | None
    is_at_risk: bool
    feed: CaseFeed
    facts: CaseFacts
    earlier: EarlierState | None = None

    @property
    def address(self) -> str:
        """The address of the case's page."""
        return case_address(self.reference)

    @property
    def as_it_stood(self) -> str:
        """The notice that the case is shown by an earlier state; empty where it is not."""
        return "" if self.earlier is None else as_it_stood_words(self.earlier)

    @property
    def is_open(self) -> bool:
        """Whether the case is open."""
        return self.state is CaseState.OPEN

    @property
    def is_current(self) -> bool:
        """Whether the case is open, or something is still to be done in it."""
        return self.is_open or bool(self.to_do)

    @property
    def first_dated(self) -> DutySummary | None:
        """The most urgent duty that has a date."""
        return next((duty for duty in self.to_do if duty.due_at is not None), None)

    @property
    def urgency(self) -> int:
        """The rank before any date: 0 if something is due at once, 1 for a risk, 2 otherwise."""
        if any(duty.due.is_at_once for duty in self.to_do):
            return 0
        return 1 if self.is_at_risk else 2

    @property
    def breaches(self) -> int:
        """The number of required limits missed."""
        return len(self.missed)


def summary_of(judged: JudgedCase, feed: CaseFeed = NO_FEED) -> CaseSummary:
    """Summarise a case; `feed` has its dates for the feeds."""
    assessment = judged.assessment
    header = judged.timeline.header
    rows = assessment.duties
    safeguards = judged.timeline.by_kind.get(EventKind.SAFEGUARDS, ())
    return CaseSummary(
        reference=judged.reference,
        edition=judged.policy.edition,
        policy=judged.policy.id,
        stage=assessment.stage or judged.policy.stages[0].id,
        state=assessment.state,
        theme=header.theme,
        opened_on=judged.timeline.placed_events[0].moment.on,
        raising=header.raising.agency,
        receiving=tuple(dict.fromkeys(party.agency for party in header.receiving)),
        to_do=tuple(
            DutySummary(
                id=row.duty.id,
                title=row.duty.title,
                role=row.role,
                due=due_of(row, judged.policy),
                acting=judged.acting_on(row),
                is_advice=row.duty.advice,
            )
            for row in to_do_of(rows)
        ),
        missed=tuple(row.duty.id for row in rows if row.breach is Breach.BREACH),
        over_guide=sum(row.breach is Breach.OVER_GUIDE for row in rows),
        no_record=sum(row.state is DutyState.NO_RECORD for row in rows),
        departures=len(assessment.off_route),
        ageing=sum(row.is_ageing for row in rows),
        has_safeguards=bool(safeguards),
        review_on=safeguards[-1].event.review_on if safeguards else None,
        is_at_risk=judged.risk is not None,
        feed=feed,
        facts=case_facts(judged.timeline, assessment, judged.rulebook),
        earlier=judged.earlier,
    )
