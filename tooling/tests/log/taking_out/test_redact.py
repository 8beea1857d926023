"""`escalog redact` takes a value out, records that, and names the places that have it."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Ran, run
from tests.repositories import Repository, git, repository_of

BASE = Path(__file__).parents[2] / "examples" / "base"
CASE = "cases/2026/HB-2026-0001.yaml"
REFERENCE = "HB-2026-0001"
NAME = "Quillfeather"
WHY = ("--reason", "A name", "--authority", "The chair")
HEAD = """\
reference: HB-2026-0001
policy: harbour@2026-01
theme: communication
children: [{pseudonym: C-2M4RT, plan: child-in-need}, {pseudonym: C-2M4RU}]
raising: {agency: midwifery, role: practitioner}
receiving: {agency: social-care, role: practitioner}
concern: >-
  One Quillfeather
  did not pass on two appointments.
outcome_sought: One list of appointments that both keep.
"""
EVENTS = """\
events:
  # One Quillfeather rang.
  - {at: 2026-02-02 09:30, kind: disagreement, by: receiving, note: "Said \\"Quillfeather\\""}
  - at: 2026-02-03 14:00
    kind: raised
    by: raising
    how: email
    note: |  # as told

      One Quillfeather was
        told of it.

  - {at: 2026-02-03 15:00, kind: correction, by: partnership, of: 2,
     correct: {how: phone, note: 'Quillfeather''s call'}, reason: It was a call}
  - {at: 2026-02-03 16:00, kind: header-correction, by: partnership,
     correct: {concern: Quillfeather was late, child: {pseudonym: C-2M4RT}}, reason: One child}
  - at: 2026-02-05 11:00
    kind: resolved
    by: receiving
    rationale: It was
      Quillfeather's turn.
