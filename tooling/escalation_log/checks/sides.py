"""Rules on who disagrees with whom, and on who sits on a resolution panel."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.findings import Finding
from escalation_log.checks.subjects import CaseInHand
from escalation_log.model.kinds import EventKind
from escalation_log.model.policies import Panel
from escalation_log.model.problems import Severity
from escalation_log.timeline import Happening


def scope(subject: CaseInHand) -> Iterator[Finding]:
    """Both sides are of different agencies, or organisations, as the policy asks."""
    header, by_organisation = subject.header, subject.policy.scope_differ == "organisations"
    raising = _side(header.raising.agency, subject)
    for index, party in enumerate(header.receiving):
        if raising is not None and raising == _side(party.agency, subject):
            what = "organisation" if by_organisation else "agency"
            yield Finding(
                (*subject.header_place("receiving"), index, "agency"),
                f"Both sides are of the same {what}, and this policy is for different ones. "
                "Correct the agency; if it is right, the disagreement belongs to another policy.",
            )


def _side(agency: str, subject: CaseInHand) -> str | None:
    """Name what the policy wants to differ; None for an agency that is not listed."""
    known = subject.partnership.agencies.get(agency)
    if known is None:
        return None
    return known.organisation if subject.policy.scope_differ == "organisations" else agency


def panel(subject: CaseInHand) -> Iterator[Finding]:
    """A resolution panel has the agencies that the policy asks for."""
    for happening in subject.by_number:
        if happening.event.kind is EventKind.PANEL_CONVENED:
            stage = subject.policy.stages[subject.policy.stage_index(happening.stage)]
            yield from _composition(happening, stage.panel, subject) if stage.panel else ()


def _composition(happening: Happening, required: Panel, subject: CaseInHand) -> Iterator[Finding]:
    present = frozenset(happening.event.agencies)
    place = subject.place(happening, "agencies")
    if len(present) < required.agencies:
        yield Finding(
            place,
            f"The policy asks for at least {required.agencies} agencies on the panel, and here "
            f"are {len(present)}. Add those that are missing.",
        )
    header = subject.header
    missing = []
    if header.raising.agency not in present:
        missing.append("the raising side is")
    if present.isdisjoint(party.agency for party in header.receiving):
        missing.append("the receiving side is")
    if missing:
        without = missing[0] if len(missing) == 1 else "both are"
        where_possible = "" if required.concerned_must else ", where possible"
        yield Finding(
            place,
            f"The policy asks for both sides on the panel{where_possible}, and {without} missing. "
            "Add the agency, if it was there.",
            Severity.PROBLEM if required.concerned_must else Severity.WARNING,
        )
