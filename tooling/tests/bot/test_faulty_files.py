"""A case whose file has problems: one issue says so, none is closed, and all ends when mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from escalation_log.bot.faulty_file_issue import FaultyFile, file_not_judged
from escalation_log.bot.issue_plan import (
    CANNOT_BE_JUDGED,
    IssueChange,
    IssueKey,
    Leave,
    Open,
    Reason,
    State,
    WantedIssues,
    plan_lines,
)
from escalation_log.bot.marker import MOST_BODY_CHARACTERS, length, marker_in, opening_body
from escalation_log.bot.plan import plan_of
from escalation_log.model.faulty_files import EarlierState, NotJudged
from escalation_log.model.problems import Problem
from escalation_log.words.lines import text_of
from tests.bot.board import Board, wanted_issues_of
from tests.bot.rendered import rendered
from tests.bot.test_wanted import DISAGREED, case_of
from tests.engine.judging import moment
from tests.goldens import Golden

OVERDUE = "2026-03-05 09:00"
CASE = case_of(DISAGREED)
REFERENCE = CASE.reference
FILE = f"cases/2026/{REFERENCE}.yaml"
STAGE_1 = IssueKey(case=REFERENCE, stage="stage-1", started_by=1)
ABOUT_FILE = IssueKey(case=REFERENCE, stage=CANNOT_BE_JUDGED, started_by=0)
RAISED = f"""
    {DISAGREED}
    at: 2026-03-04 10:00, kind: raised, by: raising"""


def problem(file: str = FILE, message: str = "Expected a date or a date and time.") -> Problem:
    return Problem(
        file=file, rule="schema", message=message, path=("events", 2, "at"), line=14, column=9
    )


STOOD = EarlierState(
    commit="1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", on=date(2026, 3, 3), problems=(problem(),)
)


def standing(when: str = OVERDUE, earlier: EarlierState = STOOD) -> WantedIssues:
    return wanted_issues_of([CASE], when, earlier={REFERENCE: earlier})


def lost(file: str = FILE, reference: str | None = REFERENCE, position: int = 1) -> FaultyFile:
    case = NotJudged(
        file=file, reference=reference, position=position, problems=(problem(file), problem(file))
    )
    return file_not_judged(case, moment(OVERDUE), policy="knowsley" if reference else None)


def not_judged(files: Iterable[FaultyFile] = ()) -> WantedIssues:
    return wanted_issues_of([], OVERDUE, left_out=[REFERENCE], faulty=files)


def test_a_case_by_an_earlier_state_has_an_issue_beside_those_of_its_stages() -> None:
    board = Board()
    board.sync(standing())
    assert board.open_keys() == [ABOUT_FILE, STAGE_1]
    issue = next(each for each in board.issues.values() if each.key == ABOUT_FILE)
    assert issue.title == f"{REFERENCE} stands by an earlier state: its file has 1 problem"
    assert issue.labels == {
        "escalation-log",
        "policy: knowsley",
        "stage: cannot-be-judged",
        "degree: cannot be judged",
    }
    page = rendered(issue.body)
    assert "is judged as it stood in commit  of 3 March 2026" in page.words
    assert page.code.startswith("1a2b3c4\n")
    assert "line 14: events[2].at: Expected a date or a date and time. [schema]" in page.words
    assert f"escalog check {FILE}" in page.code


def test_a_mended_file_closes_its_issue_and_leaves_the_others_open() -> None:
    board = Board()
    board.sync(standing())
    plan = board.sync(wanted_issues_of([CASE], OVERDUE))
    (change,) = plan.writes
    assert isinstance(change, IssueChange)
    assert (change.key, change.state, change.reason) == (
        ABOUT_FILE,
        State.CLOSED,
        Reason.COMPLETED,
    )
    assert board.open_keys() == [STAGE_1]
    (issue,) = (each for each in board.issues.values() if each.key == ABOUT_FILE)
    assert issue.title == f"{REFERENCE}: its file is mended"
    assert "**Closed: the file has no problem any more.**" in issue.body


def test_no_issue_of_a_case_by_an_earlier_state_is_closed() -> None:
    board = Board()
    board.sync(wanted_issues_of([CASE], OVERDUE))
    later = wanted_issues_of([case_of(RAISED)], OVERDUE, earlier={REFERENCE: STOOD})
    plan = board.sync(later)
    assert STAGE_1 in board.open_keys()
    (leave,) = (each for each in plan.actions if isinstance(each, Leave))
    assert (leave.key, leave.because) == (STAGE_1, "its case stands by an earlier state")
    board.sync(wanted_issues_of([case_of(RAISED)], OVERDUE))
    assert board.open_keys() == []


def test_an_issue_that_only_a_newer_state_explains_stays_open() -> None:
    board = Board()
    board.sync(wanted_issues_of([CASE], OVERDUE))
    newer = replace(STAGE_1, stage="stage-3", started_by=7)
    board.issues[2] = replace(
        board.issues[1],
        number=2,
        key=newer,
        body=board.issues[1].body.replace("stage=stage-1 event=1", "stage=stage-3 event=7"),
    )
    before = board.issues[2]
    board.sync(standing())
    assert board.issues[2] == before


def test_a_case_not_judged_has_one_issue_and_keeps_the_others() -> None:
    board = Board()
    board.sync(wanted_issues_of([CASE], OVERDUE))
    plan = board.sync(not_judged([lost()]))
    opened, leave = plan.actions
    assert isinstance(opened, Open)
    assert opened.wanted.title == f"{REFERENCE} cannot be judged: its file has 2 problems"
    assert isinstance(leave, Leave)
    assert leave.because == "its case cannot be judged because of problems"
    assert board.open_keys() == [ABOUT_FILE, STAGE_1]
    board.sync(wanted_issues_of([CASE], OVERDUE))
    assert board.open_keys() == [STAGE_1]


def test_while_only_the_rules_are_faulty_the_issue_about_the_file_is_left_alone() -> None:
    board = Board()
    board.sync(not_judged([lost()]))
    (leave,) = board.sync(not_judged()).actions
    assert isinstance(leave, Leave)
    assert leave.because == "its case cannot be judged because of problems"


def test_of_a_case_that_left_the_log_and_of_which_nothing_is_known_the_issue_is_kept() -> None:
    board = Board()
    board.sync(not_judged([lost()]))
    other = replace(CASE, header=replace(CASE.header, reference="KN-2026-0902"))
    (leave,) = board.sync(wanted_issues_of([other], "2026-03-03")).actions
    assert isinstance(leave, Leave)
    assert leave.because == "its case is not in the log"


def test_a_file_whose_name_is_no_reference_is_named_by_its_place_alone() -> None:
    board = Board()
    board.sync(
        wanted_issues_of([], OVERDUE, faulty=[lost("cases/2026/Zebedee Quill.yaml", None, 3)])
    )
    (issue,) = board.issues.values()
    assert issue.key.case == "file-3-in-cases/2026"
    assert issue.title == "file 3 in cases/2026 cannot be judged: its file has 2 problems"
    assert "Zebedee" not in issue.title + issue.body
    assert marker_in(issue.body) is not None
    board.sync(wanted_issues_of([], OVERDUE))
    assert board.open_keys() == []


def test_a_folder_that_is_no_year_is_not_named() -> None:
    (wanted,) = not_judged([lost(f"cases/Zebedee Quill/{REFERENCE}.yaml")]).wanted
    assert wanted.key == ABOUT_FILE
    assert "Zebedee" not in wanted.title + wanted.part


def test_two_files_of_one_case_have_one_issue() -> None:
    files = [lost(), lost(FILE.replace(".yaml", ".yml"))]
    assert [each.key for each in not_judged(files).wanted] == [ABOUT_FILE]


def test_who_closed_the_issue_by_hand_is_told_why_it_opens_again() -> None:
    board = Board()
    board.sync(standing())
    number = next(each.number for each in board.issues.values() if each.key == ABOUT_FILE)
    board.close(number)
    change = next(each for each in board.sync(standing()).writes if isinstance(each, IssueChange))
    assert change.note is not None
    assert "but the file still has problems" in change.note.text
    board.sync(wanted_issues_of([CASE], OVERDUE))
    change = next(each for each in board.sync(standing()).writes if isinstance(each, IssueChange))
    assert change.note is not None
    assert change.note.text.startswith("**Opened again**: there is something to do here once more.")


def test_another_problem_changes_the_text() -> None:
    board = Board()
    board.sync(standing())
    other = replace(STOOD, problems=(problem(message="Another thing."), problem()))
    (change,) = board.sync(standing(earlier=other)).writes
    assert isinstance(change, IssueChange)
    assert change.note is None
    assert change.title == f"{REFERENCE} stands by an earlier state: its file has 2 problems"


@pytest.mark.parametrize("number", [1, 25, 2000])
def test_very_many_problems_are_counted(number: int) -> None:
    many = tuple(problem(message=f"Fault {each}. " + "x" * 900) for each in range(number))
    wanted = standing(earlier=replace(STOOD, problems=many)).wanted[0]
    assert wanted.key == ABOUT_FILE
    assert length(opening_body(wanted.part, wanted.below)) <= MOST_BODY_CHARACTERS
    assert (f"- And {number - 20} more" in wanted.part) is (number > 20)


def test_the_issue_says_this(golden: Golden) -> None:
    site = "https://escalations.example.org/"
    stands = wanted_issues_of([CASE], OVERDUE, site=site, earlier={REFERENCE: STOOD})
    told = [
        *(each for each in stands.wanted if each.key == ABOUT_FILE),
        *not_judged([lost(), lost("cases/2026/Zebedee Quill.yaml", None, 3)]).wanted,
    ]
    texts = [f"{each.title}\n{opening_body(each.part, each.below)}" for each in told]
    ended = wanted_issues_of([CASE], OVERDUE).ended(ABOUT_FILE)
    texts.append(f"{ended.reason}: {ended.title}\n{ended.part}\n")
    golden.check("issues/cannot-be-judged.md", "\n".join(texts))


def test_the_plan_says_it_in_a_line() -> None:
    text = text_of(plan_lines(plan_of(standing(), ())))
    assert text.splitlines()[0] == (
        f"open   {REFERENCE} cannot-be-judged  cannot be judged; its file has 1 problem, and it "
        "stands by an earlier state"
    )
