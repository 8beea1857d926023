"""The stages of a case's policy, and when the case was in each."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.assessments import CaseState
from escalation_log.render.dates import day_words
from escalation_log.site.cases.editions import EditionNames, StageNames
from escalation_log.store import JudgedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stage and the days on which the case was there; `here` is empty for all but the last."""

    names: StageNames
    here: str
    stays: tuple[str, ...]


def stages_of(judged: JudgedCase, names: EditionNames) -> tuple[StageView, ...]:
    """Say for each stage when the case was there."""
    is_open = judged.assessment.state is CaseState.OPEN
    last = judged.assessment.stage or judged.policy.stages[0].id
    stays: dict[str, list[str]] = {}
    for visit in judged.timeline.visits:
        entered = day_words(visit.entered.moment.on)
        left = "" if visit.left is None else day_words(visit.left.moment.on)
        words = entered if entered == left else f"from {entered} to {left}"
        stays.setdefault(visit.stage, []).append(words if left else f"since {entered}")
    here = "You are here" if is_open else "Ended here"
    return tuple(
        StageView(
            names=stage_names,
            here=here if stage == last else "",
            stays=tuple(stays.get(stage, ())),
        )
        for stage, stage_names in names.stages.items()
    )