"""


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    shutil.copytree(BASE, tmp_path / "source")
    (tmp_path / "source" / CASE).write_text(HEAD + EVENTS, "utf-8")
    return repository_of(tmp_path / "log", tmp_path / "source")


def redact(log: Repository, *words: str) -> Ran:
    """Take something out of the case; whatever is printed says nothing of it."""
    ran = run("redact", REFERENCE, *words, *WHY, log=log.log)
    assert NAME not in ran.out + ran.err
    return ran


def stands(log: Repository) -> bool:
    """Say whether `history` and `check` let it pass."""
    held = run("history", "--base", "HEAD", log=log.log)
    checked = run("check", "--as-of", "2040-01-01", log=log.log)
    return (held.code, checked.code) == (0, 0) and "personal" not in checked.out


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        (
            ("top", "concern"),
            [
                "concern: >-",
                "  One Quillfeather",
                "  did not pass on two",
                "     correct: {concern: Q",
            ],
        ),
        (("1", "note"), ["  - {at: 2026-02-02 09:30"]),
        (
            ("2", "note"),
            [
                "    note: |  # as told",
                "",
                "      One Quillf",
                "        told of it.",
                "     correct: {how: phone",
            ],
        ),
        (("3", "note"), ["     correct: {how: phone"]),
        (("3", "reason"), ["     correct: {how: phone"]),
        (("4", "concern"), ["     correct: {concern: Q"]),
        (("5", "rationale"), ["    rationale: It was", "      Quillfeather's turn."]),
        (("top", "pseudonym"), ["children: [{pseud", "     correct: {concern: Q"]),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_nothing_but_the_value_goes(
    log: Repository, words: tuple[str, str], gone: list[str], ends: str
) -> None:
    path = log.path(CASE)
    path.write_bytes(path.read_bytes().replace(b"\n", ends.encode()))
    log.commit()
    before = run("assess", "--format", "json", "--as-of", "2026-11-22", log=log.log).out
    text = path.read_bytes().decode()
    ran = redact(log, *words)
    assert ran.code == 0
    now = path.read_bytes().decode()
    assert now.count("\r\n") == (now.count("\n") if ends == "\r\n" else 0)
    lines = list(difflib.ndiff(text.splitlines(), now.splitlines()))
    removed = [line[2:] for line in lines if line.startswith("-")]
    assert len(removed) == len(gone)
    assert all(line.startswith(start) for line, start in zip(removed, gone, strict=True))
    added = "\n".join(line[2:] for line in lines if line.startswith("+"))
    assert ("C-0000" if words[1] == "pseudonym" else "Taken out.") in added
    assert (
        f"kind: redaction\n    by: partnership\n    of: {words[0]}\n    field: {words[1]}\n"
        in added
    )
    assert added.endswith("reason: A name\n    authority: The chair")
    assert stands(log)
    assert run("assess", "--format", "json", "--as-of", "2026-11-22", log=log.log).out == before
    again = redact(log, *words)
    assert (again.code, again.out) == (3, "")
    assert "was taken out already" in again.err


@pytest.mark.parametrize(
    ("words", "correction"), [(("2", "note"), "event 3"), (("top", "concern"), "event 4")]
)
def test_what_a_correction_put_in_its_place_goes_as_well(
    log: Repository, words: tuple[str, str], correction: str
) -> None:
    out = redact(log, *words).out
    assert f"Taken out with it, since it stood for that text: {correction}.\n" in out
    (taken,) = [
        line
        for line in log.path(CASE).read_text("utf-8").splitlines()
        if ": Taken" in line and "correct:" in line
    ]
    assert f"{words[1]}: Taken out." in taken
    again = redact(log, *words)
    assert "was taken out already" in again.err


def test_of_a_correction_that_is_named_only_what_it_put_there_goes(log: Repository) -> None:
    out = redact(log, "3", "note").out
    assert "Taken out with it" not in out
    assert "One Quillfeather was" in log.path(CASE).read_text("utf-8")
    # The event itself can still be named later.
    assert "Taken out with it" not in redact(log, "2", "note").out
    assert "One Quillfeather was" not in log.path(CASE).read_text("utf-8")


def test_what_a_correction_that_waits_put_in_its_place_goes_as_well(log: Repository) -> None:
    name = "20260206T0900-correction-k3f9"
    waiting = log.path(CASE.replace(".yaml", f"/{name}.yaml"))
    waiting.parent.mkdir()
    waiting.write_text(
        f"reference: {REFERENCE}\nevent:\n  at: 2026-02-06 08:00\n  kind: correction\n  of: 5\n"
        f"  correct: {{rationale: Mrs {NAME} agreed}}\n  reason: It was her\n"
        "  recorded: 2026-02-06 09:00\n",
        "utf-8",
    )
    log.commit()
    assert f"since it stood for that text: event {name}.\n" in redact(log, "5", "rationale").out
    assert NAME not in waiting.read_text("utf-8")
    assert stands(log)


def test_a_redaction_of_the_top_says_so_in_words(log: Repository) -> None:
    redact(log, "top", "outcome_sought")
    assert "of: top\n    field: outcome_sought" in log.path(CASE).read_text("utf-8")
    assert stands(log)
    log.edit(CASE, "field: outcome_sought", "field: note")
    checked = run("check", "--as-of", "2040-01-01", log=log.log)
    assert "The top of the file has no such text" in checked.out
    assert "Type `concern`, `outcome_sought` or `pseudonym`" in checked.out


def test_an_event_that_waits_is_called_by_its_id(log: Repository) -> None:
    name = "20260206T0900-debrief-k3f9"
    waiting = log.path(CASE.replace(".yaml", f"/{name}.yaml"))
    waiting.parent.mkdir()
    waiting.write_text(
        f"reference: {REFERENCE}\nevent:\n  at: 2026-02-06 08:00\n  kind: debrief\n"
        f"  recorded: 2026-02-06 09:00\n  note: With Mrs {NAME}.\n",
        "utf-8",
    )
    log.commit("Tell of it (#12)")
    ran = redact(log, name, "note")
    assert f"Commit together: {CASE.replace('.yaml', f'/{name}.yaml')}, {CASE}\n" in ran.out
    assert "#12, and any others" in ran.out
    assert NAME not in waiting.read_text("utf-8")
    assert f'of: "{name}"' in log.path(CASE).read_text("utf-8")
    assert stands(log)


def test_every_commit_branch_and_message_with_the_value_is_named(log: Repository) -> None:
    folder = log.folder
    first = git(folder, "rev-parse", "HEAD")
    git(folder, "tag", "told")
    git(folder, "checkout", "--quiet", "-b", "aside")
    log.path("NOTES.md").write_text("One Quillfeather\n   was told of it.\n", "utf-8")
    second = log.commit("Write it down elsewhere")
    git(folder, "checkout", "--quiet", "main")
    third = log.commit("One Quillfeather was told of it. (#41)")
    git(folder, "checkout", "--quiet", "--detach")
    log.path("LOST.md").write_text("One Quillfeather was told of it.\n", "utf-8")
    lost = log.commit("Lost")
    git(folder, "checkout", "--quiet", "main")
    log.commit("Nothing of it")
    out = redact(log, "2", "note").out
    assert "Git: 4 commits brought it" in out
    named = [line.split()[0] for line in out.splitlines() if line.startswith("    ")]
    assert {*named} - {"They"} == {each[:12] for each in (first, second, third, lost)}
    assert f"{third[:12]} of " in out
    assert ", in its message" in out
    assert "They are in: aside, main, told\n" in out
    assert "#41, and any others of this case." in out


def test_what_is_committed_nowhere_is_said_to_be_in_no_commit(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "log")
    (tmp_path / "log" / CASE).write_text(HEAD + EVENTS, "utf-8")
    ran = run("redact", REFERENCE, "2", "note", *WHY, log=tmp_path / "log")
    assert "- Git: no commit of this clone has it.\n" in ran.out


def test_other_places_of_the_case_with_the_same_words_are_named(log: Repository) -> None:
    log.edit(CASE, "  # One Quillfeather rang.\n", "  # Quillfeather's call\n")
    log.edit(
        CASE, "rationale: It was\n      Quillfeather's turn.", "rationale: Quillfeather's call"
    )
    log.commit()
    out = redact(log, "3", "note").out
    assert f"    {CASE}: events.5.rationale\n" in out
    redact(log, "5", "rationale")
    log.edit(CASE, "Taken out.\n", "Quillfeather's call\n")
    out = redact(log, "5", "rationale").out
    assert f"    {CASE}: a comment\n" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("9", "note"), "Event 9 has no note that could be taken out"),
        (("2", "rationale"), "Event 2 has no rationale that could be taken out"),
        (("2", "pseudonym"), "Event 2 has no pseudonym that could be taken out"),
        (("top", "note"), "The top of the case has no note that could be taken out"),
    ],
)
def test_what_is_not_there_is_not_taken_out(
    log: Repository, words: tuple[str, str], says: str
) -> None:
    ran = redact(log, *words)
    assert (ran.code, ran.out) == (3, "")
    assert says in ran.err
    assert git(log.folder, "status", "--porcelain") == ""


def test_a_coded_field_is_never_taken_out(log: Repository) -> None:
    ran = redact(log, "2", "how")
    assert ran.code == 2
    assert "Nothing is taken out of such a field." in ran.err


def test_why_and_by_whom_name_nobody(log: Repository) -> None:
    reason = ("--reason", "Born on 4.5.2011", "--authority", "The chair")
    ran = run("redact", REFERENCE, "2", "note", *reason, log=log.log)
    assert ran.code == 3
    assert "The text after --reason seems to hold a date of birth." in ran.err
    assert "2011" not in ran.err


def test_screening_never_keeps_a_case_from_being_judged(log: Repository) -> None:
    log.append(
        CASE,
        "  - at: 2026-02-06 08:00\n    kind: debrief\n    note: With a child born on 4.5.2011.\n",
    )
    new = run("history", "--base", "HEAD", log=log.log)
    assert new.code == 1
    assert "events[5].note: This new text seems to hold a date of birth." in new.out
    log.commit()
    assert run("history", "--base", "HEAD", log=log.log).code == 0
    checked = run("check", log=log.log)
    assert checked.code == 0
    line = f"escalog redact {REFERENCE} 6 note --reason REASON --authority AUTHORITY"
    assert "warning: This text seems to hold a date of birth." in checked.out
    assert line in checked.out
    judged = run("assess", REFERENCE, "--format", "json", log=log.log)
    assert judged.code == 0
    assert '"not_judged": []' in judged.out
    assert json.loads(judged.out)["cases"][0]["as_of_commit"] is None
    assert redact(log, "6", "note").code == 0
    assert stands(log)
