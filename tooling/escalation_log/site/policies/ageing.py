"""What becomes untrue of an edition's page that is not built anew: its review, its force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from escalation_log.render.dates import day_words
from escalation_log.site.publication import Edition, Publication

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Days, in ISO 8601, at whose end the page has to say more; empty where there is none.

    `in_force_to` is the last day before `successor`, the address of a newer edition, comes into
    force on `successor_from`, and `waits_to` that before the edition itself does, on `begins`.
    `calendar` is the edition by which a script knows the time zone.
    """

    calendar: str
    review_on: str
    in_force_to: str
    successor: str
    successor_from: str
    waits_to: str
    begins: str


def ageing_of(edition: Edition, publication: Publication) -> Ageing:
    """Tell on what days the page of an edition becomes untrue."""
    policy = edition.policy
    today = publication.moment_in(policy).on
    is_waiting = not edition.is_current and policy.effective_from > today
    later = [
        each
        for each in publication.editions
        if edition.is_current
        and each.policy.id == policy.id
        and each.policy.effective_from > today
        and each.policy.version != policy.version
    ]
    successor = min(later, key=lambda each: each.policy.effective_from, default=None)
    begins = successor.policy.effective_from if successor else None
    return Ageing(
        calendar=policy.edition,
        review_on=policy.review_due.isoformat() if policy.review_due else "",
        in_force_to=(begins - _DAY).isoformat() if begins else "",
        successor=successor.address if successor else "",
        successor_from=day_words(begins) if begins else "",
        waits_to=(policy.effective_from - _DAY).isoformat() if is_waiting else "",
        begins=day_words(policy.effective_from),
    )
