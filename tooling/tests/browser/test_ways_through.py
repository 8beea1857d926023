"""Whatever is answered to "What do I do now?", the engine says the same of such a case."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.log.opening import open_log
from escalation_log.model.assessments import Assessment, DutyState
from escalation_log.model.cases import Case
from escalation_log.model.policies import Policy
from escalation_log.site.by_when.counting_data import reckoning_data
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.what_now.question_data import what_now_script
from escalation_log.words.dates import moment_iso
from escalation_log.words.to_do import TO_DO
from tests.browser.visiting import Visits
from tests.browser.ways import case_told, moments_of, told_by, ways_through
from tests.logs import CALENDARS, EIGHTH
from tests.site.building import AS_OF
from tests.thoroughness import whole

_SEED = 5
_POLICIES = ("barnsley", "city-and-hackney", "knowsley", "strathkell", "west-sussex")
_ASK = """(text) => JSON.stringify(JSON.parse(text).map((question) => {
  const { found, when, problem } = ElWhatNow.reply({ data: escalationLogWhatNow, ...question });
  if (!found) return { when, problem };
  const plain = (each) => each && {
    id: each.id, from: each.from, isLate: each.isLate, timed: each.isTimed,
    safe: each.safe.on,
    date: each.date
      && { due: each.date.due, dueOn: each.date.dueOn, provisional: each.date.provisional },
  };
  return {
    stage: found.result.stage, lead: plain(found.lead), then: plain(found.then),
    others: [...found.before, ...found.others].map(plain), danger: found.danger.map(plain),
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
    said = _compare_all(visit(f"what-now/{policy_id}.html"), publication, policy_id, draws)
    with capsys.disabled():
        sys.stdout.write(f"\n{policy_id}: {said}\n")


@pytest.mark.parametrize("draws", [1, whole(8)])
def test_every_way_through_a_policy_with_everything_agrees_too(
    visit: Visits, tmp_path: Path, draws: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Put the data of a policy that the site does not have in place of one that it has."""
    shutil.copytree(CALENDARS, tmp_path / "policies" / "calendars")
    shutil.copytree(EIGHTH, tmp_path, dirs_exist_ok=True)
    as_of = judging_moment(AS_OF)
    publication = publication_of(open_log(tmp_path, as_of=as_of), as_of)
    (edition,) = publication.current
    page = visit("what-now/strathkell.html")
    page.evaluate(what_now_script(edition, publication))
    editions = json.dumps(reckoning_data(publication)["editions"])
    page.evaluate(f"Object.assign(escalationLogReckoning.editions, {editions})")
    said = _compare_all(page, publication, "harwick", draws)
    with capsys.disabled():
        sys.stdout.write(f"\nharwick: {said}\n")


def _compare_all(page: Page, publication: Publication, policy_id: str, draws: int) -> str:
    """Ask the page every way through, compare each with the engine, and say how many there were."""
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
            cases.append(case_told(told, moments, policy, way.urgency))
    answers = json.loads(page.evaluate(_ASK, json.dumps(asked)))

    rules = publication.log.rulebooks[policy.edition]

    def judged(case: Case, at: datetime) -> Assessment:
        return assess(case, rules, moment_at(at, zone))

    dated = sum(
        _agrees(answer, case, policy, now, judged)
        for answer, case in zip(answers, cases, strict=True)
    )
    results = len(data["results"])
    safe = sum(each["safe"] is not None for each in _shown(answers))
    assert safe or not data["readings"]
    return (
        f"{len(ways)} ways, {len(cases)} cases, {dated} dates, {safe} safe dates, {results} results"
    )


def _shown(answers: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give the duties that answers show."""
    for answer in answers:
        shown = [answer["lead"], answer["then"], *answer["others"], *answer["danger"]]
        yield from (each for each in shown if each)


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
    shown = tuple(_shown([answer]))
    dates = 0
    for each in shown:
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
        assert row.state in TO_DO, (each, row.state, told)
        safe_on = None if row.safe_because is None else str(row.safe_due_on)
        assert each["safe"] == safe_on, (each, row.safe_because, told)
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
        row.duty.id
        for row in assessment.duties
        if row.state in TO_DO and row.duty.stage in here and not row.is_own
    } - {each["id"] for each in shown}
    assert not missing, (missing, answer, told)
    return dates
