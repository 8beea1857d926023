"""Flowcharts: words within their boxes, and everything that a policy asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given

from escalation_log.log.opening import open_log
from escalation_log.model.policies import Move
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.chart_parts import ChartMark
from escalation_log.site.policies.drawn_charts import (
    CaseCharts,
    chart_by_itself,
    mermaid_of,
    place_on_chart,
)
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.policies.flowchart import CHART_WIDTH, Flowchart
from escalation_log.site.policies.lettering import width_of, wrapped
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import duty_limit_in_words
from tests.logs import FOUR
from tests.site.policies import ALL, NOON, flows, line_of, policy_of
from tests.thoroughness import few

TEMPLATES = Templates(shipped_folder("templates"))
SIZES = {"title": 14}
MARKS = (
    ChartMark(words="You are here", look="here"),
    ChartMark(words="Overdue: 3 things", look="late"),
)


def right_edge(words: str, look: str, x: int) -> float:
    return x + width_of(words, SIZES.get(look, 13), bold=look not in {"text", "arrival", "quiet"})


def assert_in_order(chart: Flowchart) -> None:
    """Every word within its box or drawing, every box below the one before."""
    right = chart.left + chart.box_width
    assert right < CHART_WIDTH
    foot = 0
    for box in chart.boxes:
        assert box.y >= foot
        left = chart.left + box.indent
        foot = box.y + box.height
        lines = (*box.title, *box.lines)
        assert all(below.y - above.y >= 17 for above, below in pairwise(lines))
        for line in lines:
            assert box.y + 12 < line.y < foot - 4
            assert left < line.x
            assert right_edge(line.words, line.look, line.x) <= right
        for flag in box.flags:
            assert box.y < flag.y < flag.y + flag.height < foot
            assert chart.left + chart.padding + flag.width <= right
    for label in chart.labels:
        assert right_edge(label.words, "arrival", label.x) <= CHART_WIDTH
        assert not any(box.y < label.y < box.y + box.height for box in chart.boxes)
    assert foot <= chart.height
    assert (
        max(int(x) for arrow in chart.arrows for x in re.findall(r"H(\d+)", arrow.path))
        < CHART_WIDTH
    )


@given(flows())
@few(15)
def test_words_stay_within_their_boxes_whatever_the_policy(flow: Flow) -> None:
    assert_in_order(Flowchart(flow, caption=flow.title))
    marks = {step.id: MARKS for step in flow.steps[::2]}
    assert_in_order(Flowchart(flow, marks=marks, brief=True))


@given(flows())
@few(15)
def test_a_flowchart_leads_to_every_stage_and_each_move_to_its_aims(flow: Flow) -> None:
    chart = Flowchart(flow)
    assert [box.anchor for box in chart.boxes if box.anchor] == [each.anchor for each in flow.steps]
    heads = [arrow.head.count("Z") for arrow in chart.arrows if arrow.look == "move"]
    assert heads == [len(move.targets) for move in flow.moves]


def test_lines_break_between_words_and_within_those_too_wide() -> None:
    assert wrapped("", 100, 13) == ()
    assert wrapped("one two", 1000, 13) == ("one two",)
    assert wrapped("one two", width_of("one two", 13) - 1, 13) == ("one", "two")
    cut = wrapped("a" * 30, width_of("a" * 12, 13), 13)
    assert [len(line) for line in cut] == [12, 12, 6]
    assert width_of("é", 13) == width_of("e", 13)
    assert width_of("字", 13) == 13
    assert width_of("e", 13, bold=True) > width_of("e", 13)


def test_a_flow_tells_by_when_to_move_up(publication: Publication) -> None:
    first, second, third, fourth = flow_of(policy_of(publication, "knowsley")).steps
    assert first.arrival == ""
    assert second.arrival == third.arrival == "Not resolved, or the time is up"
    assert [(time.what, time.words) for time in second.arrival_times] == [
        ("Escalate to the line managers", "the same working day")
    ]
    assert second.arrival_times[0].since == (
        "from the first of these: it is not resolved at Stage 1: Practitioner to practitioner; the "
        "time for “Read the file and speak to the professional with the concern” is up"
    )
    assert [(time.what, time.words) for time in first.times] == [
        (
            "Raise the concern with the decision maker, with evidence",
            "2 working days, or sooner to protect the child",
        ),
        ("Read the file and speak to the professional with the concern", "3 working days"),
        ("State the issue together, if it is a significant one", ""),
    ]
    assert [time.since for time in first.times] == [
        "from when the disagreement arises",
        "from when the concern is raised",
        "",
    ]
    assert [time.is_main for time in first.times] == [True, True, False]
    assert fourth.arrival == "Not resolved, a major question of policy, or the time is up"
    assert fourth.arrival_times == ()
    (move,) = flow_of(policy_of(publication, "knowsley")).moves
    assert (move.title, move.targets) == ("Immediate risk", (0, 1, 2, 3))


def test_a_guide_says_that_it_is_one(publication: Publication) -> None:
    stage = flow_of(policy_of(publication, "barnsley")).steps[1]
    assert [time.words for time in stage.times if time.limit] == [
        "at the commencement of the stage",
        "5 working days (guide)",
        "every 5 working days (guide)",
        "5 working days",
    ]


@pytest.mark.parametrize("policy_id", ALL)
def test_no_form_of_a_flowchart_leaves_out_what_is_required(
    publication: Publication, policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    pages = {page.address: page for page in catalogue_of(publication, TEMPLATES).pages}
    page = words_of(str(pages[f"policies/{policy_id}/index.html"].write(())))
    beside = page.partition("The flowchart in words")[2].partition(
        "Once it is resolved, at any stage"
    )[0]
    flow = flow_of(policy)
    drawing = words_of(chart_by_itself(flow, TEMPLATES, address="x.svg", caption=""))
    source = mermaid_of(flow, title="x").replace("#38;", "&").replace("#59;", ";")
    for duty in policy.all_duties:
        limit = duty_limit_in_words(policy, duty) if duty.time_allowed is not None else ""
        for form in (beside, drawing, source):
            assert (duty.title in form) is not duty.advice, duty.id
            assert duty.advice or limit.lower() in form.lower()
    for step in flow.steps:
        assert step.times, step.name
        for time in step.times:
            assert words_of(line_of(time)) in beside
            for part in (time.what, time.since, time.who):
                assert all(part.lower() in form.lower() for form in (beside, source, drawing))
    for each in flow.besides:
        for form in (beside, drawing, source):
            assert each.title in form
            assert each.words in form
            assert all(time.who in form for time in each.times)


def words_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_a_stage_without_a_time_says_what_settles_it_and_that_no_time_is_set(
    publication: Publication,
) -> None:
    def times(policy_id: str) -> list[list[tuple[str, str]]]:
        steps = flow_of(policy_of(publication, policy_id)).steps
        return [[(time.what, time.words) for time in step.times] for step in steps]

    first, second, third, fourth = times("city-and-hackney")
    chair_or_officer = "Tell the Child Protection Chair or the Independent Reviewing Officer"
    assert first[0] == (
        "Discuss the difference by telephone or face to face",
        "as soon as possible",
    )
    assert second == [
        ("Resolve between line managers", ""),
        ("Consider a professionals' meeting", ""),
        (
            f"{chair_or_officer}, only where the child’s plan is child protection or looked after",
            "",
        ),
    ]
    assert third == [
        ("Resolve between senior managers", ""),
        (
            "Engage the agencies' CHSCP members before stage four",
            "before it goes to Stage 4: Independent Child Safeguarding Commissioner",
        ),
    ]
    assert fourth == [
        ("Refer by e-mail, with what was done and why it is needed", ""),
        ("Resolve with the senior managers or through a Resolution Panel", ""),
    ]
    limited = [
        each.is_limited for each in flow_of(policy_of(publication, "city-and-hackney")).steps
    ]
    assert limited == [True, False, True, False]
    assert times("west-sussex")[1] == [("Resolve between managers", "")]
    for brief in (False, True):
        chart = Flowchart(flow_of(policy_of(publication, "west-sussex")), brief=brief)
        said = [line.words for box in chart.boxes for line in box.lines]
        assert said.count("No time is set") == 4


def test_what_is_to_be_done_in_danger_has_a_box_even_without_a_move(
    publication: Publication,
) -> None:
    without = flow_of(policy_of(publication, "city-and-hackney"))
    assert without.moves == ()
    said = "Tell the own agency's Designated Safeguarding Lead of the harm"
    assert [(time.what, time.words) for time in without.dangers] == [(said, "immediately")]
    for brief in (False, True):
        (box, *_) = Flowchart(without, brief=brief).boxes
        lines = [line.words for line in (*box.title, *box.lines)]
        assert lines[0] == "Immediate risk"
        assert "Immediately" in lines
        assert ("Any worker who suspects" in lines) is not brief
        assert box.look == "move"
    assert said in Flowchart(without).description
    with_a_move = flow_of(policy_of(publication, "knowsley"))
    assert with_a_move.dangers == ()
    assert [time.words for time in with_a_move.moves[0].times] == ["immediately"]


def test_a_move_without_words_and_from_one_stage_is_described(publication: Publication) -> None:
    policy = policy_of(publication, "barnsley")
    moves = (
        Move(origin="stage-1", target=None, when="immediate-risk", clause="1"),
        Move(origin="stage-0", target="stage-2", when="no-answer", clause="2"),
    )
    anywhere, straight = flow_of(replace(policy, moves=moves)).moves
    assert anywhere.targets == (2, 3)
    assert straight.targets == (2,)
    assert straight.words == ""
    assert (
        straight.note
        == straight.route
        == (
            "From Stage 0: Professional to professional straight to "
            "Stage 2: Next tiers of management."
        )
    )
    (from_anywhere,) = flow_of(policy).moves
    assert from_anywhere.note == from_anywhere.words
    (from_the_first,) = flow_of(policy_of(publication, "west-sussex")).moves
    assert from_the_first.note == f"{from_the_first.words} {from_the_first.route}"


def test_the_chart_of_a_case_says_where_it_is_and_what_is_late() -> None:
    publication = publication_of(open_log(FOUR, as_of=NOON), NOON)
    charts = CaseCharts(TEMPLATES)
    drawn = {}
    for file in publication.files:
        judged = publication.judge(file)
        edition = publication.edition(judged.policy.edition)
        chart = charts.of(judged, edition)
        assert charts.of(judged, edition) is chart
        assert len(chart.encode()) < 9000
        assert chart.count("You are here") + chart.count("Ended here") == 2  # in the words, too
        for step in flow_of(edition.policy).steps:
            assert f'href="../../{edition.address}#{step.anchor}"' in chart
        drawn[judged.reference] = chart
        place = place_on_chart(judged.assessment, edition)
        late = {
            row.duty.stage
            for row in judged.assessment.duties
            if row.state.value == "overdue" and row.duty.stage
        }
        shown = {
            stage
            for stage, marks in place.items()
            if any(mark.look in {"late", "guide"} for mark in marks)
        }
        assert shown == late, judged.reference
    words = "".join(drawn.values())
    for each in ("Overdue: ", "Over the guide: ", "Was late: "):
        assert each in words
