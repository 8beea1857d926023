"""Flowcharts of policies and of cases as pages show them, and as files to take away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from markupsafe import Markup

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import (
    Assessment,
    Breach,
    CaseState,
    DutyAssessment,
    DutyState,
)
from escalation_log.model.policies import Force
from escalation_log.site.addresses import case_address, link
from escalation_log.site.policies.case_chart import CaseChart, WayTaken
from escalation_log.site.policies.chart_parts import ChartMark
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.flow import DANGER_TITLE, END, START, Flow, flow_of
from escalation_log.site.policies.flowchart import Flowchart
from escalation_log.site.publication import PublishedEdition
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import NO_TIME
from escalation_log.words.states import BREACHES, DUTY_STATES
from escalation_log.words.titles import capital

# Mermaid writes characters of its own syntax as numbered entities.
_ESCAPED = str.maketrans({each: f"#{ord(each)};" for each in '#&;"<>`{\\'})


def mermaid_of(flow: Flow, *, title: str) -> str:
    """Write the flowchart: stages downwards, moves beside them, all ending in one node."""
    return "".join(f"{line}\n" for line in _lines(flow, title))


def _lines(flow: Flow, title: str) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(' '.join(title.split()), ensure_ascii=False)}"
    yield "---"
    yield "flowchart TD"
    yield from _nodes(flow)
    yield from _edges(flow)


def _nodes(flow: Flow) -> Iterator[str]:
    yield f'  start(["{_text(START)}"])'
    for number, step in enumerate(flow.steps):
        informal = "Informal" if step.is_informal else ""
        none = "" if step.is_limited else capital(NO_TIME)
        words = _label(step.name, informal, step.who, none, times=step.times)
        yield f'  stage{number}["{words}"]'
    yield f'  ended(["{_text(END)}"])'
    if flow.dangers:
        yield f'  danger{{{{"{_label(DANGER_TITLE, times=flow.dangers)}"}}}}'
    for number, move in enumerate(flow.moves):
        yield f'  move{number}{{{{"{_label(move.title, move.note, times=move.times)}"}}}}'
    for number, beside in enumerate(flow.besides):
        yield f'  beside{number}[["{_label(beside.title, beside.words, times=beside.times)}"]]'


def _edges(flow: Flow) -> Iterator[str]:
    yield "  start --> stage0"
    for number, step in enumerate(flow.steps[1:], start=1):
        words = _label(step.arrival, times=step.arrival_times)
        yield f'  stage{number - 1} -- "{words}" --> stage{number}'
    for number in range(len(flow.steps)):
        yield f"  stage{number} --> ended"
    for number, move in enumerate(flow.moves):
        for target in move.targets:
            yield f"  move{number} -.-> stage{target}"
    for number, beside in enumerate(flow.besides):
        for held in beside.stages:
            yield f"  beside{number} -.- stage{held}"
        if not beside.stages:
            yield f"  beside{number} -.- ended"


def _label(*parts: str, times: tuple[DutyTime, ...]) -> str:
    """Write words and limits as the lines of a label; parts that are empty have no line."""
    lines = (*parts, *(_line(time) for time in times))
    return "<br>".join(_text(line) for line in lines if line)


def _line(time: DutyTime) -> str:
    """Write what is to be done, with its limit, from when that counts, and whose it is."""
    limit = f": {time.words}" if time.words else ""
    return f"{time.what}{limit}{', ' if time.since else ''}{time.since}{_by(time)}"


def _by(time: DutyTime) -> str:
    return f" ({time.who})" if time.who else ""


def _text(words: str) -> str:
    """Escape words so that Mermaid reads no syntax in them.

    >>> _text('"A" & B')
    '#34;A#34; #38; B'
    """
    return " ".join(words.split()).translate(_ESCAPED)


# The colours of both schemes of the stylesheets, for a drawing without them.
LIGHT = {
    "--md-default-bg-color": "#fff",
    "--md-typeset-color": "#212121",
    "--md-typeset-a-color": "#0b4f6c",
    "--el-quiet": "#4d5560",
    "--el-line": "#8a939c",
    "--el-surface": "#f4f6f8",
    "--el-overdue": "#8c1d13",
    "--el-overdue-back": "#fdebe9",
    "--el-soon": "#694500",
    "--el-soon-back": "#fff3d1",
    "--el-running-back": "#e7f1f9",
}
DARK = {
    "--md-default-bg-color": "#1e2129",
    "--md-typeset-color": "#e2e4e9",
    "--md-typeset-a-color": "#8fd0ea",
    "--el-quiet": "#b9c0ca",
    "--el-line": "#7b8490",
    "--el-surface": "#262b36",
    "--el-overdue": "#ffb8b0",
    "--el-overdue-back": "#4b1713",
    "--el-soon": "#ffd98a",
    "--el-soon-back": "#443109",
    "--el-running-back": "#16364c",
}
_COLOUR = re.compile(r"var\((--[a-z-]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def chart_in_page(flow: Flow, templates: Templates, *, page: str) -> Markup:
    """Draw the flowchart for the page at an address, with links to its sections."""
    return templates.write(
        "flowchart.svg", page, chart=Flowchart(flow), prefix="chart", target="", styles=""
    )


def chart_by_itself(flow: Flow, templates: Templates, *, address: str, caption: str) -> str:
    """Draw the flowchart as a self-contained file, in light and dark colours."""
    return templates.write(
        "flowchart.svg",
        address,
        chart=Flowchart(flow, caption=caption),
        prefix="chart",
        target=None,
        styles=Markup(_styles()),  # noqa: S704 - our own stylesheet
    )


def _styles() -> str:
    sheet = shipped_folder("theme") / "assets" / "stylesheets" / "flowchart.css"
    rules = _COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    dark = _coloured(rules, DARK)
    return f"{_coloured(rules, LIGHT)}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _coloured(rules: str, colours: Mapping[str, str]) -> str:
    return _COLOUR.sub(lambda found: colours[found[1]], rules)


_MANY = {
    "late": DUTY_STATES[DutyState.OVERDUE],
    "guide": BREACHES[Breach.OVER_GUIDE],
    "was-late": "Was late",
}


def place_on_chart(
    assessment: Assessment, edition: PublishedEdition
) -> dict[str, tuple[ChartMark, ...]]:
    """Mark the stage of a case and what is late, as of its assessment, by stage in their order."""
    stages = edition.policy.stages
    here = assessment.stage or stages[0].id
    words = "You are here" if assessment.state is CaseState.OPEN else "Ended here"
    # A duty that was late several times counts once.
    late = dict.fromkeys(
        (row.duty.stage, look, row.duty.title) for row in assessment.duties if (look := _look(row))
    )
    places: dict[str, tuple[ChartMark, ...]] = {}
    for stage in stages:
        marks = [ChartMark(words=words, look="here")] if stage.id == here else []
        for look, lateness in _MANY.items():
            titles = [title for of, looking, title in late if (of, looking) == (stage.id, look)]
            if titles:
                said = titles[0] if len(titles) == 1 else f"{len(titles)} things"
                marks.append(ChartMark(words=f"{lateness}: {said}", look=look))
        if marks:
            places[stage.id] = tuple(marks)
    return places


def _look(row: DutyAssessment) -> str:
    """Return how a duty that is or was late looks; empty for any other."""
    if row.state is DutyState.OVERDUE:
        return "guide" if row.force is Force.GUIDE else "late"
    return "was-late" if row.breach is Breach.BREACH else ""


def way_taken(judged: JudgedCase) -> WayTaken:
    """List the stages that a case was in; one that was opened again went on where it was."""
    return WayTaken(
        stages=tuple(stage for stage, _ in groupby(each.stage for each in judged.timeline.visits)),
        has_ended=judged.assessment.state is not CaseState.OPEN,
    )


class CaseCharts:
    """The flowcharts of cases; each is drawn once for all cases that look the same."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._flows: dict[str, Flow] = {}
        self._drawn: dict[tuple[object, ...], Markup] = {}

    def of(self, judged: JudgedCase, edition: PublishedEdition) -> Markup:
        """Draw the flowchart of a case with its way, and links to the page of its edition."""
        policy = edition.policy
        way = way_taken(judged)
        marks = place_on_chart(judged.assessment, edition)
        # The pages of all cases are at the same depth, so the same relative links work for all.
        key = (policy.edition, way, *marks.items())
        if key not in self._drawn:
            if policy.edition not in self._flows:
                self._flows[policy.edition] = flow_of(policy, edition.statements)
            address = case_address(judged.reference)
            self._drawn[key] = self._templates.write(
                "flowchart.svg",
                address,
                chart=CaseChart(self._flows[policy.edition], marks=marks, way=way),
                prefix="case-chart",
                target=link(edition.address, page=address),
                styles="",
            )
        return self._drawn[key]
