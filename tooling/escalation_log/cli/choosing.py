"""Which of the selected cases an export is about: those of a policy, of an agency, or all."""

from __future__ import annotations

from dataclasses import dataclass, replace

import click

from escalation_log.assessment.acting import PARTNERSHIP
from escalation_log.cli.selection import Selection
from escalation_log.model.cases import Header
from escalation_log.model.stamps import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for.

    `about` says in a word what, `agency` whose, or anybody's. `site` is where the restricted site
    is served; without it, what each partnership says counts.
    """

    form: str
    about: str
    agency: str | None
    site: str | None
    as_of: Moment


def chosen(
    selection: Selection, *, policy: str | None, agency: str | None, of_sides: bool
) -> Selection:
    """Keep the cases of a policy and, if `of_sides`, those of which an agency is a side.

    The partnership is a side of every case. Raise click.BadParameter for an id that the log does
    not know.
    """
    log = selection.log
    _refuse_unknown("--policy", policy, {each.id for each in log.policies.values()})
    members = {
        agency_id
        for rules in log.rulebooks.values()
        if policy in (None, rules.policy.id)
        for agency_id in rules.partnership.agencies
    }
    _refuse_unknown("--agency", agency, {*members, PARTNERSHIP})
    is_side = agency if of_sides and agency != PARTNERSHIP else None
    return replace(
        selection,
        cases=tuple(
            each
            for each in selection.cases
            if policy in (None, each.case.header.policy)
            and (is_side is None or is_side in _sides(each.case.header))
        ),
    )


def _refuse_unknown(option: str, name: str | None, known: set[str]) -> None:
    if name is not None and name not in known:
        raise click.BadParameter(
            f"{name!r} is not in this log. Known: {', '.join(sorted(known))}.", param_hint=option
        )


def _sides(header: Header) -> tuple[str, ...]:
    return (header.raising.agency, *(party.agency for party in header.receiving))
