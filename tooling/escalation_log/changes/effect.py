"""Everything that a change means, put together."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.changes.cases import case_effects
from escalation_log.changes.comparison import Comparison
from escalation_log.changes.impact import impact_of
from escalation_log.changes.publicity import public_changes
from escalation_log.github.effects import Effect
from escalation_log.model.problems import Path, Problem, Severity
from escalation_log.render.problems import what, where


def effect_of(
    change: Comparison,
    *,
    as_of: str,
    found: tuple[Problem, ...] = (),
    pull_request: int | None = None,
) -> Effect:
    """Say what a change means; `found` is what was found besides by checking as of the moment."""
    return Effect(
        base=change.base,
        as_of=as_of,
        pull_request=pull_request,
        cases=tuple(case_effects(change)),
        impact=impact_of(change),
        public=tuple(public_changes(change)),
        problems=tuple(_problems(change, found)),
        unmeant=_unmeant(change),
        elsewhere=change.elsewhere,
    )


def _problems(change: Comparison, found: tuple[Problem, ...]) -> Iterator[str]:
    """Give the problems that were not there before the change."""
    before = {_identity(each) for each in change.before.log.problems}
    now = {*change.after.log.problems, *found}
    for problem in sorted(now, key=lambda each: each.sort_key):
        if problem.severity is Severity.PROBLEM and _identity(problem) not in before:
            yield f"{where(problem)}: {what(problem)}"


def _identity(problem: Problem) -> tuple[str, str, Path, str]:
    """Know a problem again, though it may stand on another line."""
    return (problem.file, problem.rule, problem.path, problem.message)


def _unmeant(change: Comparison) -> int:
    """Count the case files that changed without any meaning: they say the same as before."""
    before = {each.file: each.case for each in change.before.log.cases}
    after = {each.file: each.case for each in change.after.log.cases}
    return sum(
        file in before and file in after and before[file] == after[file] for file in change.files
    )
