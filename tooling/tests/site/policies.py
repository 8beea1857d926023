"""Policies for the tests of their pages: the shipped ones, the fifth, and any that is made up."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from hypothesis import strategies as st

from escalation_log.log.opening import open_log
from escalation_log.model.policies import Policy
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.flow import Flow, FlowMove, FlowStep
from escalation_log.site.policies.flow_beside import FlowBeside
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition, publication_of
from tests.logs import FIFTH
from tests.site.building import copy_log

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHIPPED = ("barnsley", "city-and-hackney", "knowsley", "west-sussex")
_TAG = re.compile(r"<[^>]+>")
ALL = (*SHIPPED, "strathkell")


def five_policies(
    folder: Path, projection: Projection = Projection.RESTRICTED, *, without: tuple[str, ...] = ()
) -> Publication:
    """Publish a log of all policies but some, without cases."""
    root = copy_log(folder / "log", cases=False)
    shutil.copytree(FIFTH / "policies", root / "policies", dirs_exist_ok=True)
    for policy in without:
        shutil.rmtree(root / "policies" / policy)
    return publication_of(open_log(root, as_of=NOON), NOON, projection)


def policy_of(publication: Publication, policy_id: str) -> Policy:
    """Give a policy's edition in force."""
    return next(each.policy for each in publication.current if each.policy.id == policy_id)


def edition_of(publication: Publication, policy_id: str) -> PublishedEdition:
    """Give the edition of a policy that is in force."""
    return next(each for each in publication.current if each.policy.id == policy_id)


def line_of(time: DutyTime) -> str:
    """Give a duty in a line, as lists of pages say it."""
    note = f" ({time.note})" if time.note else ""
    limit = f": {time.limit}{note}" if time.limit else ""
    comma = "" if time.limit or not time.since else ","
    return f"{time.what}{limit}{comma} {time.since}".rstrip() + time.sooner


def said(html: str) -> str:
    """Give the words of some HTML, with single spaces and none before a full stop or a comma."""
    words = " ".join(unescape(_TAG.sub(" ", html)).split())
    return re.sub(r" (?=[.,])", "", words)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("  a"),
    min_size=1,
    max_size=60,
).filter(str.strip)
_SENTENCES = st.lists(_WORDS, max_size=6).map(" ".join)
_TIMES = st.builds(
    DutyTime,
    what=_WORDS,
    limit=_SENTENCES,
    note=st.sampled_from(["", "guide"]),
    since=_SENTENCES,
    who=_SENTENCES,
    is_main=st.booleans(),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Make up a flow with any number of stages and moves, and any words."""
    count = draw(st.integers(1, 7))
    steps = tuple(
        FlowStep(
            id=f"stage-{number}",
            anchor=f"stage-{number}",
            name=draw(_WORDS),
            who=draw(_SENTENCES),
            is_informal=draw(st.booleans()),
            times=tuple(draw(st.lists(_TIMES, max_size=3))),
            arrival=draw(_SENTENCES) if number else "",
            arrival_times=tuple(draw(st.lists(_TIMES, max_size=2))) if number else (),
        )
        for number in range(count)
    )
    moves = st.builds(
        FlowMove,
        title=_WORDS,
        words=_SENTENCES,
        route=_WORDS,
        note=_SENTENCES,
        clause=st.just("1"),
        targets=st.lists(st.integers(0, count - 1), unique=True).map(tuple),
        times=st.lists(_TIMES, max_size=2).map(tuple),
    )
    dangers = tuple(draw(st.lists(_TIMES, max_size=2)))
    besides = st.builds(
        FlowBeside,
        title=_WORDS,
        at=st.integers(0, count),
        stages=st.lists(st.integers(0, count - 1), unique=True).map(tuple),
        times=st.lists(_TIMES, max_size=2).map(tuple),
        words=_SENTENCES,
    )
    return Flow(
        title=draw(_WORDS),
        dangers=dangers,
        moves=tuple(draw(st.lists(moves, max_size=6))),
        steps=steps,
        besides=tuple(draw(st.lists(besides, max_size=3))),
    )
