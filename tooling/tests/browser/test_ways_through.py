"""Whatever is answered to "What do I do now?", the engine says the same of such a case."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.model.assessments import Assessment, DutyState
from escalation_log.model.cases import Case
from escalation_log.model.policies import Policy
from escalation_log.site.publication import Publication
from escalation_log.words.dates import moment_iso
from tests.browser.visiting import Visits
from tests.browser.ways import case_told, moments_of, told_by, ways_through
from tests.thoroughness import whole

_SEED = 5
_OPEN = {DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE, DutyState.OUTSTANDING}
_POLICIES = ("barnsley", "city-and-hackney", "knowsley", "strathkell", "west-sussex")
_ASK = """(text) => JSON.stringify(JSON.parse(text).map((question) => {
  const { found, when, problem } = ElWhatNow.reply({ data: escalationLogWhatNow, ...question });
  if (!found) return { when, problem };
  const plain = (each) => each && {
    id: each.id, from: each.from, isLate: each.isLate, timed: each.isTimed,
    date: each.date
      && { due: each.date.due, dueOn: each.date.dueOn, provisional: each.date.provisional },
  };
  return {
    stage: found.result.stage, lead: plain(found.lead), then: plain(found.then),
    others: found.others.map(plain), danger: found.danger.map(plain),
  };
}))"""


@pytest.mark.parametrize("draws", [1, whole(8)])
@pytest.mark.parametrize("policy_id", _POLICIES)
def test_every_way_agrees_with_the_engine(
    visit: Visits,
    publication: Publication,
    policy_id: str,
    draws: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = visit(f"what-now/{policy_id}.html")
    data = json.loads(page.evaluate("JSON.stringify(escalationLogWhatNow)"))
    edition = next(each for each in publication.current if each.policy.id == policy_id)
    policy = edition.policy
    zone = ZoneInfo(policy.time_zone)
    now = publication.as_of.astimezone(zone)
    opening = "concern-identified" if "identified" in data["moments"]["opening"] else "disagreement"
    chance = Random(_SEED)
    asked, cases = [], []
    ways = tuple(ways_through(data))
    for way in ways:
        told = told_by(way, policy, opening)
        for _ in range(draws):
            ended = now - timedelta(minutes=chance.randrange(30 * 1440))
            moments = moments_of(told, ended.replace(tzinfo=None), chance)
            asked.append(
                {"answers": way.answers, "moments": moments, "now": now.timestamp() * 1000}
            )
            cases.append(case_told(told, moments, policy, way.answers.get("urgency")))
    answers = json.loads(page.evaluate(_ASK, json.dumps(asked)))

    rules = publication.log.rulebooks[policy.edition]

    def judged(case: Case, at: datetime) -> Assessment:
        return assess(case, rules, moment_at(at, zone))

    dated = sum(
        _agrees(answer, case, policy, now, judged)
        for answer, case in zip(answers, cases, strict=True)
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\n{policy_id}: {len(ways)} ways, {len(cases)} cases, {dated} dates, "
            f"{len(data['results'])} results\n"
        )


def _agrees(
    answer: Mapping[str, Any], case: Case, policy: Policy, now: datetime, judged: Any
) -> int:
    """Compare an answer with the assessment; give the number of dates that were compared."""
    assessment: Assessment = judged(case, now)
    told = [(event.kind.value, event.to, str(event.at)) for event in case.events]
    assert "when" not in answer, (answer, told)
    # A stage may end the case without a name of its own being left.
    assert assessment.stage == answer["stage"], told
    rows = {row.duty.id: row for row in assessment.duties}
    shown = [answer["lead"], answer["then"], *answer["others"], *answer["danger"]]
    dates = 0
    for each in filter(None, shown):
        row = rows[each["id"]]
        if row.state is DutyState.NOT_APPLICABLE:
            assert row.duty.applies_when
            continue
        if row.state is DutyState.NOT_STARTED:
            # Nothing has started it yet but a deadline that is to come.
            assert each["date"] or not each["timed"], (each, told)
            assert not each["isLate"]
            on = date.fromisoformat(each["from"][:10]) + timedelta(days=1)
            row = {
                later.duty.id: later
                for later in judged(
                    case, datetime(on.year, on.month, on.day, 12, tzinfo=now.tzinfo)
                ).duties
            }[each["id"]]
        assert row.state in _OPEN, (each, row.state, told)
        assert bool(each["date"]) is (row.due is not None), (each, row, told)
        if row.due is None or row.due_on is None:
            continue
        dates += 1
        found = each["date"]
        assert found["due"] == moment_iso(row.due), (each, row.due, told)
        assert found["dueOn"] == row.due_on.isoformat(), (each, told)
        assert found["provisional"] == row.is_provisional
        assert each["isLate"] == (now >= row.due.at)
    stages = [stage.id for stage in policy.stages]
    at = stages.index(answer["stage"])
    here = {None, *stages[at : at + 2]}
    missing = {
        row.duty.id for row in assessment.duties if row.state in _OPEN and row.duty.stage in here
    } - {each["id"] for each in filter(None, shown)}
    assert not missing, (missing, answer, told)
    return dates
