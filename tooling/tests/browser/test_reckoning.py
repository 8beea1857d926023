"""The browser counts as the engine does: the same dates, and the same words day by day."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.receipts import (
    BreachEnded,
    ByErratum,
    CountedBack,
    DoesNotCount,
    ExtensionApplied,
    LapsedBy,
    MetBy,
    NoRecord,
    ProtectiveApplied,
    RuleApplied,
    SaferBy,
    SafeWords,
    StartedBy,
    UrgencyChanged,
)
from escalation_log.sample.draw import draw_cases
from escalation_log.site.publication import Publication
from escalation_log.words.dates import moment_iso
from escalation_log.words.plain_values import Plain
from escalation_log.words.receipt_sentences import step_words, told_in_short
from tests.browser.vectors import Vector, drawn, without_event
from tests.browser.visiting import Visits
from tests.thoroughness import whole

_SEED = 20260307
# As one text each way, which the browser is given faster than thousands of values.
_ASK = """(text) => {
  const { questions, closures } = JSON.parse(text);
  for (const each of questions) if ("closures" in each) each.closures = closures[each.closures];
  const answers = questions.map((question) => {
    const found = ElReckoning.deadline(question);
    if (found.problem) return { problem: found.problem.code, words: found.problem.words };
    const steps = found.steps.filter(({ kind }) => kind !== "counted-from");
    return { ...found, words: steps.map(({ words }) => words) };
  });
  return JSON.stringify(answers);
}"""
# What a case adds to a receipt, and a question has not.
_OF_A_CASE = (
    StartedBy,
    MetBy,
    LapsedBy,
    NoRecord,
    DoesNotCount,
    SaferBy,
    SafeWords,
    BreachEnded,
    ByErratum,
)
# What a question cannot ask for, since it follows from other events of a case.
_BEYOND = (ExtensionApplied, UrgencyChanged, CountedBack)


def ask(page: Page, vectors: Sequence[Vector]) -> None:
    """Put all questions, and compare all answers."""
    answers = json.loads(page.evaluate(_ASK, _as_text(vectors)))
    wrong = [
        (vector.question, vector.answer, answer)
        for vector, answer in zip(vectors, answers, strict=True)
        if any(answer.get(name) != value for name, value in vector.answer.items())
    ]
    assert not wrong, f"{len(wrong)} of {len(vectors)} differ, the first: {wrong[0]}"


def _as_text(vectors: Sequence[Vector]) -> str:
    """Write the questions, with the closures that many of them share beside them."""
    shared: dict[str, int] = {}
    questions = []
    for vector in vectors:
        question = dict(vector.question)
        if "closures" in question:
            text = json.dumps(question["closures"])
            question["closures"] = shared.setdefault(text, len(shared))
        questions.append(question)
    return f'{{"questions": {json.dumps(questions)}, "closures": [{",".join(shared)}]}}'


@pytest.mark.parametrize("count", [2_000, whole(10_000)])
def test_drawn_dates(
    visit: Visits, publication: Publication, capsys: pytest.CaptureFixture[str], count: int
) -> None:
    built_on = publication.moment_in(None).on
    vectors = tuple(drawn(publication.calendars, built_on, count=count, seed=_SEED))
    ask(visit("by-when.html"), vectors)
    seen = Counter(str(each.answer.get("problem", "date")) for each in vectors)
    said = " ".join(each.words for each in vectors)
    assert seen["date"] > 0.9 * count
    assert min(seen[each] for each in ("skipped", "repeated", "too-early", "before-start")) > 1
    for words in (
        "cut-off",
        "foreseen",
        "after the trigger: the later date",
        "clocks go forward",
        "clocks go back",
        "it is the earlier",
        "the limit is not later",
        "(GMT)",
        "(BST)",
        "Winter closure",
        "every day counts",
        "(the day ends at ",
        "1 month later",
        "months later",
        "not a working day, Saturday",
        "not a working day, Closed",
        "the working day that is taken",
        "the working day that is taken (foreseen",
        "is read as the same day",
        "The other limit, ",
        "would not end sooner",
    ):
        assert words in said, words
    with capsys.disabled():
        sys.stdout.write(f"\n{len(vectors)} drawn: {dict(seen)}\n")


@pytest.mark.parametrize("count", [60, whole(300)])
def test_every_duty_of_invented_cases(
    visit: Visits, publication: Publication, capsys: pytest.CaptureFixture[str], count: int
) -> None:
    vectors = tuple(_of_cases(publication, count))
    ask(visit("by-when.html"), vectors)
    timed = {
        each.policy.edition
        for each in publication.editions
        if any(duty.has_number for duty in each.policy.all_duties)
    }
    assert {each.question["edition"] for each in vectors} == timed
    assert any(each.question["protectBy"] for each in vectors)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(vectors)} of {count} cases\n")


def _of_cases(publication: Publication, count: int) -> Iterator[Vector]:
    rulebooks = tuple(publication.log.rulebooks.values())
    for case in draw_cases(rulebooks, count=count, seed=_SEED, as_of=publication.as_of):
        rules = publication.log.rulebook(case)
        policy = rules.policy
        as_of = moment_at(publication.as_of, ZoneInfo(policy.time_zone))
        assessment = assess(case, rules, as_of)
        for row in assessment.duties:
            if row.due is None or row.is_own:
                continue
            if not any(isinstance(step, _BEYOND) for step in row.receipt):
                yield _of_row(policy.edition, row)


def _of_row(edition: str, row: DutyAssessment) -> Vector:
    (started,) = (step for step in row.receipt if isinstance(step, StartedBy))
    (rule,) = (step for step in row.receipt if isinstance(step, RuleApplied))
    protective = [step for step in row.receipt if isinstance(step, ProtectiveApplied)]
    applied = [step for step in protective if not step.too_late]
    assert row.due is not None
    too_late = [step for step in protective if step.too_late]
    steps = [
        step for step in row.receipt if not isinstance(step, _OF_A_CASE) and step not in too_late
    ]
    # A question knows nothing of a risk that made a guide of the limit.
    asked = replace(
        rule, guide_since_event=None, force="advice" if row.duty.advice else row.duty.force
    )
    words = [step_words(told_in_short(asked if step is rule else step)) for step in steps]
    answer: Mapping[str, Plain] = {
        "due": moment_iso(row.due),
        "provisional": row.is_provisional,
        "governedBy": row.governed_by.value if row.governed_by else None,
        "words": [without_event(each) for each in words],
    }
    return Vector(
        question={
            "edition": edition,
            "duty": row.duty.id,
            "urgency": rule.urgency or "",
            "from": moment_iso(started.moment),
            "protectBy": moment_iso(applied[0].protect_by) if applied else None,
        },
        answer=answer,
    )
