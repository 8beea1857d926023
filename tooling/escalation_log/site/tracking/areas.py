"""List the agencies of every area, for choosing one's own, with their numbers of duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.site.addresses import agency_address
from escalation_log.site.publication import PublishedEdition
from escalation_log.site.tracking.agencies import PARTNERSHIP_NAME, Actions, NextAction, actors_of
from escalation_log.words.dates import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An agency with the number of its duties; `left` is the day it left, in words.

    `dues` are its deadlines still to come, in seconds since 1970, so that a script can count late
    ones.
    """

    name: str
    address: str
    left: str
    to_do: int
    late: int
    dues: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAgencies:
    """A partnership's agencies, with the partnership itself as the last."""

    policy: str
    name: str
    choices: tuple[Choice, ...]


def agencies_by_area(
    editions: Iterable[PublishedEdition], actions: Actions
) -> tuple[AreaAgencies, ...]:
    """List the agencies of each edition's partnership."""
    return tuple(_area(edition, actions) for edition in editions)


def _area(edition: PublishedEdition, actions: Actions) -> AreaAgencies:
    policy = edition.policy.id
    choices = [
        _choice(
            policy,
            agency.id,
            agency.name,
            "" if agency.until is None else day_words(agency.until),
            actions,
        )
        for agency in actors_of(edition)
    ]
    choices.append(_choice(policy, PARTNERSHIP, PARTNERSHIP_NAME, "", actions))
    return AreaAgencies(policy=policy, name=edition.partnership.name, choices=tuple(choices))


def _choice(policy: str, actor: str, name: str, left: str, actions: Actions) -> Choice:
    own: Sequence[NextAction] = actions.own.get((policy, actor), ())
    coming = [
        int(each.duty.due_at.timestamp())
        for each in own
        if each.duty.due_at is not None and not each.duty.is_overdue
    ]
    return Choice(
        name=name,
        address=agency_address(policy, actor),
        left=left,
        to_do=len(own),
        late=sum(each.duty.is_overdue for each in own),
        dues=" ".join(map(str, coming)),
    )
