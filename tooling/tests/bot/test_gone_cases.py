"""An issue whose case is gone says what became of it and closes; an empty log is not obeyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from escalation_log.bot.faults import Stopped
from escalation_log.bot.gone_case_issue import gone_endings
from escalation_log.bot.issue_plan import (
    Ended,
    IssueChange,
    IssueKey,
    Leave,
    Reason,
    State,
    WantedIssues,
    plan_lines,
)
from escalation_log.bot.plan import plan_of
from escalation_log.log.gone_cases import GoneCase
from escalation_log.model.partnerships import IssueSettings, Partnership
from escalation_log.site.addresses import case_address
from escalation_log.words.lines import text_of
from tests.bot.board import Board, wanted_issues_of
from tests.bot.rendered import rendered
from tests.bot.test_wanted import DISAGREED, case_of
from tests.engine.judging import shipped_partnership

CASE = case_of(DISAGREED)
REFERENCE = CASE.reference
OVERDUE = "2026-03-05 09:00"
COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
OTHER = replace(CASE, header=replace(CASE.header, reference="KN-2026-0902"))
RENAMED = GoneCase(reference=REFERENCE, successor=OTHER.reference, commit=COMMIT)
REMOVED = GoneCase(reference=REFERENCE, commit=COMMIT)
DESTROYED = GoneCase(reference=REFERENCE, destroyed_on=date(2026, 11, 18))


def without(
    gone: GoneCase, partnership: Partnership | None = None, site: str | None = None
) -> WantedIssues:
    """Want the issues of a log that has another case, and this one no longer."""

    def endings(keys: Sequence[IssueKey]) -> Mapping[IssueKey, Ended]:
        return gone_endings(
            keys,
            lambda references: {each: gone for each in references if each == gone.reference},
            partnerships=[partnership or shipped_partnership("knowsley")],
            page_of=case_address,
            site=site,
        )

    return replace(wanted_issues_of([OTHER], OVERDUE), gone=endings)


def board_with_issue() -> Board:
    board = Board()
    board.sync(wanted_issues_of([CASE], OVERDUE))
    return board


def closing(gone: GoneCase) -> IssueChange:
    board = board_with_issue()
    (change,) = (each for each in board.sync(without(gone)).writes if isinstance(each, IssueChange))
    return change


def test_an_issue_of_a_renamed_case_points_at_its_successor_and_closes() -> None:
    board = board_with_issue()
    plan = board.sync(without(RENAMED, site="https://log.example.org"))
    assert text_of(plan_lines(plan)).splitlines()[1] == (
        "close  #1 KN-2026-0901 stage-1  is KN-2026-0902 now"
    )
    issue = board.issues[1]
    assert (issue.state, issue.title) == (State.CLOSED, "KN-2026-0901: is KN-2026-0902 now")
    assert issue.labels == {"escalation-log", "policy: knowsley", "stage: stage-1"}
    page = rendered(issue.body)
    assert "Closed: case KN-2026-0901 is KN-2026-0902 now." in page.words
    assert "What is to be done stands in the issues of KN-2026-0902" in page.words
    assert "https://log.example.org/cases/2026/KN-2026-0902.html" in issue.body
    assert "Somebody has taken this on" in page.words
    assert [each.case for each in board.open_keys()] == ["KN-2026-0902"]


def test_an_issue_of_a_removed_case_says_how_to_put_it_back() -> None:
    change = closing(REMOVED)
    assert (change.state, change.reason) == (State.CLOSED, Reason.NOT_PLANNED)
    assert change.title == "KN-2026-0901: is no longer in the log"
    assert "`git checkout 1a2b3c4d5e6f -- cases/2026/KN-2026-0901.yaml`" in (change.body or "")


def test_without_git_nothing_is_said_of_a_commit() -> None:
    assert "git checkout" not in (closing(replace(REMOVED, commit=None)).body or "")


def test_an_issue_of_a_destroyed_case_says_when_and_by_which_list() -> None:
    change = closing(DESTROYED)
    assert change.title == "KN-2026-0901: was destroyed"
    assert "`cases/destroyed.yaml` has it since Wednesday 18 November 2026." in (change.body or "")


def test_a_closed_issue_is_told_once_as_well_and_then_never_again() -> None:
    board = board_with_issue()
    board.close(1)
    (change,) = (
        each for each in board.sync(without(REMOVED)).writes if isinstance(each, IssueChange)
    )
    assert (change.state, change.note) == (None, None)
    assert "is no longer in the log" in (change.body or "")


def test_a_case_that_is_back_opens_its_issue_again() -> None:
    board = board_with_issue()
    board.sync(without(REMOVED))
    (change,) = board.sync(wanted_issues_of([CASE], OVERDUE)).writes
    assert isinstance(change, IssueChange)
    assert change.state is State.OPEN
    assert change.note is not None
    assert "there is something to do here once more" in change.note.text
    assert "**Closed" not in board.issues[1].body


def test_where_words_are_neutral_the_title_names_no_case() -> None:
    partnership = replace(
        shipped_partnership("knowsley"),
        wants_neutral_words=True,
        issues=IssueSettings(site="https://own.example.org/"),
    )
    board = board_with_issue()
    board.sync(without(RENAMED, partnership))
    assert board.issues[1].title == "Escalation log: no longer in the log"
    assert "https://own.example.org/cases/2026/KN-2026-0902.html" in board.issues[1].body


def test_a_case_of_an_unknown_partnership_has_no_policy_and_no_page() -> None:
    board = board_with_issue()
    board.sync(without(RENAMED, shipped_partnership("barnsley")))
    assert board.issues[1].labels == {"escalation-log", "stage: stage-1"}
    assert "](<" not in board.issues[1].body.partition("### For the team")[0]


def test_an_issue_of_which_nothing_is_known_is_left_alone() -> None:
    board = board_with_issue()
    board.edit(1, lambda body: body.replace(f"case={REFERENCE} ", "case=nobody's "))
    (leave,) = (each for each in board.sync(without(REMOVED)).actions if isinstance(each, Leave))
    assert (leave.number, leave.because) == (1, "its case is not in the log")


def test_a_log_without_any_case_is_refused() -> None:
    board = board_with_issue()
    with pytest.raises(Stopped) as refused:
        plan_of(wanted_issues_of([], OVERDUE), board.issues.values())
    assert refused.value.message == (
        "The log has no case at all, but 1 issue about its cases is open. Nothing was written."
    )
    assert refused.value.hint is not None
    assert "close these issues by hand" in refused.value.hint


@pytest.mark.parametrize("taken", [3, 4])
@pytest.mark.parametrize("kept", [1, 4])
def test_a_log_from_which_most_cases_vanished_is_refused(taken: int, kept: int) -> None:
    cases = [
        replace(CASE, header=replace(CASE.header, reference=f"KN-2026-09{number:02}"))
        for number in range(10, 10 + taken + kept)
    ]
    board = Board()
    board.sync(wanted_issues_of(cases, OVERDUE))

    def endings(keys: Sequence[IssueKey]) -> Mapping[IssueKey, Ended]:
        return gone_endings(
            keys,
            lambda names: {each: GoneCase(reference=each, commit=COMMIT) for each in names},
            partnerships=[shipped_partnership("knowsley")],
            page_of=case_address,
        )

    left = replace(wanted_issues_of(cases[taken:], OVERDUE), gone=endings)
    if (taken, kept) != (4, 1):
        closed = [each for each in board.sync(left).writes if isinstance(each, IssueChange)]
        assert len(closed) == taken
        return
    with pytest.raises(Stopped) as refused:
        board.sync(left)
    assert refused.value.message == (
        "Of 5 cases with open issues 4 are no longer in the log. Nothing was written."
    )


def test_a_log_without_any_case_is_obeyed_where_no_issue_is_open() -> None:
    board = board_with_issue()
    board.close(1)
    (leave,) = plan_of(wanted_issues_of([], OVERDUE), board.issues.values()).actions
    assert isinstance(leave, Leave)
