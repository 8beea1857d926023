"""Cases as statistics count them, made up."""

from __future__ import annotations

from datetime import date, timedelta

from escalation_log.model.assessments import CaseState
from escalation_log.statistics.answers import AnswerAtTwo, Talk, UnansweredCall
from escalation_log.statistics.case_facts import (
    CaseFacts,
    Classes,
    Learning,
    Mark,
    OffRoute,
    SettledLimit,
)
from escalation_log.statistics.quarters import Quarter

QUARTER = Quarter(year=2026, number=2)
MAY = date(2026, 5, 4)
SCHEME = Classes(
    stages=("stage-1", "stage-2", "stage-3"), themes=("need", "other"), agencies=("a", "b")
)


def limit(
    *acting: str,
    is_kept: bool = False,
    is_required: bool = True,
    on: date = MAY,
    stage: str = "",
    is_countersigned: bool = True,
) -> SettledLimit:
    return SettledLimit(stage or "stage-1", acting, on, is_required, is_kept, is_countersigned)


def mark(*acting: str, on: date = MAY, stage: str = "", is_countersigned: bool = True) -> Mark:
    return Mark(stage or "stage-1", acting, on, is_countersigned)


def off_route(stage: str = "stage-1", on: date = MAY) -> OffRoute:
    return OffRoute(stage, on)


def call(*called: str, on: date = MAY, is_countersigned: bool = True) -> UnansweredCall:
    return UnansweredCall(called, on, is_countersigned)


def answer(
    days: int | None, *agencies: str, on: date = MAY, is_countersigned: bool = True
) -> AnswerAtTwo:
    return AnswerAtTwo(on, days, agencies, is_countersigned)


def lesson(*themes: str, on: date = MAY, whom: tuple[str, ...] = (), action: str = "") -> Learning:
    return Learning(on, themes, whom, action)


def case(
    *limits: SettledLimit,
    reference: str = "KN-2026-0001",
    opened_on: date = MAY,
    theme: str = "need",
    reached: str = "stage-1",
    days: int | None = None,
    state: CaseState = CaseState.RESOLVED,
    learning: tuple[Learning, ...] = (),
    marks: tuple[Mark, ...] = (),
    off_route: tuple[OffRoute, ...] = (),
    raising: str = "a",
    calls: tuple[UnansweredCall, ...] = (),
    answers: tuple[AnswerAtTwo, ...] = (),
    talks: tuple[Talk, ...] = (),
    came_about: str | None = None,
    is_countersigned: bool = True,
) -> CaseFacts:
    ended_on = None if days is None else opened_on + timedelta(days=days)
    return CaseFacts(
        reference=reference,
        raising=raising,
        opened_on=opened_on,
        theme=theme,
        reached=reached,
        state=CaseState.OPEN if ended_on is None else state,
        ended_on=ended_on,
        limits=limits,
        marks=marks,
        off_route=off_route,
        learning=learning,
        calls=calls,
        answers=answers,
        talks=talks,
        came_about=came_about,
        is_countersigned=is_countersigned,
    )
