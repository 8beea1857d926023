"""What a case gives to the feeds, small enough to be kept until all cases are judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from escalation_log.model.assessments import Assessment
from escalation_log.model.cases import Case, Header
from escalation_log.render.deadlines import deadline_as_plain
from escalation_log.render.diary import Rules, diary_of
from escalation_log.render.icalendar_text import event_text
from escalation_log.render.overdue import MissedDate, missed_in
from escalation_log.render.plain import Plain
from escalation_log.site.addresses import case_address
from escalation_log.site.publication import Publication
from escalation_log.store import JudgedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDate:
    """A date as an event of iCalendar; `plain` is the same as data, None once it is called off."""

    acting: tuple[str, ...]
    changed_at: datetime
    event: str
    plain: dict[str, Plain] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFeed:
    """The dates of a case that stand or were called off lately, and all that were missed."""

    dates: tuple[FeedDate, ...]
    missed: tuple[MissedDate, ...]

    @property
    def stands(self) -> bool:
        """Whether any date stands."""
        return any(each.plain is not None for each in self.dates)


NO_FEED = CaseFeed(dates=(), missed=())


def feed_of(
    case: Case, rules: Rules, header: Header, assessment: Assessment, *, site: str
) -> CaseFeed:
    """Gather what a case gives; `site` is where the site is served, empty if that is not known."""
    url = f"{site}{case_address(case.reference)}" if site else ""
    return CaseFeed(
        dates=tuple(
            FeedDate(
                acting=each.acting,
                changed_at=each.changed_at,
                event=event_text(each, url),
                plain=None if each.is_cancelled else deadline_as_plain(each),
            )
            for each in diary_of(case, rules, header, assessment)
        ),
        missed=tuple(missed_in(assessment, header, rules.policy, rules.partnership)),
    )


def published_feed_of(judged: JudgedCase, publication: Publication) -> CaseFeed:
    """Gather what a case gives to the feeds of a publication, which may have none."""
    if not publication.has_feeds:
        return NO_FEED
    return feed_of(
        judged.case,
        Rules(judged.policy, judged.calendar, judged.partnership),
        judged.timeline.header,
        judged.assessment,
        site=publication.site_of(judged.partnership),
    )
