"""What is to be done so that GitHub agrees with the log, and that it is done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.bot.issue_plan import (
    Degree,
    Existing,
    IssueChange,
    IssueKey,
    Leave,
    Open,
    Reason,
    State,
    WantedIssues,
    plan_lines,
)
from escalation_log.bot.marker import (
    MOST_BODY_CHARACTERS,
    OURS,
    labels_known,
    labels_with,
    length,
    part_in,
)
from escalation_log.bot.plan import plan_of
from escalation_log.model.cases import Case
from escalation_log.model.partnerships import IssueSettings
from escalation_log.words.lines import text_of
from tests.bot.board import Board, life_of, rulebook, shipped_cases, wanted_issues_of
from tests.bot.test_wanted import DISAGREED, case_of
from tests.engine.histories import amended_cases, plain_cases
from tests.engine.judging import shipped_partnership, shipped_policy
from tests.thoroughness import few

CASES = shipped_cases()
RAISED_LATE = f"""
    {DISAGREED}
    at: 2026-03-09 10:00, kind: raised, by: raising"""
SPOKEN_LATE = f"""
    {RAISED_LATE.strip()}
    at: 2026-03-09 11:00, kind: discussed, by: receiving
    at: 2026-03-09 12:00, kind: resolved"""
EARLIER = "2026-03-04 09:00"
OVERDUE = "2026-03-05 09:00"


def board_with(case: Case, when: str = OVERDUE) -> Board:
    board = Board()
    board.sync(wanted_issues_of([case], when))
    return board


def only_change(board: Board, issues: WantedIssues) -> IssueChange:
    (change,) = board.sync(issues).writes
    assert isinstance(change, IssueChange)
    return change


def test_nothing_to_do_where_nothing_changed() -> None:
    assert plan_of(wanted_issues_of(CASES, "2025-01-01"), ()).actions == ()


def test_an_issue_is_opened_and_closed_with_how_it_was_met_in_one_write_each() -> None:
    case = case_of(RAISED_LATE)
    board = board_with(case)
    assert board.writes == 1
    (issue,) = board.issues.values()
    assert issue.title == "KN-2026-0901, Stage 1: Practitioner to practitioner: overdue"
    assert issue.told is Degree.BREACH
    change = only_change(board, wanted_issues_of([case], "2026-03-09 12:00"))
    assert (change.state, change.reason) == (State.CLOSED, Reason.COMPLETED)
    assert change.note is None
    assert board.writes == 2
    (issue,) = board.issues.values()
    assert issue.told is None
    assert "**Closed: met on Monday 9 March 2026 at 10:00, 3 working days late.**" in issue.body
    assert "The breach of the policy stays on record" in issue.body


def test_an_issue_is_closed_as_not_planned_where_nothing_was_done() -> None:
    case = case_of(f"""
        {DISAGREED}
        at: 2026-03-09 10:00, kind: withdrawn""")
    change = only_change(board_with(case), wanted_issues_of([case], "2026-03-10"))
    assert (change.state, change.reason) == (State.CLOSED, Reason.NOT_PLANNED)
    assert "The case ended without it on Monday 9 March 2026 at 10:00" in (change.body or "")


def test_a_reopened_case_reopens_its_issue_with_a_comment() -> None:
    case = case_of(f"""
        {RAISED_LATE.strip()}
        at: 2026-03-10 10:00, kind: discussed, by: receiving
        at: 2026-03-10 11:00, kind: resolved
        at: 2026-04-01 11:00, kind: reopened
        at: 2026-04-01 12:00, kind: disagreement, by: receiving""")
    board = board_with(case)
    board.sync(wanted_issues_of([case], "2026-03-11"))
    assert board.open_keys() == [IssueKey(case=case.reference, stage="stage-2", started_by=4)] or (
        board.open_keys() == []
    )
    plan = board.sync(wanted_issues_of([case], "2026-05-01"))
    reopened = [each for each in plan.writes if isinstance(each, IssueChange) and each.note]
    assert [(each.number, each.state) for each in reopened] == [(1, State.OPEN)]
    assert reopened[0].note is not None
    assert "there is something to do here once more" in reopened[0].note.text


def test_an_issue_closed_by_hand_is_opened_again_and_says_why_each_time() -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    for at in ("2026-03-06T09:00:00Z", "2026-03-07T09:00:00Z"):
        board.close(1, at=at)
        change = only_change(board, wanted_issues_of([case], "2026-03-08"))
        assert change.state is State.OPEN
        assert change.note is not None
        assert "somebody closed this issue" in change.note.text
    assert len(board.comments) == 2


def test_an_issue_closed_by_hand_tells_later_how_the_duty_was_met() -> None:
    case = case_of(RAISED_LATE)
    board = board_with(case)
    board.close(1)
    change = only_change(board, wanted_issues_of([case], "2026-03-09 12:00"))
    assert change.state is None
    assert change.reason is None
    assert "met on Monday 9 March 2026" in (change.body or "")


def test_what_a_closed_issue_says_is_mended_where_a_correction_makes_it_wrong() -> None:
    case = case_of(f"""
        {SPOKEN_LATE.strip()}
        at: 2026-03-20 10:00, kind: correction, of: 2, correct: {{at: {EARLIER}}}, reason: x""")
    board = board_with(case)
    board.sync(wanted_issues_of([case], "2026-03-10"))
    change = only_change(board, wanted_issues_of([case], "2026-03-21"))
    assert change.state is None
    assert "met on Wednesday 4 March 2026 at 09:00, in time" in (change.body or "")
    assert "no longer, because of: correction (event 5)" in (change.body or "")


def test_a_reminder_becomes_a_breach_with_a_comment() -> None:
    case = case_of(DISAGREED)
    partnership = replace(shipped_partnership("knowsley"), issues=IssueSettings(remind=True))

    def wanted_issues(when: str) -> WantedIssues:
        return wanted_issues_of([case], when, rules=lambda each: rulebook(each, partnership))

    board = Board()
    board.sync(wanted_issues("2026-03-04 09:00"))
    change = only_change(board, wanted_issues("2026-03-05 00:00"))
    assert change.note is not None
    assert change.note.text.startswith("**Now a breach of the policy.**")
    assert change.labels is not None
    assert "degree: due soon" not in change.labels


def test_a_guide_is_no_breach_and_a_change_of_that_is_told() -> None:
    case = case_of(f"""
        {DISAGREED}
        at: 2026-03-03 10:00, kind: immediate-risk, recorded: 2026-03-09 10:00""")
    board = board_with(case)
    change, opened = board.sync(wanted_issues_of([case], "2026-03-10 08:00")).writes
    # Nobody was told of the risk on its day.
    assert isinstance(opened, Open)
    assert (opened.wanted.key.stage, opened.wanted.degree) == ("case", Degree.OWN)
    assert isinstance(change, IssueChange)
    assert change.note is not None
    assert change.note.text.startswith("**Now over the policy’s guide, which is not a breach.**")
    assert board.issues[1].told is Degree.OVER_GUIDE


def test_a_case_that_cannot_be_judged_keeps_its_issue() -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    plan = board.sync(wanted_issues_of([], "2026-03-10", left_out=[case.reference]))
    (leave,) = plan.actions
    assert isinstance(leave, Leave)
    assert "problems" in leave.because
    assert board.open_keys() == [IssueKey(case=case.reference, stage="stage-1", started_by=1)]


def test_a_stage_that_the_corrected_log_does_not_know_any_more_is_closed() -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    stray = IssueKey(case=case.reference, stage="stage-3", started_by=4)
    board.issues[2] = replace(
        board.issues[1],
        number=2,
        key=stray,
        body=board.issues[1].body.replace("stage=stage-1 event=1", "stage=stage-3 event=4"),
    )
    change = only_change(board, wanted_issues_of([case], "2026-03-10"))
    assert (change.number, change.state, change.reason) == (
        2,
        State.CLOSED,
        Reason.NOT_PLANNED,
    )
    assert "nothing was late here" in (change.body or "")


def test_a_round_that_a_correction_numbers_anew_keeps_its_issue() -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    old = board.issues[1]
    board.issues[1] = replace(
        old,
        key=replace(old.key, started_by=7),
        body=old.body.replace("event=1 ", "event=7 "),
    )
    change = only_change(board, wanted_issues_of([case], "2026-03-10"))
    assert change.number == 1
    assert board.open_keys() == [old.key]


@pytest.mark.parametrize("first_is_closed", [True, False])
def test_of_two_issues_about_one_round_the_lower_number_is_kept(first_is_closed: bool) -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    board.issues[5] = replace(board.issues[1], number=5)
    if first_is_closed:
        board.close(1)
    board.sync(wanted_issues_of([case], "2026-03-10"))
    assert [each.state for each in board.issues.values()] == [State.OPEN, State.CLOSED]
    assert "this is in #1 now" in board.issues[5].body
    assert "For the team" in board.issues[5].body


def test_labels_that_people_gave_stay_and_ours_are_put_right() -> None:
    case = case_of(DISAGREED)
    board = board_with(case)
    theirs = {"help wanted", "agency: allotments", "stage: seen", "degree: urgent", "policy: ours"}
    labels = frozenset({"Escalation-Log", "degree: due soon", "agency: police", *theirs})
    board.issues[1] = replace(board.issues[1], labels=labels)
    change = only_change(board, wanted_issues_of([case], "2026-03-10"))
    assert change.labels == frozenset(
        {
            "Escalation-Log",
            *theirs,
            "policy: knowsley",
            "stage: stage-1",
            "agency: northside-academy",
            "degree: breach",
        }
    )
    assert (change.title, change.body, change.state) == (None, None, None)


def test_labels_are_compared_without_regard_to_capitals() -> None:
    ours = frozenset({OURS, "stage: stage-1"})
    present = frozenset({"Escalation-Log", "Stage: stage-1", "STAGE: stage-2", "other"})
    known = labels_known(stages=["Stage-2"])
    kept = {"Escalation-Log", "Stage: stage-1", "other"}
    assert labels_with(ours, present, known) == kept


def test_the_most_overdue_is_opened_first_and_closing_comes_after() -> None:
    closing = case_of(SPOKEN_LATE)
    board = board_with(closing)
    issues = wanted_issues_of([*CASES, closing], "2026-11-22 12:00")
    plan = board.sync(issues)
    opened = [each.wanted.key for each in plan.writes if isinstance(each, Open)]
    assert opened == [each.key for each in issues.wanted if each.key in opened]
    assert not isinstance(plan.writes[0], IssueChange)
    text = text_of(plan_lines(plan))
    assert text.splitlines()[0].startswith("open   BA-2026-0006 stage-1  breach; Confirm")
    assert "close  #1 KN-2026-0901 stage-1  Raise the concern" in text
    assert text.endswith("to open, 1 to close.\n")


def test_a_plan_says_what_it_leaves_alone_and_counts_what_is_as_it_should_be() -> None:
    case, other = case_of(DISAGREED), CASES[0]
    board = board_with(case)
    plan = board.sync(wanted_issues_of([other], OVERDUE, left_out=[case.reference]))
    assert text_of(plan_lines(plan)) == (
        "leave  #1 KN-2026-0901 stage-1  its case cannot be judged because of problems\n"
        "\n"
        "Issues: 1 left alone.\n"
    )
    assert text_of(
        plan_lines(plan_of(wanted_issues_of([case], OVERDUE), board.issues.values()))
    ) == ("Issues: 1 as it should be.\n")
    assert text_of(plan_lines(plan_of(wanted_issues_of([other], "2024-01-01"), ()))) == (
        "Issues: nothing to do.\n"
    )


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(
    lambda line: not line.startswith(("<!-- escalation-log", "<!-- /escalation-log"))
)


def texts(newline: str) -> st.SearchStrategy[str]:
    return st.lists(LINES, max_size=6).map(newline.join)


@few(40)
@given(
    st.sampled_from(["\n", "\r\n"]).flatmap(lambda end: st.tuples(texts(end), texts(end))),
    st.booleans(),
)
def test_what_people_wrote_outside_the_part_survives_every_plan(
    written: tuple[str, str], crlf: bool
) -> None:
    above, below = written
    case = case_of(f"""
        {RAISED_LATE.strip()}
        at: 2026-03-10 10:00, kind: discussed, by: receiving
        at: 2026-03-10 11:00, kind: resolved
        at: 2026-04-01 11:00, kind: reopened
        at: 2026-04-01 12:00, kind: disagreement, by: receiving""")
    board = Board(crlf=crlf)
    board.sync(wanted_issues_of([case], OVERDUE))
    turn: Callable[[str], str] = lambda body: f"{above}\n{body}\n{below}"  # noqa: E731
    board.edit(1, turn)
    body = board.issues[1].body
    part = part_in(body)
    assert part is not None
    start, end = body.index("<!-- escalation-log "), body.index("<!-- /escalation-log -->")
    before, after = body[:start], body[end:]
    for when in ("2026-03-06", "2026-03-10", "2026-03-20", "2026-04-10", "2026-06-01"):
        board.sync(wanted_issues_of([case], when))
        now = board.issues[1].body
        assert now.startswith(before)
        assert now.endswith(after)
        assert length(now) <= MOST_BODY_CHARACTERS


@few(30)
@given(st.data())
def test_whatever_happens_to_a_case_its_open_issues_are_those_that_are_wanted(
    data: st.DataObject,
) -> None:
    policy = data.draw(st.sampled_from(["knowsley", "barnsley", "west-sussex"]))
    case = data.draw(plain_cases(shipped_policy(policy)) | amended_cases(shipped_policy(policy)))
    board = Board()
    for at in life_of(case)[::2]:
        issues = wanted_issues_of([case], at)
        board.sync(issues)
        assert board.open_keys() == sorted(
            (each.key for each in issues.wanted),
            key=lambda key: (key.case, key.stage, key.started_by),
        )


def test_an_issue_without_room_for_the_part_is_opened_and_closed_all_the_same() -> None:
    case = case_of(RAISED_LATE)
    board = board_with(case)
    full = "x" * (MOST_BODY_CHARACTERS - 150)
    old: Existing = board.issues[1]
    marked = old.body.split("\n", 1)[0]
    board.issues[1] = replace(old, body=f"{marked}\n<!-- /escalation-log -->{full}")
    change = only_change(board, wanted_issues_of([case], "2026-03-10"))
    assert change.state is State.CLOSED
    assert change.body is None
