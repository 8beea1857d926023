"""The page of a case: what it is about, what keeps the child safe, who must act; then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from markupsafe import Markup

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState, DutyState
from escalation_log.model.policies import Force, Subject
from escalation_log.site.addresses import case_address, case_feed_address, record_address
from escalation_log.site.cases.course import course_of
from escalation_log.site.cases.duty_rows import duty_groups
from escalation_log.site.cases.edition_parts import EditionNames, Ringing, WhomToRing
from escalation_log.site.cases.marks import marks_of
from escalation_log.site.cases.particulars import LinkedCases, about_and_more, stages_visited
from escalation_log.site.cases.receipt_folds import ReceiptTeller, joined
from escalation_log.site.cases.safety_and_outcome import outcome_of, safety_of
from escalation_log.site.cases.told_events import entries_of
from escalation_log.site.changes_waiting import change_waiting
from escalation_log.site.generated import Frame, frame_of
from escalation_log.site.policies.drawn_charts import CaseCharts
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.shell import Heading
from escalation_log.site.templates import Templates
from escalation_log.words.earlier_states import as_it_stood_words, problem_words
from escalation_log.words.states import CASE_STATES, RING_NOW
from escalation_log.words.titles import coded_words, of_subject

# The sections of every case's page, open or closed: their anchors, and their titles in the table of
# contents.
CASE_SECTIONS = (
    ("to-do", "To be done"),
    ("safeguards", "The child’s safety"),
    ("marks", "What is marked"),
    ("about-the-case", "More about the case"),
    ("whom-to-ring", "Whom to ring"),
    ("timeline", "What happened"),
    ("stages", "Where this is in the policy"),
    ("over", "Other duties"),
    ("the-file", "For the business team"),
)
# So many of the latest events stand open on every screen; the earlier ones are folded, if there are
# more than two.
_LATEST = 3


def case_headings(subjects: Iterable[Subject]) -> tuple[Heading, ...]:
    """List the sections of a case's page for its table of contents."""
    whom = tuple(subjects)
    return tuple(
        Heading(level=2, anchor=anchor, title=of_subject(title, *whom))
        for anchor, title in CASE_SECTIONS
    )


def _ringing(stage: str, judged: JudgedCase, names: EditionNames) -> tuple[Ringing, ...]:
    """List whom to ring at a stage: both sides, and the partnership where it has a contact."""
    partnership = names.ringing(None, stage)
    return (
        *(names.ringing(agency, stage) for agency in judged.agencies),
        *((partnership,) if partnership.contacts else ()),
    )


def _tier(judged: JudgedCase) -> str:
    """Name the tier that a case reached inside its stage; nothing where it has none."""
    stage, tier = judged.assessment.stage, judged.assessment.tier
    if stage is None or tier is None:
        return ""
    tiers = judged.policy.stages[judged.policy.stage_index(stage)].tiers
    return tiers.get(tier) or coded_words(tier)


class CasePages:
    """Writes the pages of a publication's cases."""

    def __init__(self, publication: Publication, templates: Templates) -> None:
        self._publication = publication
        self._templates = templates
        self._linked = LinkedCases(publication)
        self._charts = CaseCharts(templates)
        self._common: dict[str, tuple[PublishedEdition, Frame, ReceiptTeller]] = {}
        self._written: dict[tuple[object, ...], Markup] = {}

    def write(self, judged: JudgedCase, *, has_diary: bool = False) -> Markup:
        """Write the page of a case; with `has_diary`, link to its diary.

        `technical` has the rules of all dates, word for word.
        """
        address = case_address(judged.reference)
        edition, frame, teller = self._common_of(judged.policy.edition)
        names = teller.names
        assessment = judged.assessment
        is_open = assessment.state is CaseState.OPEN
        stage = assessment.stage or judged.policy.stages[0].id
        following = judged.policy.stages[judged.policy.stage_index(stage) + 1 :]
        after = following[0].id if is_open and following else None
        overdue = [
            row for row in assessment.duties if row.state is DutyState.OVERDUE and not row.is_own
        ]
        entries = entries_of(judged, names, self._publication.entries.get(judged.reference, {}))
        latest = _LATEST if len(entries) > _LATEST + 2 else len(entries)
        titles = {entry.key: entry.title for entry in entries}
        rows = duty_groups(judged, names, teller, titles)
        theme, about, facts = about_and_more(judged.timeline.header, names)
        history = judged.partnership.file_history_url
        return self._templates.write(
            "case.html",
            address,
            case=judged,
            earlier="" if judged.earlier is None else as_it_stood_words(judged.earlier),
            problems=[problem_words(each) for each in judged.earlier.problems]
            if judged.earlier
            else [],
            change=change_waiting(self._publication, judged.reference, judged.policy),
            names=names,
            frame=frame,
            history=f"{history}{judged.file}" if history else "",
            state=CASE_STATES[assessment.state],
            is_open=is_open,
            stage=names.stages[stage],
            next_stage=names.stages[after] if after else None,
            overdue=sum(row.force is Force.REQUIRED for row in overdue),
            over_guide=sum(row.force is Force.GUIDE for row in overdue),
            due_now=sum(row.state is DutyState.DUE_NOW for row in assessment.duties),
            ring_now=RING_NOW,
            marks=marks_of(judged, names),
            tier=_tier(judged),
            safety=safety_of(judged, names),
            rows=rows,
            waiting=self._once(rows.waiting, "case_waiting.html", duties=rows.waiting),
            ringing=[
                self._once((group,), "case_ringing.html", group=group)
                for group in _ringing(stage, judged, names)
            ],
            next_ringing=WhomToRing(
                own_people="", groups=_ringing(after, judged, names) if after else ()
            ),
            whom=self._whom,
            record=record_address(judged.reference),
            diary=case_feed_address(judged.reference) if has_diary else None,
            stages=stages_visited(judged, names),
            chart=self._charts.of(judged, edition),
            linked=self._linked.of(judged),
            case_href=partial(self._linked.href, address),
            theme=theme,
            about=about,
            facts=facts,
            latest=entries[:latest],
            before=entries[latest:],
            course=course_of(judged, names),
            outcome=outcome_of(judged, names),
            technical=joined(
                dict.fromkeys(
                    line
                    for duty in (*rows.at_once, *rows.to_do, *rows.undated, *rows.over)
                    if duty.due.due
                    for line in duty.receipt.technical
                )
            ),
        )

    def _whom(self, whom: WhomToRing) -> Markup:
        return self._once((whom.own_people, *whom.groups), "case_whom.html", whom=whom)

    def _once(self, key: tuple[object, ...], template: str, **values: object) -> Markup:
        """Render a template once for each key."""
        found = self._written.get((template, *key))
        if found is None:
            found = self._written[(template, *key)] = self._templates.write(template, "", **values)
        return found

    def _common_of(self, edition: str) -> tuple[PublishedEdition, Frame, ReceiptTeller]:
        """Return what the pages of the cases of one edition share."""
        if edition not in self._common:
            found = self._publication.edition(edition)
            today = self._publication.moment_in(found.policy).on
            teller = ReceiptTeller(EditionNames(found, today))
            self._common[edition] = found, frame_of(self._publication, found), teller
        return self._common[edition]
