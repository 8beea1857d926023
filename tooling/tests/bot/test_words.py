"""What issues say: of the shipped cases, word for word; of no person; and whatever files hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.bot.issue_plan import Degree, IssueKey, WantedIssues
from escalation_log.bot.markdown import plain_text
from escalation_log.bot.marker import (
    MOST_BODY_CHARACTERS,
    labels_of,
    length,
    marker_in,
    opening_body,
    part_in,
)
from escalation_log.bot.marker import MOST_LABEL_CHARACTERS as MOST_OF_A_LABEL
from escalation_log.bot.reported_duties import MOST_REPORTED, reported_in
from escalation_log.bot.rounds import rounds_of
from escalation_log.files.calendar_file import with_closures
from escalation_log.log.judged_case import judged_case
from escalation_log.model.calendars import Closure
from escalation_log.model.cases import Case
from escalation_log.model.partnerships import IssueSettings, Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.receipt_sentences import step_words
from tests.bot.board import life_of, rulebook, shipped_cases, wanted_issues_of
from tests.bot.rendered import REFERENCES, rendered
from tests.bot.test_markdown import HOSTILE, TEXTS
from tests.bot.test_wanted import DISAGREED, case_of
from tests.engine.judging import calendar, shipped_partnership, shipped_policy
from tests.goldens import Golden
from tests.thoroughness import few, one_in_by_day

CASES = {case.reference: case for case in shipped_cases()}
SITE = "https://escalations.example.org/"

# What is wanted of a case at a moment, and how the other rounds of its stages have ended by then.
MOMENTS = [
    ("KN-2025-0002", "2026-01-12 09:00"),
    ("KN-2025-0002", "2026-01-14 09:00"),
    ("KN-2026-0001", "2026-01-20 09:00"),
    ("KN-2026-0001", "2026-01-23 09:00"),
    ("KN-2026-0003", "2026-03-03 13:00"),
    ("KN-2026-0004", "2026-04-20 09:00"),
    ("KN-2026-0004", "2026-11-22 12:00"),
    ("KN-2026-0006", "2026-11-22 12:00"),
    ("KN-2026-0007", "2026-11-22 12:00"),
    ("BA-2026-0003", "2026-11-22 12:00"),
    ("BA-2026-0006", "2026-11-22 12:00"),
    ("CH-2026-0001", "2026-11-22 12:00"),
]


def told(issues: WantedIssues) -> Iterator[str]:
    """Write what is wanted, then how each other round has ended that has something to tell."""
    for each in issues.wanted:
        yield f"open: {each.title}\n{_labels(each.labels)}\n{opening_body(each.part, each.below)}"
    wanted = {each.key for each in issues.wanted}
    for (case, stage), numbers in issues.rounds.items():
        for number in numbers:
            key = IssueKey(case=case, stage=stage, started_by=number)
            if key not in wanted:
                end = issues.ended(key)
                if "<details>" not in end.part:
                    continue
                yield f"{end.reason}: {end.title}\n{_labels(end.labels)}\n{end.part}"


def _labels(labels: frozenset[str]) -> str:
    return f"labels: {', '.join(sorted(labels))}"


@pytest.mark.parametrize(("reference", "when"), MOMENTS)
def test_the_issues_of_shipped_cases_say_this(golden: Golden, reference: str, when: str) -> None:
    # Half of them are served with pages, half without.
    site = SITE if reference.startswith("KN-2026") else None
    issues = wanted_issues_of([CASES[reference]], when, site=site)
    golden.check(f"issues/{reference}-{when[:10]}.md", "\n\n\n".join(told(issues)) + "\n")


def test_a_reminder_says_this(golden: Golden) -> None:
    partnership = replace(shipped_partnership("knowsley"), issues=IssueSettings(remind=True))
    issues = wanted_issues_of(
        [case_of(DISAGREED)], "2026-03-04 09:00", rules=lambda each: rulebook(each, partnership)
    )
    golden.check("issues/reminder.md", "\n\n\n".join(told(issues)) + "\n")


def _private(case: Case) -> Iterator[str]:
    yield from (child.pseudonym for child in case.header.children)
    texts = [case.header.concern, case.header.outcome_sought]
    for event in case.events:
        texts += [text for text in (event.note, event.reason, event.action) if text is not None]
    yield from (" ".join(text.split()) for text in texts if len(text.split()) > 2)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.reference)
def test_no_issue_holds_a_pseudonym_or_a_free_text_of_a_case(case: Case) -> None:
    private = list(_private(case))
    assert private
    for at in life_of(case):
        said = " ".join("\n".join(told(wanted_issues_of([case], at))).split())
        for text in private:
            assert text not in said


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.reference)
def test_a_receipt_has_the_words_that_it_has_everywhere(case: Case) -> None:
    for at in life_of(case):
        judged = judged_case("", case, rulebook(case), at)
        parts = {each.key: each.part for each in wanted_issues_of([case], at).wanted}
        for each in rounds_of(judged):
            late = reported_in(each.rows, remind=False)
            words = "" if late is None else rendered(parts[each.key]).words
            for row in () if late is None else late.rows:
                assert all(step_words(step) in words for step in row.receipt)


def rules_with(text: str) -> Rulebook:
    """Give rules in which every name and title is this text."""
    policy, partnership = shipped_policy("knowsley"), shipped_partnership("knowsley")
    day_off = Closure(first=date(2026, 3, 4), last=date(2026, 3, 4), name=text)
    return Rulebook(
        policy=_titled(policy, text),
        partnership=_named(partnership, text),
        calendar=with_closures(calendar(), (day_off,)),
    )


def _titled(policy: Policy, text: str) -> Policy:
    stages = tuple(
        replace(
            stage,
            title=text,
            duties=tuple(replace(duty, title=text, clause=text) for duty in stage.duties),
        )
        for stage in policy.stages
    )
    roles = dict.fromkeys(policy.roles, text)
    recipients = dict.fromkeys(policy.recipients, text)
    return replace(
        policy, title=text, version=text, roles=roles, recipients=recipients, stages=stages
    )


def _named(partnership: Partnership, text: str) -> Partnership:
    agencies = {each: replace(agency, name=text) for each, agency in partnership.agencies.items()}
    contacts = tuple(replace(contact, name=text) for contact in partnership.contacts)
    return replace(partnership, name=text, agencies=agencies, contacts=contacts)


HISTORY = case_of(f"""
    {DISAGREED}
    at: 2026-03-10 10:00, kind: raised, by: raising
    at: 2026-03-20 10:00, kind: escalated, to: stage-2""")


@pytest.mark.parametrize(
    "text", one_in_by_day(2, [text for text in HOSTILE if plain_text(text)]), ids=ascii
)
def test_no_hostile_text_breaks_out_of_an_issue(text: str) -> None:
    check(text)


@few(12)
@given(TEXTS.filter(lambda text: bool(plain_text(text))))
def test_no_text_breaks_out_of_an_issue(text: str) -> None:
    check(text)


@cache
def harmless_issues(when: str) -> WantedIssues:
    """Give what would be wanted if every text were a harmless word."""
    return wanted_issues_of([HISTORY], when, rules=lambda _: rules_with("word"))


def check(text: str) -> None:
    for when in ("2026-03-09", "2026-03-18", "2026-04-20"):
        issues = wanted_issues_of([HISTORY], when, rules=lambda _: rules_with(text))
        harmless = harmless_issues(when)
        assert issues.wanted
        for each, other in zip(issues.wanted, harmless.wanted, strict=True):
            _check_part(each.part, other.part)
            assert not any(pattern.search(each.title) for pattern in REFERENCES)
            assert len(each.title) <= 256
            body = opening_body(each.part, each.below)
            assert length(body) <= MOST_BODY_CHARACTERS
            assert part_in(body) == each.part
            assert {label for label in each.labels if len(label) > MOST_OF_A_LABEL} == set()
        for (case, stage), numbers in issues.rounds.items():
            key = IssueKey(case=case, stage=stage, started_by=numbers[0])
            _check_part(issues.ended(key).part, harmless.ended(key).part)


def _check_part(part: str, harmless: str) -> None:
    page = rendered(part)
    same = tuple(_without_facts(each) for each in rendered(harmless).elements)
    assert tuple(_without_facts(each) for each in page.elements) == same
    assert page.references == ()
    assert part_in(part) == part
    assert marker_in(part) is not None


def _without_facts(element: str) -> str:
    return element.partition(" facts=")[0]


def test_a_round_without_anything_late_has_little_to_say() -> None:
    case = case_of(DISAGREED)
    ended = wanted_issues_of([case], "2026-03-03").ended(
        IssueKey(case=case.reference, stage="stage-1", started_by=1)
    )
    assert ended.summary == "nothing is overdue"
    assert "By what the log says now, nothing was late here." in ended.part
    assert ended.labels == {"escalation-log", "policy: knowsley", "stage: stage-1"}


def test_of_very_many_duties_the_first_are_told_and_the_rest_counted() -> None:
    policy = shipped_policy("knowsley")
    first = policy.stages[0]
    many = tuple(replace(first.duties[0], id=f"stage-1/raise-{number}") for number in range(40))
    stages = (replace(first, duties=many), *policy.stages[1:])
    rules = replace(rulebook(HISTORY), policy=replace(policy, stages=stages, duties=()))
    (wanted,) = wanted_issues_of([HISTORY], "2026-03-09", rules=lambda _: rules).wanted
    assert wanted.part.count("<details>") == MOST_REPORTED
    assert f"And {40 - MOST_REPORTED} more of this stage." in wanted.part
    assert wanted.summary.endswith("and 39 more")
    assert length(opening_body(wanted.part, wanted.below)) <= MOST_BODY_CHARACTERS


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda it: len(it) <= 60))
def test_a_label_is_never_longer_than_github_takes(name: str) -> None:
    labels = labels_of(
        IssueKey(case="KN-2026-0001", stage=name, started_by=1),
        policy=name,
        agencies=(name, f"{name[:50]}-other"),
        degree=Degree.DUE_SOON,
    )
    assert all(len(label) <= MOST_OF_A_LABEL for label in labels)
    assert len(labels) == 6 - (name == f"{name[:50]}-other")


def parts_by_stage(events: Sequence[str], when: str) -> dict[str, str]:
    """Give what the issues of a case say, open or ended, by their stage."""
    issues = wanted_issues_of([case_of("\n".join(events))], when)
    parts = {
        stage: issues.ended(IssueKey(case=case, stage=stage, started_by=number)).part
        for (case, stage), numbers in issues.rounds.items()
        for number in numbers
    }
    return parts | {each.key.stage: each.part for each in issues.wanted}


def test_the_reply_of_a_side_stands_beside_its_mark_without_its_free_text() -> None:
    reply = (
        "at: 2026-03-12 09:00, kind: disputed, by: receiving, duty: {duty}, reason: {reason}, "
        "note: Secret words of the reply."
    )
    late = [DISAGREED, "at: 2026-03-02 11:00, kind: raised, by: raising"]
    unanswered = reply.format(duty="stage-1/respond", reason="not-told")
    part = parts_by_stage([*late, unanswered], "2026-03-12 10:00")["stage-1"]
    assert part.count("- **The receiving agency’s reply: we were not told.**\n") == 1
    assert "Secret words" not in part
    assert "reply" not in parts_by_stage(late, "2026-03-12 10:00")["stage-1"]

    gone = [*late, "at: 2026-03-09 10:00, kind: escalated, to: stage-2, by: raising"]
    ended = parts_by_stage([*gone, unanswered], "2026-03-12 10:00")["stage-1"]
    assert ended.count("- **The receiving agency’s reply: we were not told.**\n") == 1
    unshown = reply.format(duty="stage-1/state-issue", reason="not-ours")
    ended = parts_by_stage([*gone, unshown], "2026-03-12 10:00")["stage-1"]
    assert ended.count(". **The receiving agency’s reply: it is not for us to do.**\n") == 1


def test_an_open_issue_says_what_was_late_here_before_with_the_reply() -> None:
    events = [
        DISAGREED,
        "at: 2026-03-10 11:00, kind: raised, by: raising",
        "at: 2026-03-12 09:00, kind: disputed, by: raising, duty: stage-1/raise, reason: was-done",
    ]
    part = parts_by_stage(events, "2026-03-20 10:00")["stage-1"]
    before = part.partition("### Late here earlier")[2].partition("###")[0]
    assert "working days late. **The raising agency’s reply: it was done.**\n" in before


def test_what_left_the_route_stands_in_the_issue_of_its_stage_alone() -> None:
    events = [
        DISAGREED,
        "at: 2026-03-02 11:00, kind: raised, by: raising",
        "at: 2026-03-02 12:00, kind: escalated, to: stage-3, by: raising",
    ]
    parts = parts_by_stage(events, "2026-03-20 10:00")
    told = {stage for stage, part in parts.items() if "### Not by the policy’s route" in part}
    assert told == {"stage-1"}
    assert (
        "- Event 3: It went from Stage 1: Practitioner to practitioner to Stage 3"
        in parts["stage-1"]
    )
    assert len(parts) > 2
