"""Whose dates move when rules change, told of real repositories."""

from __future__ import annotations

import pytest

from tests.cli.running import run
from tests.effect.telling import impact
from tests.repositories import Repository

PARTNERSHIP = "policies/knowsley/partnership.yaml"
POLICY = "policies/knowsley/2020-06.yaml"
CALENDAR = "policies/calendars/england-and-wales.yaml"
CLOSED = "closures: [{from: 2026-11-25, name: Office move}]"


def test_no_change_moves_nothing(repository: Repository) -> None:
    ran = run("impact", "--base", "HEAD", log=repository.log)
    assert (ran.code, ran.out) == (0, "No rule changed, so no date moves.\n")


def test_words_alone_move_nothing(repository: Repository) -> None:
    repository.edit(POLICY, "title: Confer and recommend", "title: Confer, then recommend")
    told = impact(repository)
    assert told["rules"] == ["knowsley@2020-06: its rules or its words are changed."]
    assert (told["moved"], told["closed"]) == ([], [])


def test_that_an_edition_is_signed_off_is_said(repository: Repository) -> None:
    statements = repository.log / "policies/knowsley/2020-06.statements.yaml"
    written = (
        "edition: knowsley@2020-06\n"
        "countersigned: {role: Business manager, on: 2026-11-20}\n"
        "statements: [{clause: opening, says: A fact, became: [{edition: scope}]}]\n"
    )
    statements.write_text(written, "utf-8")
    told = impact(repository)
    assert told["rules"] == [
        (
            "The partnership signs off how the edition knowsley@2020-06 was read, so the site "
            "shows figures by agency."
        )
    ]
    assert told["moved"] == []


def test_a_closure_moves_the_dates_that_span_it(repository: Repository) -> None:
    repository.edit(PARTNERSHIP, "closures: []", CLOSED)
    told = impact(repository, as_of="2026-11-23 12:00")
    closure = "closure added: Wednesday 25 November 2026 (Office move)"
    assert told["rules"] == [f"The partnership knowsley: {closure}."]
    assert [(each["reference"], each["before"], each["after"]) for each in told["moved"]] == [
        ("KN-2026-0008", "Wednesday 25 November 2026", "Thursday 26 November 2026"),
        ("KN-2026-0007", "Thursday 26 November 2026", "Friday 27 November 2026"),
    ]
    assert all(each["why"] == [closure] for each in told["moved"])
    assert [each["who"] for each in told["moved"]] == [
        "Early help (invented)",
        "Knowsley Safeguarding Children Partnership",
    ]


def test_a_closure_can_make_something_late_no_longer_late(repository: Repository) -> None:
    repository.edit(PARTNERSHIP, "closures: []", CLOSED)
    told = impact(repository, as_of="2026-11-26 12:00")
    late = {each["duty"]: each for each in told["moved"] if each["lateness"]}
    assert {each["lateness"] for each in late.values()} == {"no longer late: was a breach"}
    assert late["Escalate to the line managers"]["before"] == "Wednesday 25 November 2026"
    assert late["Escalate to the line managers"]["after"] == "Thursday 26 November 2026"


def test_a_shorter_limit_says_who_becomes_late_and_what_it_was(repository: Repository) -> None:
    before = "trigger: {event: raised}\n        limit: {working_days: 3}"
    repository.edit(POLICY, before, before.replace("3", "1"))
    told = impact(repository)
    limit = "its limit was 3 working days (required) and becomes 1 working day (required)"
    assert told["rules"] == [f"knowsley@2020-06, stage-1/respond: {limit}."]
    (moved,) = [
        each
        for each in told["moved"]
        if each["reference"] == "KN-2026-0008" and each["why"] == [limit]
    ]
    assert moved["lateness"] == "becomes late: a breach"
    assert (moved["before"], moved["after"]) == (
        "Wednesday 25 November 2026",
        "Monday 23 November 2026",
    )
    assert any(
        each.startswith("KN-2025-0001: 2 dates move; “Read the file") for each in told["closed"]
    )


def test_of_two_changes_each_date_names_its_own(repository: Repository) -> None:
    repository.edit(PARTNERSHIP, "closures: []", CLOSED)
    before = "trigger: {event: disagreement}\n        limit: {working_days: 2}"
    repository.edit(POLICY, before, before.replace("2}", "4}"))
    told = impact(repository, as_of="2026-11-23 12:00")
    why = {(each["reference"], each["duty"][:5]): each["why"] for each in told["moved"]}
    closure = ["closure added: Wednesday 25 November 2026 (Office move)"]
    assert why["KN-2026-0007", "Confe"] == closure
    assert why["KN-2026-0006", "Raise"] == [
        "its limit was 2 working days (required) and becomes 4 working days (required)"
    ]


def test_a_bank_holiday_moves_dates(repository: Repository) -> None:
    christmas = "  - {on: 2026-12-25, name: Christmas Day}"
    joy = "  - {on: 2026-11-26, name: A day of joy, announced: 2026-11-20}"
    repository.edit(CALENDAR, christmas, f"{joy}\n{christmas}")
    told = impact(repository, as_of="2026-11-23 12:00")
    assert told["rules"] == [
        (
            "The calendar england-and-wales: bank holiday added: Thursday 26 November 2026 "
            "(A day of joy)."
        )
    ]
    moved = {each["reference"]: each for each in told["moved"]}
    assert moved["KN-2026-0007"]["after"] == "Friday 27 November 2026"
    assert moved["KN-2026-0007"]["why"] == [
        "bank holiday added: Thursday 26 November 2026 (A day of joy)"
    ]


