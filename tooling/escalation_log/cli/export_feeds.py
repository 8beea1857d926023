"""The dates of cases as a diary, and what became overdue as a feed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from escalation_log.render.atom_text import MOST, atom_text
from escalation_log.render.diary import Rules
from escalation_log.render.overdue import latest
from escalation_log.site.addresses import case_address
from escalation_log.site.feeds.case_feed import CaseFeed, feed_of
from escalation_log.site.feeds.files import calendar_of
from escalation_log.site.publication import slashed

if TYPE_CHECKING:
    from escalation_log.cli.choosing import Wish
    from escalation_log.model.assessments import Assessment
    from escalation_log.store import CaseFile, Log
    from escalation_log.timeline.knowledge import Knowledge

# What may not stand in the name of a feed.
_UNFIT = re.compile(r"[^A-Za-z0-9./-]+")


def feed_text(log: Log, cases: Iterable[tuple[CaseFile, Knowledge, Assessment]], wish: Wish) -> str:
    """Write the feed of some cases."""
    sites: dict[str, str] = {}
    feeds = []
    for file, known, assessment in cases:
        rules = log.rulebook(file.case)
        site = slashed(wish.site or rules.partnership.issues.site)
        sites[assessment.reference] = site
        feeds.append(
            feed_of(
                file.case,
                Rules(rules.policy, rules.calendar, rules.partnership),
                known.header,
                assessment,
                site=site,
            )
        )
    return _diary(feeds, wish) if wish.form == "ics" else _overdue(feeds, sites, wish)


def _diary(feeds: Iterable[CaseFeed], wish: Wish) -> str:
    dates = (each for feed in feeds for each in feed.dates if wish.agency in (None, *each.acting))
    return calendar_of(f"Escalations: {wish.about}", dates, wish.as_of.at)


def _overdue(feeds: Iterable[CaseFeed], sites: dict[str, str], wish: Wish) -> str:
    missed = (each for feed in feeds for each in feed.missed if wish.agency in (None, *each.acting))

    def link_to(reference: str) -> str:
        site = sites[reference]
        return f"{site}{case_address(reference)}" if site else ""

    return atom_text(
        f"Escalations that became overdue: {wish.about}",
        _UNFIT.sub("-", wish.about),
        latest(missed, MOST),
        as_of=wish.as_of.at,
        link_to=link_to,
    )
