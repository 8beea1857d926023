"""What a policy says comes next where a duty is late, as lines of an issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from escalation_log.bot.markdown import escaped
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState, DutyAssessment, DutyState
from escalation_log.words.policy_rules import duty_limit_in_words
from escalation_log.words.states import by_when
from escalation_log.words.titles import stage_in_words
from escalation_log.words.to_do import TO_DO


def lines_of_coming(
    stage: str, late: Sequence[DutyAssessment], judged: JudgedCase
) -> Iterator[str]:
    """Say, in Markdown, what the policy asks for after some late duties of a stage."""
    ids = frozenset(row.duty.id for row in late)
    lines = [*_begun(ids, judged), *_following(ids, judged), *_next_stage(stage, judged)]
    if lines:
        yield from ("### What the policy says comes next", "")
        yield from dict.fromkeys(lines)
        yield ""


def _begun(late: frozenset[str], judged: JudgedCase) -> Iterator[str]:
    """Name the duties, still to be done, that deadlines now passed have started."""
    for row in judged.assessment.duties:
        if row.started_by in late and row.state in TO_DO:
            when = f", {by_when(row)}" if row.due is not None else ""
            too = "; that has passed too" if row.state is DutyState.OVERDUE else ""
            yield f"- Because this date has passed: **{escaped(row.duty.title)}**{when}{too}"


def _following(late: frozenset[str], judged: JudgedCase) -> Iterator[str]:
    """Name the duties that start if the late ones are not met in time."""
    begun = {row.duty.id for row in judged.assessment.duties if row.started_by is not None}
    index = judged.rulebook.index
    for duty in index.duties:
        if duty.id not in begun and late.intersection(index.deadlines[duty.id]):
            limit = duty_limit_in_words(judged.policy, duty)
            yield f"- If it is not done in time: **{escaped(duty.title)}**, {escaped(limit)}"


def _next_stage(stage: str, judged: JudgedCase) -> Iterator[str]:
    following = {each.id: after for each, after in pairwise(judged.policy.stages)}
    is_here = judged.assessment.state is CaseState.OPEN and judged.assessment.stage == stage
    if is_here and stage in following:
        after = stage_in_words(following[stage])
        yield f"- What cannot be settled here goes to **{escaped(after)}**"
