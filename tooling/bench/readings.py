"""Time the judging of cases with every other reading of their policies, against without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bench.timing import Comparison, compare
from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.log.opening import open_rules
from escalation_log.model.assessments import Assessment, DutyAssessment
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.draw import draw_cases
from tests.logs import REPOSITORY

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)
# Each other reading is an assessment of the duties that it may redate, so a policy with a dozen may
# take some times as long.
PROMISED = 1 / 8


def with_every_reading(quick: bool) -> Comparison:
    """Judge sampled cases by the shipped editions, against the same editions without `readings`.

    The ratio says what the safe dates cost; who does not need them could leave the readings out.
    """
    rulebooks = tuple(open_rules(REPOSITORY, as_of=AS_OF).rulebooks.values())
    bare = {rules.policy.edition: _without_readings(rules) for rules in rulebooks}
    full = {rules.policy.edition: rules for rules in rulebooks}
    cases = list(draw_cases(rulebooks, count=200 if quick else 1_000, seed=1, as_of=AS_OF))
    as_of = moment_at(AS_OF, ZoneInfo("Europe/London"))

    def ours() -> Sequence[Assessment]:
        return [assess(case, full[case.edition], as_of) for case in cases]

    def theirs() -> Sequence[Assessment]:
        return [assess(case, bare[case.edition], as_of) for case in cases]

    for one, other in zip(ours(), theirs(), strict=True):
        assert list(map(_dates, one.duties)) == list(map(_dates, other.duties))
    tried = sum(len(rules.alternatives) for rules in rulebooks)
    took = compare(
        "readings",
        ours,
        theirs,
        against="the same editions without readings",
        items=len(cases),
        promised=PROMISED,
        rounds=3,
    )
    seconds = 1_000 / took.items
    return replace(
        took,
        note=(
            f"{took.ours * seconds:.2f} s for 1,000 cases with the readings and "
            f"{took.theirs * seconds:.2f} s without, {took.ours / took.theirs:.2f} times; "
            f"{tried} other readings that may change a date in {len(rulebooks)} editions"
        ),
    )


def _without_readings(rules: Rulebook) -> Rulebook:
    return replace(rules, policy=replace(rules.policy, readings=()))


def _dates(row: DutyAssessment) -> tuple[object, ...]:
    return row.duty, row.occurrence, row.state, row.breach, row.due_on
