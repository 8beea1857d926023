"""Which issues are wanted: one for each round of a stage with something overdue, and its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from escalation_log.bot.issue_plan import WHOLE_CASE, Degree, IssueKey, WantedIssues
from escalation_log.bot.rounds import Round, rounds_of
from escalation_log.files.case_file import parse_case
from escalation_log.log.judged_case import judged_case
from escalation_log.model.assessments import DutyState
from escalation_log.model.cases import Case, EventKey
from escalation_log.model.partnerships import IssueSettings
from escalation_log.sample.draw import draw_cases
from tests.bot.board import Board, life_of, rulebook, shipped_cases, wanted_issues_of
from tests.engine.judging import (
    SHIPPED,
    moment,
    rulebook_of,
    shipped_partnership,
)

SHIPPED_CASES = shipped_cases()
LAST = moment("2026-11-30 12:00")


@cache
def sampled_cases(count: int = 60) -> tuple[Case, ...]:
    """Invent cases of the four shipped policies."""
    editions = [rulebook_of(each) for each in SHIPPED]
    return tuple(draw_cases(editions, count=count, seed=7, as_of=LAST.at))


def case_of(events: str, policy: str = "knowsley@2020-06") -> Case:
    """Write a case with these events."""
    text = f"""
reference: KN-2026-0901
policy: {policy}
theme: level-of-need
child: {{pseudonym: C-7F3KQ, plan: none}}
raising: {{agency: northside-academy, role: designated-safeguarding-lead}}
receiving: {{agency: childrens-social-care, role: team-manager}}
concern: Secret words of the concern.
outcome_sought: Secret words of the outcome.
events:
"""
    lines = [f"  - {{{line.strip()}}}" for line in events.strip().splitlines()]
    case = parse_case("KN-2026-0901.yaml", (text + "\n".join(lines) + "\n").encode())
    assert isinstance(case, Case), case
    return case


def keys_of(issues: WantedIssues) -> list[tuple[str, EventKey]]:
    return [(each.key.stage, each.key.started_by) for each in issues.wanted]


def rounds_at(case: Case, when: str) -> list[Round]:
    return list(rounds_of(judged_case("", case, rulebook(case), moment(when))))


DISAGREED = "at: 2026-03-02 10:00, kind: disagreement, by: receiving"


def test_nothing_is_wanted_in_time_and_one_issue_from_the_first_late_moment() -> None:
    case = case_of(DISAGREED)
    assert keys_of(wanted_issues_of([case], "2026-03-04 23:59")) == []
    assert keys_of(wanted_issues_of([case], "2026-03-05 00:00")) == [("stage-1", 1)]


def test_the_text_of_an_issue_is_the_same_at_any_later_hour() -> None:
    case = case_of(DISAGREED)
    first = wanted_issues_of([case], "2026-03-05 00:00").wanted
    assert first == wanted_issues_of([case], "2026-03-05 01:00").wanted
    assert first == wanted_issues_of([case], "2026-07-05 01:00").wanted


def test_a_round_is_known_by_its_least_event_also_where_a_duty_begins_before_the_stage() -> None:
    case = case_of(f"""
        {DISAGREED}
        at: 2026-03-03 10:00, kind: raised, by: raising
        at: 2026-03-04 10:00, kind: not-resolved
        at: 2026-03-09 10:00, kind: escalated, to: stage-2""")
    assert keys_of(wanted_issues_of([case], "2026-03-06 10:00")) == [("stage-2", 3)]
    late = wanted_issues_of([case], "2026-03-30 10:00")
    assert ("stage-2", 3) in keys_of(late)


def test_what_a_deadline_began_counts_with_the_event_that_began_that_deadline() -> None:
    case = case_of(f"""
        {DISAGREED}
        at: 2026-03-03 10:00, kind: raised, by: raising""")
    # The time to respond ends on Friday 6 March, and so does that to escalate, on the same day.
    assert keys_of(wanted_issues_of([case], "2026-03-07 10:00")) == [("stage-1", 1), ("stage-2", 2)]


def test_a_reopened_case_has_the_same_round_and_a_stage_entered_anew_another() -> None:
    reopened = case_of(f"""
        {DISAGREED}
        at: 2026-03-03 10:00, kind: raised, by: raising
        at: 2026-03-04 10:00, kind: discussed, by: receiving
        at: 2026-03-04 11:00, kind: resolved
        at: 2026-04-01 11:00, kind: reopened
        at: 2026-04-01 12:00, kind: disagreement, by: receiving""")
    assert [each.key.started_by for each in rounds_at(reopened, "2026-05-01")] == [1, 1]
    moved = case_of(f"""
        {DISAGREED}
        at: 2026-03-03 10:00, kind: escalated, to: stage-2
        at: 2026-03-04 10:00, kind: escalated, to: stage-3
        at: 2026-03-05 10:00, kind: escalated, to: stage-2""")
    stages = [
        (each.key.stage, each.key.started_by)
        for each in rounds_at(moved, "2026-03-06")
        if each.key.stage == "stage-2"
    ]
    assert stages == [("stage-2", 2), ("stage-2", 4)]


def test_duties_of_the_case_as_a_whole_have_one_issue_for_the_whole_case() -> None:
    keys = {
        each.key
        for case in SHIPPED_CASES
        for each in rounds_of(judged_case("", case, rulebook(case), LAST))
        if each.key.stage == WHOLE_CASE
    }
    assert keys == {
        IssueKey(case=case.reference, stage=WHOLE_CASE, started_by=1) for case in SHIPPED_CASES
    }


def test_every_row_that_has_begun_belongs_to_one_round() -> None:
    for case in (*SHIPPED_CASES, *sampled_cases()):
        judged = judged_case("", case, rulebook(case), LAST)
        rows = [row for each in rounds_of(judged) for row in each.rows]
        begun = [row for row in judged.assessment.duties if row.started_by is not None]
        assert {(row.duty.id, row.occurrence) for row in begun} <= {
            (row.duty.id, row.occurrence) for row in rows
        }
        assert len(rows) == len({(row.duty.id, row.occurrence) for row in rows})


def test_a_case_that_has_not_begun_wants_nothing_but_is_known() -> None:
    case = case_of(DISAGREED)
    issues = wanted_issues_of([case], "2026-03-01")
    assert issues.wanted == ()
    assert issues.judged == {case.reference}
    assert rounds_at(case, "2026-03-01") == []


def test_breaches_come_first_then_guides_then_reminders_and_the_longest_overdue_before() -> None:
    over_guide = case_of("at: 2026-03-02 10:00, kind: escalated, to: stage-1", "barnsley@v4")
    wanted = wanted_issues_of((*SHIPPED_CASES, *sampled_cases(), over_guide), LAST).wanted
    degrees = [Degree.BREACH, Degree.OVER_GUIDE, Degree.OWN]
    assert {each.degree for each in wanted} == set(degrees)
    for one, other in pairwise(wanted):
        assert degrees.index(one.degree) <= degrees.index(other.degree)
        if one.degree is other.degree:
            assert one.since.at <= other.since.at


def wanted_issues_choosing(case: Case, when: str, settings: IssueSettings) -> WantedIssues:
    partnership = replace(shipped_partnership(case.header.policy), issues=settings)
    return wanted_issues_of([case], when, rules=lambda each: rulebook(each, partnership))


def test_a_reminder_is_a_choice_of_the_partnership() -> None:
    case = case_of(DISAGREED)
    assert wanted_issues_of([case], "2026-03-04 09:00").wanted == ()
    (reminder,) = wanted_issues_choosing(
        case, "2026-03-04 09:00", IssueSettings(remind=True)
    ).wanted
    assert reminder.degree is Degree.DUE_SOON
    assert reminder.title.endswith("due soon")
    assert "degree: due soon" in reminder.labels
    assert reminder.key == wanted_issues_of([case], "2026-03-05").wanted[0].key


def test_where_it_is_wanted_a_title_names_neither_case_nor_stage() -> None:
    case = case_of(DISAGREED)
    partnership = replace(shipped_partnership("knowsley"), wants_neutral_words=True)

    def told(when: str, events: str = DISAGREED) -> WantedIssues:
        return wanted_issues_of(
            [case_of(events)], when, rules=lambda each: rulebook(each, partnership)
        )

    (wanted,) = told("2026-03-05").wanted
    (full,) = wanted_issues_of([case], "2026-03-05").wanted
    assert wanted == replace(full, title="Escalation log: overdue")
    assert full.title == "KN-2026-0901, Stage 1: Practitioner to practitioner: overdue"
    met = told("2026-03-06", f"{DISAGREED}\nat: 2026-03-05 12:00, kind: raised, by: raising")
    assert met.ended(wanted.key).title == "Escalation log: was overdue"


def test_assignees_are_those_of_the_agencies_that_must_act() -> None:
    settings = IssueSettings(
        assignees={
            "northside-academy": ("example-team", "example-lead"),
            "childrens-social-care": ("example-other",),
            "partnership": ("example-manager",),
        }
    )
    case = case_of(DISAGREED)
    (wanted,) = wanted_issues_choosing(case, "2026-03-05", settings).wanted
    assert wanted.assignees == ("example-team", "example-lead")
    assert wanted.labels == {
        "escalation-log",
        "policy: knowsley",
        "stage: stage-1",
        "agency: northside-academy",
        "degree: breach",
    }


@pytest.mark.parametrize(
    ("setting", "option", "linked"),
    [
        (None, None, None),
        ("https://escalations.example.org/", None, "https://escalations.example.org/cases/2026/"),
        ("https://a.example.org", "https://b.example.org", "https://b.example.org/cases/2026/"),
    ],
)
def test_an_issue_links_to_the_page_of_its_case_where_the_site_is_served(
    setting: str | None, option: str | None, linked: str | None
) -> None:
    partnership = replace(shipped_partnership("knowsley"), issues=IssueSettings(site=setting))
    case = case_of(DISAGREED)
    issues = wanted_issues_of(
        [case], "2026-03-05", rules=lambda each: rulebook(each, partnership), site=option
    )
    part = issues.wanted[0].part
    assert ("](<" in part) == (linked is not None)
    assert linked is None or f"](<{linked}KN-2026-0901.html>)" in part
    assert ("escalog explain" in part) == (linked is None)


@pytest.mark.parametrize(
    "case", [*SHIPPED_CASES, *sampled_cases()], ids=lambda case: case.reference
)
def test_through_the_life_of_a_case_no_stage_ever_has_two_issues_for_one_round(case: Case) -> None:
    board = Board(crlf=len(case.events) % 2 == 0)
    for at in life_of(case):
        issues = wanted_issues_of([case], at)
        board.sync(issues)
        wanted = [each.key for each in issues.wanted]
        assert board.open_keys() == sorted(
            wanted, key=lambda key: (key.case, key.stage, key.started_by)
        )
        keys = [each.key for each in board.issues.values()]
        assert len(keys) == len(set(keys))
        overdue = [
            row.duty.stage or WHOLE_CASE
            for row in judged_case("", case, rulebook(case), at).assessment.duties
            if row.state in (DutyState.DUE_NOW, DutyState.OVERDUE)
        ]
        assert {key.stage for key in wanted} == set(overdue)


def test_for_an_agency_that_has_left_who_took_over_is_named_assigned_and_to_be_rung() -> None:
    partnership = shipped_partnership("knowsley")
    academy = replace(
        partnership.agencies["northside-academy"], until=date(2026, 3, 3), successor="police"
    )
    changed = replace(
        partnership,
        agencies={**partnership.agencies, "northside-academy": academy},
        issues=IssueSettings(assignees={"police": ("a-team",), "northside-academy": ("gone",)}),
    )
    case = case_of(DISAGREED)
    (issue,) = wanted_issues_of(
        [case], "2026-03-05 09:00", rules=lambda each: rulebook(each, changed)
    ).wanted
    assert "agency: police" in issue.labels
    assert not any("northside" in label for label in issue.labels)
    assert issue.assignees == ("a-team",)
    assert "Northside Academy (invented), which has left: Police (invented)" in issue.part
    rung = {each.phone for each in partnership.contacts if each.agency == "police" and each.phone}
    old = {each.phone for each in partnership.contacts if each.agency == "northside-academy"}
    assert any(f"`{phone}`" in issue.part for phone in rung)
    assert not any(f"`{phone}`" in issue.part for phone in old)
