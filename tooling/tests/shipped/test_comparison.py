"""What the pages tell of the shipped documents: each answer compared, each box of a flowchart.

The golden files were read against the published documents, line by line; whoever accepts a change
reads the changed lines again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache

import pytest

from escalation_log.log.opening import open_log
from escalation_log.model.policies import Force
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.policies.side_by_side import comparison_of
from escalation_log.site.publication import Publication, PublishedEdition, publication_of
from tests.goldens import Golden
from tests.logs import REPOSITORY
from tests.shipped.present import FOLDERS

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = [folder.name for folder in FOLDERS]


@cache
def shipped() -> Publication:
    return publication_of(open_log(REPOSITORY, as_of=AS_OF), AS_OF)


def edition_of(name: str) -> PublishedEdition:
    return next(each for each in shipped().current if each.policy.id == name)


def answers_of(name: str) -> Mapping[str, list[str]]:
    """Give what is answered for a policy, by the question's anchor, a line a point."""
    return {
        question.anchor: [
            " ".join(
                filter(
                    None,
                    (
                        f"[{point.lead}]" if point.lead else "",
                        point.words,
                        f"“{point.word}”" if point.word else "",
                        f"({point.place})" if point.place else "",
                    ),
                )
            )
            for point in answer.points
        ]
        for question in comparison_of(shipped())
        for answer in question.answers
        if answer.policy == name
    }


def boxes_of(flow: Flow) -> Iterator[str]:
    """Give what a flowchart draws, a line a limit or duty, from top to bottom."""
    if flow.dangers:
        yield "At an immediate risk"
        yield from map(line_of, flow.dangers)
    for move in flow.moves:
        yield f"{move.title}: {move.note} To {', '.join(flow.steps[to].id for to in move.targets)}"
        yield from map(line_of, move.times)
    for number, step in enumerate((*flow.steps, None)):
        if step is not None and step.arrival:
            yield f"-> {step.arrival}"
            yield from map(line_of, step.arrival_times)
        for beside in flow.besides:
            if beside.at == number:
                yield f"| {beside.title} {beside.words}".rstrip()
                yield from map(line_of, beside.times)
        if step is not None:
            yield f"{step.name}: {step.who}"
            yield from map(line_of, step.times)


def line_of(time: DutyTime) -> str:
    who = f"{time.who}: " if time.who else ""
    rest = "; ".join(filter(None, (time.words, time.since)))
    return f"    {who}{time.what}{f' [{rest}]' if rest else ''}"


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_is_what_the_document_says(name: str, golden: Golden) -> None:
    told = [
        line
        for anchor, points in answers_of(name).items()
        for line in (anchor, *(f"    {point}" for point in points), "")
    ]
    golden.check(f"documents/{name}-compared.txt", "\n".join(told))


@pytest.mark.parametrize("name", NAMES)
def test_each_box_of_the_flowchart_is_what_the_document_asks(name: str, golden: Golden) -> None:
    edition = edition_of(name)
    drawn = boxes_of(flow_of(edition.policy, edition.statements))
    golden.check(f"documents/{name}-flowchart.txt", "".join(f"{line}\n" for line in drawn))


@pytest.mark.parametrize("name", NAMES)
def test_no_required_duty_is_left_out_of_the_flowchart(name: str) -> None:
    edition = edition_of(name)
    drawn = "\n".join(boxes_of(flow_of(edition.policy, edition.statements)))
    for duty in edition.policy.all_duties:
        assert (duty.title in drawn) is not duty.advice, duty.id
        is_guide = duty.force is Force.GUIDE
        assert not is_guide or re.search(rf"{re.escape(duty.title)}.*\(guide\)", drawn), duty.id


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_by_a_rule_where_the_document_has_a_statement(name: str) -> None:
    assert edition_of(name).statements is not None
    of_statements = {"moves", "order", "panel", "told", "confirmed", "records", "learning", "scope"}
    for anchor in of_statements:
        for line in answers_of(name)[anchor]:
            assert line.endswith(")") or line == "The document says nothing about this."


@pytest.mark.skipif("barnsley" not in NAMES, reason="the policy was deleted")
def test_barnsley_goes_straight_to_level_three_and_talks_before_anything_formal() -> None:
    answers = answers_of("barnsley")
    assert answers["danger"] == [
        "[Emergency services] 999. Ours: The document names no number for a child in danger now.",
        (
            "With significant concerns, and potentially no resolution, a case goes directly to the "
            "safeguarding partners, from any stage. “should” (Process – A Staged Approach)"
        ),
        (
            "Generally tiered, significant concerns go straight to level three. “should” "
            "(After Stage Three)"
        ),
        (
            "There is no delay where inaction raises the risk to a child. “do not delay” "
            "(Appendix Two)"
        ),
        (
            "Significant and urgent concerns go straight to level three if required. “must” "
            "(Appendix Two)"
        ),
    ]
    (talk,) = answers["order"]
    assert talk == (
        "Before any formal escalation there is a conversation. “should” (Professional to "
        "Professional)"
    )


@pytest.mark.skipif("west-sussex" not in NAMES, reason="the policy was deleted")
def test_west_sussex_has_its_side_box_from_stage_two_on() -> None:
    edition = edition_of("west-sussex")
    (side_box,) = (
        each
        for each in flow_of(edition.policy, edition.statements).besides
        if each.title == "From Stage 2 on"
    )
    assert (side_box.at, side_box.stages) == (1, (1, 2, 3))
    assert [(time.who, time.what) for time in side_box.times] == [
        (
            "The manager of the worker who raised the concern",
            "Tell the Business Team of the disagreement",
        ),
        ("The manager who resolved it", "Tell the Business Team that a resolution is reached"),
    ]
