"""The page of a case as data: safeguards first, then duties, what it is about, and its timeline."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.assessments import Breach, CaseState, DutyState
from escalation_log.model.cases import Event
from escalation_log.model.kinds import EventKind
from escalation_log.render.dates import day_words
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.cases.duties import DutyGroups, duty_groups
from escalation_log.site.cases.headers import header_facts, listed
from escalation_log.site.cases.timeline_entries import Entry, entries_of
from escalation_log.site.publication import JudgedCase, Publication
from escalation_log.site.words import CASE_STATES, stage_name_of

# The sections of every case's page: anchors and titles, the same for all.
CASE_SECTIONS = (
    ("safeguards", "What keeps the child safe meanwhile"),
    ("to-do", "To be done"),
    ("about-the-case", "About the case"),
    ("timeline", "What happened"),
    ("ended", "Duties that are over"),
    ("waiting", "Duties that have not begun"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardsView:
    """What is recorded to keep the child safe; without measures nothing is."""

    measures: str
    recorded_by: int
    review_on: str
    is_review_past: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything that a case's page shows."""

    reference: str
    address: str
    edition: str
    edition_address: str
    partnership: str
    stage: str
    stage_address: str
    state: str
    is_open: bool
    overdue: int
    breaches: int
    safeguards: SafeguardsView
    facts: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    duties: DutyGroups
    entries: tuple[Entry, ...]


def case_page_of(judged: JudgedCase, publication: Publication) -> CasePage:
    """Gather the page of a case."""
    assessment = judged.assessment
    edition = publication.edition(judged.policy.edition)
    stage = assessment.stage or judged.policy.stages[0].id
    header = judged.timeline.header
    return CasePage(
        reference=judged.reference,
        address=judged.address,
        edition=judged.policy.edition,
        edition_address=edition.address,
        partnership=judged.partnership.name,
        stage=stage_name_of(judged.policy, stage),
        stage_address=f"{edition.address}#{stage_anchor(stage)}",
        state=CASE_STATES[assessment.state],
        is_open=assessment.state is CaseState.OPEN,
        overdue=sum(row.state is DutyState.OVERDUE for row in assessment.duties),
        breaches=sum(row.breach is Breach.BREACH for row in assessment.duties),
        safeguards=_safeguards(judged),
        facts=tuple((label, words) for label, words in header_facts(header, judged) if words),
        links=header.links,
        duties=duty_groups(judged, publication),
        entries=entries_of(judged),
    )


def _safeguards(judged: JudgedCase) -> SafeguardsView:
    is_open = judged.assessment.state is CaseState.OPEN
    recorded: Event | None = None
    for happening in judged.timeline.happenings:
        if happening.event.kind is EventKind.SAFEGUARDS:
            recorded = happening.event
    if recorded is None:
        return SafeguardsView(
            measures="", recorded_by=0, review_on="", is_review_past=False, is_urgent=is_open
        )
    review_on = recorded.review_on
    is_past = review_on is not None and review_on < judged.assessment.as_of.on
    return SafeguardsView(
        measures=listed(recorded.measures, {}),
        recorded_by=recorded.number,
        review_on="" if review_on is None else day_words(review_on),
        is_review_past=is_past,
        is_urgent=is_open and is_past,
    )
