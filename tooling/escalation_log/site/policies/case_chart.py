"""The flowchart of a case's page: that of its policy, with where the case is and what is late.

Make one `CaseCharts` for a build and ask it for each case: `charts.of(judged, edition)`. It draws a
chart once for all cases that look the same. The chart's ids begin with `case-chart`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.model.assessments import Assessment, Breach, CaseState, DutyState
from escalation_log.model.policies import Force
from escalation_log.site.addresses import case_address, link
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.policies.flowchart import Mark, flowchart_of
from escalation_log.site.publication import Edition
from escalation_log.site.templates import Templates
from escalation_log.store import JudgedCase

_MANY = {"late": "Overdue", "guide": "Over the guide", "was-late": "Was late"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlace:
    """Where a case stands in its policy: what is said at each stage, in the policy's order."""

    marks: tuple[tuple[str, tuple[Mark, ...]], ...]

    @property
    def by_stage(self) -> Mapping[str, tuple[Mark, ...]]:
        """The marks of each stage that has some."""
        return dict(self.marks)


def place_of(assessment: Assessment, edition: Edition) -> CasePlace:
    """Say where a case stands, as of the moment of its assessment."""
    stages = edition.policy.stages
    here = assessment.stage or stages[0].id
    words = "You are here" if assessment.state is CaseState.OPEN else "Ended here"
    late = _late_titles(assessment)
    marks = {
        stage.id: (
            *((Mark(words=words, look="here"),) if stage.id == here else ()),
            *_late_marks(late.get(stage.id, {})),
        )
        for stage in stages
    }
    return CasePlace(marks=tuple((stage, said) for stage, said in marks.items() if said))


def _late_titles(assessment: Assessment) -> dict[str, dict[str, list[str]]]:
    """Gather by stage and look the titles of what is or was late, each once."""
    late: dict[str, dict[str, list[str]]] = {}
    for row in assessment.duties:
        look = ""
        if row.state is DutyState.OVERDUE:
            look = "guide" if row.force is Force.GUIDE else "late"
        elif row.breach is Breach.BREACH:
            look = "was-late"
        if look and row.duty.stage is not None:
            titles = late.setdefault(row.duty.stage, {}).setdefault(look, [])
            if row.duty.title not in titles:
                titles.append(row.duty.title)
    return late


def _late_marks(titles: Mapping[str, list[str]]) -> Iterator[Mark]:
    for look, words in _MANY.items():
        late = titles.get(look, [])
        if late:
            said = late[0] if len(late) == 1 else f"{len(late)} things"
            yield Mark(words=f"{words}: {said}", look=look)


class CaseCharts:
    """The charts of cases, each drawn once for all cases that look the same."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._flows: dict[str, Flow] = {}
        self._drawn: dict[tuple[str, CasePlace], Markup] = {}

    def of(self, judged: JudgedCase, edition: Edition) -> Markup:
        """Draw the chart of a case, whose stages lead to the page of its edition."""
        place = place_of(judged.assessment, edition)
        # The pages of all cases are as deep in the site, so that the same links serve them.
        key = (edition.policy.edition, place)
        if key not in self._drawn:
            self._drawn[key] = self._draw(judged, edition, place)
        return self._drawn[key]

    def _draw(self, judged: JudgedCase, edition: Edition, place: CasePlace) -> Markup:
        address = case_address(judged.reference)
        policy = edition.policy
        if policy.edition not in self._flows:
            self._flows[policy.edition] = flow_of(policy)
        chart = flowchart_of(self._flows[policy.edition], marks=place.by_stage, brief=True)
        return self._templates.write(
            "flowchart.svg",
            address,
            chart=chart,
            prefix="case-chart",
            target=link(edition.address, page=address),
            styles="",
        )