@pytest.mark.parametrize(
    ("as_of", "thresholds", "words"),
    [
        (
            "2026-11-23 12:00",
            "{due_soon: {working_days: 3}}",
            (
                "KN-2026-0007: “Confer and recommend” is due soon from Monday 23 November 2026; "
                "it was from Wednesday 25 November 2026."
            ),
        ),
        (
            "2026-11-23 12:00",
            "{due_soon: {hours: 30}}",
            (
                "KN-2026-0007: “Confer and recommend” is due soon from Wednesday 25 November 2026 "
                "at 18:00; it was from Wednesday 25 November 2026."
            ),
        ),
        (
            # Nothing with a date runs from the answer of that day until the next is due.
            "2026-03-19 16:00",
            "{ageing_alert: {working_days: 2}}",
            (
                "KN-2026-0004: the log’s own reminder is due Monday 23 March 2026; it was Thursday "
                "2 April 2026."
            ),
        ),
    ],
    ids=["due soon", "hours", "ageing"],
)
def test_thresholds_move_reminders(
    as_of: str, thresholds: str, words: str, repository: Repository
) -> None:
    repository.edit(PARTNERSHIP, "thresholds: {}", f"thresholds: {thresholds}")
    told = impact(repository, as_of=as_of)
    assert words in told["alerts"]
    assert told["moved"] == []
    assert all(each.startswith("The partnership knowsley: ") for each in told["rules"])


def test_a_closure_for_some_moves_only_what_they_alone_must_do(repository: Repository) -> None:
    closure = "{from: 2026-11-24, to: 2026-11-25, name: Inset, announced: 2026-11-01, "
    days = f"closures: [{closure}sectors: [social-care]}}]"
    repository.edit(PARTNERSHIP, "closures: []", days)
    told = impact(repository, as_of="2026-11-23 12:00")
    assert told["rules"] == [
        (
            "The partnership knowsley: closure added: Tuesday 24 November 2026 to Wednesday 25 "
            "November 2026 (Inset, only for social-care)."
        )
    ]
    (moved,) = told["moved"]
    assert (moved["reference"], moved["who"], moved["before"], moved["after"]) == (
        "KN-2026-0008",
        "Early help (invented)",
        "Wednesday 25 November 2026",
        "Friday 27 November 2026",
    )


def test_cases_that_nothing_can_judge_any_longer_are_named(repository: Repository) -> None:
    repository.path(POLICY).unlink()
    told = impact(repository)
    assert [each[:12] for each in told["unjudged"]] == [
        "KN-2025-0001",
        "KN-2025-0002",
        *(f"KN-2026-000{number}" for number in range(1, 9)),
    ]


def test_a_correcting_edition_shows_a_second_date(repository: Repository) -> None:
    text = repository.path(POLICY).read_text("utf-8")
    before = "trigger: {event: raised}\n        limit: {working_days: 3}"
    mended = text.replace("version: 2020-06\n", "version: 2020-06b\ncorrects: 2020-06\n", 1)
    mended = mended.replace(before, before.replace("3", "1"))
    repository.path("policies/knowsley/2020-06b.yaml").write_text(mended, "utf-8")
    told = impact(repository)
    assert told["rules"] == [
        "New edition knowsley@2020-06b, in force from Monday 1 June 2020, which corrects 2020-06.",
        (
            "knowsley@2020-06b, stage-1/respond: its limit was 3 working days (required) and "
            "becomes 1 working day (required)."
        ),
    ]
    assert any("KN-2026-0008" in each and "2020-06b" in each for each in told["alerts"])


def test_agreement_turns_the_gate_to_0_and_says_so(repository: Repository) -> None:
    repository.edit(PARTNERSHIP, "closures: []", CLOSED)
    asked = ("impact", "--base", "HEAD", "--as-of", "2026-11-23 12:00")
    assert run(*asked, log=repository.log).code == 1
    agreed = run(*asked, "--agreed", log=repository.log)
    assert (agreed.code, agreed.err) == (0, "Agreed to: this does not fail.\n")
    assert "2 dates of open cases move:" in agreed.out
    card = run(*asked, "--format", "markdown", log=repository.log).out
    assert "#### 2 dates of open cases move" in card
    assert "\n| `KN-2026-0007` | Confer and recommend (Knowsley" in card


def test_a_new_case_in_the_change_moves_no_date(repository: Repository) -> None:
    repository.append(
        "cases/2026/KN-2026-0008.yaml",
        "  - at: 2026-11-23 10:00\n    kind: discussed\n    by: receiving\n",
    )
    assert impact(repository)["moved"] == []


def test_marks_that_changed_rules_take_away_are_felt(repository: Repository) -> None:
    repository.append(PARTNERSHIP, "marks_from: 2026-11-20\n")
    told = impact(repository)
    assert told["moved"] == []
    gone = "no longer has the mark that nothing shows it to be done."
    issue = f"“State the issue together, if it is a significant one” {gone}"
    assert f"KN-2026-0006: {issue}" in told["alerts"]
    assert f"KN-2026-0003: {issue}" in told["closed"]
    repository.commit()
    repository.edit(PARTNERSHIP, "marks_from: 2026-11-20\n", "")
    assert f"KN-2026-0006: {issue.replace('no longer has', 'gets')}" in impact(repository)["alerts"]


def test_a_route_that_changed_rules_no_longer_allow_is_felt(repository: Repository) -> None:
    event = "at: 2026-11-23 10:00, kind: escalated, by: raising, to: stage-4"
    repository.append("cases/2026/KN-2026-0008.yaml", f"  - {{{event}, reason: immediate-risk}}\n")
    repository.commit()
    repository.edit(POLICY, "    to: any\n    when: imm", "    to: stage-2\n    when: imm")
    told = impact(repository)["alerts"]
    left = (
        "KN-2026-0008: it left the policy’s route 0 times by the old rules, and 1 time by the new."
    )
    assert left in told
