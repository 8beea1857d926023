"""What a change of cases means, told of real repositories."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from escalation_log.effect.card import card
from escalation_log.effect.document import effect_from
from escalation_log.files.reading import schema_of
from escalation_log.log.opening import open_log
from tests.cli.running import run
from tests.effect.telling import AS_OF, effect, only_case
from tests.repositories import Repository, git, repository_of, tried

NEW = "cases/2026/KN-2026-0008.yaml"
LATE = "cases/2026/KN-2026-0006.yaml"
SECRET = "Zebedee Quillfeather"
PSEUDONYM = "C-9ZZZZ"

CONFIRMED = "  - at: 2026-11-23 10:00\n    kind: confirmed-in-writing\n    by: receiving\n"
A_CASE = f"""\
reference: KN-2026-0099
policy: knowsley@2020-06
theme: level-of-need
child: {{pseudonym: {PSEUDONYM}, plan: child-protection}}
raising: {{agency: police, role: practitioner}}
receiving: {{agency: housing, role: team-manager}}
concern: {SECRET}
outcome_sought: {SECRET}
events:
  - at: 2026-11-23 09:00
    kind: disagreement
    by: receiving
    note: {SECRET}
"""


def test_nothing_changed_is_said(repository: Repository) -> None:
    ran = run("effect", "--base", "HEAD", log=repository.log)
    assert ran.code == 0
    assert ran.out.startswith("Nothing: every case and every rule means what it meant before.\n")
    assert ran.out.endswith("\nBecomes visible to the public: nothing.\n")


def test_a_late_confirmation_closes_its_issue(repository: Repository) -> None:
    repository.append("cases/2026/BA-2026-0006.yaml", CONFIRMED)
    case = only_case(repository)
    assert case["reference"] == "BA-2026-0006"
    assert case["told"] == [
        "Written confirmation recorded Monday 23 November 2026 at 10:00.",
        (
            "“Confirm the outcome in writing, with how the rest will be pursued” was due "
            "Tuesday 10 November 2026: 9 working days late, a breach will be recorded."
        ),
    ]
    (issue,) = case["issues"]
    assert issue["turn"] == "closes"
    assert issue["key"]["case"] == "BA-2026-0006"
    assert issue["stage"] == "Stage 1: Safeguarding leads or managers"
    assert case["coming"] == ["Without a date: 3 duties."]


def test_what_is_in_time_says_so_and_what_is_next(repository: Repository) -> None:
    repository.append(NEW, "  - at: 2026-11-23 10:00\n    kind: discussed\n    by: receiving\n")
    repository.append(NEW, "  - at: 2026-11-23 12:00\n    kind: not-resolved\n    by: raising\n")
    case = only_case(repository, as_of="2026-11-23 13:00")
    assert case["told"] == [
        "Discussion recorded Monday 23 November 2026 at 10:00.",
        (
            "“Read the file and speak to the professional with the concern” was due "
            "Wednesday 25 November 2026: in time."
        ),
        "“Not resolved” recorded Monday 23 November 2026 at 12:00.",
    ]
    assert case["issues"] == []
    assert case["coming"] == [
        (
            "Next: Health visiting (invented) and Early help (invented) must escalate to the line "
            "managers by Monday 23 November 2026."
        ),
        "Without a date: 2 duties.",
    ]


def test_an_issue_opens_where_a_duty_becomes_overdue(repository: Repository) -> None:
    repository.append(NEW, "  - at: 2026-11-19 09:00\n    kind: not-resolved\n    by: raising\n")
    repository.append(NEW, "    recorded: 2026-11-24 09:00\n")
    told = only_case(repository)
    assert [(each["turn"], each["key"]["stage"]) for each in told["issues"]] == [
        ("opens", "stage-2")
    ]
    assert told["told"][0].endswith(
        "entered Tuesday 24 November 2026 at 09:00; that is before the case began."
    )
    assert any(words.startswith("Late: ") for words in told["coming"])


def test_a_new_case_is_told_without_a_word_of_its_own(repository: Repository) -> None:
    repository.path("cases/2026/KN-2026-0099.yaml").write_text(A_CASE)
    for form in ("text", "markdown", "json"):
        asked = ("effect", "--base", "HEAD", "--as-of", AS_OF, "--format", form)
        ran = run(*asked, log=repository.log)
        assert "KN-2026-0099" in ran.out
        assert "Police (invented) with Housing (invented)" in ran.out
        assert SECRET not in ran.out
        assert PSEUDONYM not in ran.out
    case = only_case(repository)
    assert (case["standing"], case["warnings"]) == ("new", [])
    assert case["told"] == ["Disagreement recorded Monday 23 November 2026 at 09:00."]


def test_corrections_tell_what_they_change_and_never_what_words_were(
    repository: Repository,
) -> None:
    repository.edit(NEW, "    how: phone\n", f"    how: phone\n    note: {SECRET}\n")
    repository.commit()
    repository.append(
        NEW,
        "  - at: 2026-11-23 10:00\n    kind: correction\n    of: 2\n"
        "    correct: {at: 2026-11-20 09:00, note: Shorter.}\n    reason: The day book says nine.\n"
        "  - at: 2026-11-23 10:05\n    kind: header-correction\n"
        "    correct: {theme: accountability, concern: Shorter.}\n    reason: Too long.\n",
    )
    case = only_case(repository)
    (aim,) = case["aims"]
    assert aim == (
        "Correction of event 2, which was recorded before this change: Raising of the concern, "
        "Friday 20 November 2026 at 14:00, by the raising agency."
    )
    assert case["told"] == [
        "Correction recorded Monday 23 November 2026 at 10:00.",
        (
            "Event 2 is corrected. Moment: Friday 20 November 2026 at 09:00 instead of Friday 20 "
            "November 2026 at 14:00."
        ),
        "Event 2 is corrected. Note: reworded.",
        "Correction of what the case is about recorded Monday 23 November 2026 at 10:05.",
        "What the case is about is corrected: theme and words of the concern.",
    ]


def test_a_squash_says_boldly_whose_event_a_correction_hits(repository: Repository) -> None:
    """Both append event 3, and the correction was meant for the one that is 4 now."""
    discussed = "  - {{at: 2026-11-23 {}, kind: discussed, by: {}, how: phone}}\n"
    correction = "  - {at: 2026-11-23 11:00, kind: correction, of: 3, correct: {how: email},"
    correction += " reason: Slip.}\n"
    git(repository.folder, "checkout", "--quiet", "-b", "change")
    repository.append(NEW, discussed.format("10:00", "receiving") + correction)
    repository.commit()
    git(repository.folder, "checkout", "--quiet", "main")
    repository.append(NEW, discussed.format("09:30", "raising"))
    ours = repository.path(NEW).read_text("utf-8")
    repository.commit()
    tried(repository.folder, "merge", "--quiet", "--squash", "change")
    repository.path(NEW).write_text(ours + discussed.format("10:00", "receiving") + correction)
    aim = (
        "Correction of event 3, which was recorded before this change: Discussion, Monday 23 "
        "November 2026 at 09:30, by the raising agency."
    )
    told = effect(repository)
    assert told["cases"][0]["aims"] == [aim]
    assert f"- **{aim}**" in card(effect_from(json.dumps(told).encode()))
    repository.path(NEW).write_text(
        ours + discussed.format("10:00", "receiving") + correction.replace("of: 3", "of: 4")
    )
    assert only_case(repository)["aims"] == []


def test_an_event_still_to_come_is_a_problem_and_said_to_be(repository: Repository) -> None:
    repository.append(NEW, "  - at: 2026-12-23 10:00\n    kind: discussed\n    by: receiving\n")
    told = effect(repository)
    assert len(told["problems"]) == 1
    assert told["cases"][0]["told"] == [
        "Discussion recorded Wednesday 23 December 2026 at 10:00; that is in the future."
    ]


def test_a_resolution_ends_what_is_open_and_says_so(repository: Repository) -> None:
    repository.append(LATE, "  - at: 2026-11-23 10:00\n    kind: withdrawn\n    by: raising\n")
    case = only_case(repository)
    assert "The case is withdrawn." in case["told"]
    assert (
        "“Resolve between line managers” was due Friday 13 November 2026 and ends without "
        "being done: 6 working days late, a breach will be recorded." in case["told"]
    )
    assert {each["turn"] for each in case["issues"]} == {"closes"}


def test_the_comparison_is_with_where_the_branch_began(repository: Repository) -> None:
    git(repository.folder, "checkout", "--quiet", "-b", "change")
    repository.append("cases/2026/BA-2026-0006.yaml", CONFIRMED)
    repository.commit()
    git(repository.folder, "checkout", "--quiet", "main")
    repository.path(NEW).unlink()
    repository.commit()
    git(repository.folder, "checkout", "--quiet", "change")
    told = effect(repository, base="main")
    assert [each["reference"] for each in told["cases"]] == ["BA-2026-0006"]
    assert told["base"] == git(repository.folder, "rev-parse", "main~1")


def test_the_number_of_the_pull_request_is_taken_from_the_workflow(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert effect(repository, "--pull-request", "7")["pull_request"] == 7
    monkeypatch.setenv("GITHUB_REF", "refs/pull/12/merge")
    assert effect(repository)["pull_request"] == 12
    monkeypatch.setenv("GITHUB_REF", "refs/heads/pull/12/merge")
    assert effect(repository)["pull_request"] is None


def test_an_unknown_revision_ends_with_3(repository: Repository) -> None:
    for command in ("effect", "impact"):
        ran = run(command, "--base", "nowhere", log=repository.log)
        assert (ran.code, ran.out) == (3, "")
        assert "knows no revision 'nowhere'" in ran.err


def test_the_present_is_told_by_its_day_alone(repository: Repository) -> None:
    told = run("effect", "--base", "HEAD", "--format", "json", log=repository.log)
    assert " at " not in json.loads(told.out)["as_of"]


def test_no_free_text_and_no_pseudonym_of_any_case_is_told(tmp_path: Path) -> None:
    cases = tmp_path / "log" / "cases"
    repository = repository_of(tmp_path / "log")
    shutil.move(cases, tmp_path / "kept")
    repository.commit()
    shutil.move(tmp_path / "kept", cases)
    secrets: set[str | None] = set()
    for case_file in open_log(repository.log, as_of=datetime(2026, 11, 22, tzinfo=UTC)).cases:
        case = case_file.case
        secrets |= {child.pseudonym for child in case.header.children}
        secrets |= {case.header.concern, case.header.outcome_sought}
        for event in case.events:
            secrets |= {event.note, event.action}
            secrets |= {event.reason} if event.to is None else set()
    words = {" ".join(each.split()) for each in secrets if each}
    assert len(words) > 60
    told = effect(repository)
    assert len(told["cases"]) == 27
    text = " ".join(json.dumps(told, ensure_ascii=False).split())
    assert [each for each in words if each in text] == []


def test_the_schema_of_the_document_is_closed_and_described(repository: Repository) -> None:
    schema = schema_of("effect")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:escalation-log:effect"
    objects = [schema, *schema["$defs"].values(), schema["$defs"]["issue"]["properties"]["key"]]
    for each in objects:
        if each["type"] == "object":
            assert each["additionalProperties"] is False
            assert each["required"] == list(each["properties"])
            assert all(one["description"].endswith(".") for one in each["properties"].values())
    repository.append("cases/2026/BA-2026-0006.yaml", CONFIRMED)
    jsonschema.Draft202012Validator(schema).validate(effect(repository))


def test_a_resolution_says_what_the_log_has_no_record_of(repository: Repository) -> None:
    repository.append(
        NEW,
        "  - {at: 2026-11-23 10:00, kind: resolved, by: receiving, rationale: Now met.}\n",
    )
    case = only_case(repository)
    assert case["told"] == [
        "Resolution recorded Monday 23 November 2026 at 10:00.",
        (
            "“Read the file and speak to the professional with the concern”, due Wednesday 25 "
            "November 2026, is no longer needed."
        ),
        ("“State the issue together, if it is a significant one”: no record that this was done."),
        "The case is resolved.",
        "The raising side has not agreed yet.",
    ]


def test_what_is_dated_before_the_case_began_is_told_so(repository: Repository) -> None:
    repository.append(
        NEW,
        "  - {at: 2025-11-20, kind: discussed, by: receiving, recorded: 2026-11-23 10:00}\n"
        "  - {at: 2026-11-20 15:00, kind: discussed, by: raising, recorded: 2026-11-23 10:05}\n",
    )
    told = only_case(repository)["told"]
    assert (
        "Discussion recorded Thursday 20 November 2025, entered Monday 23 November 2026 at 10:00; "
        "that is before the case began." in told
    )
    assert sum("before the case began" in each for each in told) == 1


def test_the_later_kinds_of_event_are_told_with_their_codes_and_no_text(
    repository: Repository,
) -> None:
    repository.append(
        NEW,
        f"""\
  - {{at: 2026-11-23 10:00, kind: disputed, duty: stage-1/respond, reason: not-told}}
  - {{at: 2026-11-23 10:01, kind: considered, what: commissioners, why: {SECRET}}}
  - {{at: 2026-11-23 10:02, kind: immediate-risk}}
  - {{at: 2026-11-23 10:03, kind: outcome, came_about: in-part}}
""",
    )
    case = only_case(repository)
    assert case["told"] == [
        (
            "Reply to a mark on “Read the file and speak to the professional with the concern” "
            "(we were not told) recorded Monday 23 November 2026 at 10:00."
        ),
        ("Step considered: telling the commissioners recorded Monday 23 November 2026 at 10:01."),
        "Immediate risk to the child recorded Monday 23 November 2026 at 10:02.",
        "Outcome for the child (in part) recorded Monday 23 November 2026 at 10:03.",
    ]
    assert case["coming"][0] == (
        "At once: Health visiting (invented) and Early help (invented) must tell a manager or "
        "safeguarding lead of the immediate risk."
    )
    assert SECRET not in json.dumps(case)
