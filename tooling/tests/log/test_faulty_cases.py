"""A case whose file has problems stands by its last sound state in Git, or is not judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from escalation_log.log.contents import Log
from escalation_log.log.earlier_versions import MOST_VERSIONS
from escalation_log.log.opening import open_log
from tests.cli.running import run_process
from tests.log.small_log import AS_OF, BASE, CASE
from tests.repositories import Repository, git, repository_of

NOT_YAML = "  - at: [2026\n"
AGAINST_THE_SCHEMA = "  - at: soon\n    kind: update\n"
AGAINST_A_RULE = "  - at: 2026-03-04 10:00\n    kind: escalated\n    to: stage-9\n    by: raising\n"
REFERENCE = "HB-2026-0001"


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    """Give a repository with a small log in a folder of it."""
    return repository_of(tmp_path / "repository", BASE, within="our log")


def opened(repository: Repository) -> Log:
    return open_log(repository.log, as_of=AS_OF)


def commit_of(log: Log) -> str:
    (case,) = log.earlier
    assert case.file == CASE
    assert case.earlier is not None
    assert case.earlier.problems
    assert {problem.file for problem in case.earlier.problems} == {CASE}
    assert log.not_judged == ()
    assert [each.case.reference for each in log.judged_cases] == [REFERENCE]
    return case.earlier.commit


@pytest.mark.parametrize("broken", [NOT_YAML, AGAINST_THE_SCHEMA, AGAINST_A_RULE])
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_broken_case_stands_by_its_last_sound_state(
    small: Repository, broken: str, *, is_committed: bool
) -> None:
    small.append(CASE, "# A remark.\n")
    sound = small.commit()
    events = opened(small).cases[0].case.events
    small.append(CASE, broken)
    if is_committed:
        small.commit()
    log = opened(small)
    assert commit_of(log) == sound
    (case,) = log.earlier
    assert case.case.events == events
    assert case.earlier is not None
    assert case.earlier.on == small.day_of(sound)
    assert log.sound_cases == ()


def test_a_mended_file_is_judged_as_it_is(small: Repository) -> None:
    text = small.path(CASE).read_text("utf-8")
    small.append(CASE, NOT_YAML)
    small.commit()
    assert opened(small).earlier
    small.path(CASE).write_text(text, "utf-8")
    log = opened(small)
    assert (log.earlier, log.not_judged) == ((), ())
    assert log.judged_cases == log.sound_cases == log.cases


def test_of_several_sound_states_the_newest_counts(small: Repository) -> None:
    small.append(CASE, "# One.\n")
    small.commit()
    small.append(CASE, "# Two.\n")
    newest = small.commit()
    for broken in (NOT_YAML, "# Still broken.\n"):
        small.append(CASE, broken)
        small.commit()
    assert commit_of(opened(small)) == newest


def test_what_was_only_on_a_side_branch_does_not_count(small: Repository) -> None:
    sound = git(small.folder, "rev-parse", "HEAD")
    git(small.folder, "checkout", "--quiet", "-b", "side")
    small.append(CASE, "# Never on the main branch by itself.\n")
    small.commit()
    small.append(CASE, NOT_YAML)
    small.commit()
    git(small.folder, "checkout", "--quiet", "main")
    (small.folder / "other").write_text("meanwhile\n")
    small.commit()
    git(small.folder, "merge", "--quiet", "--no-ff", "--message", "Merge", "side")
    assert commit_of(opened(small)) == sound


def test_settings_of_whoever_asks_change_nothing(small: Repository) -> None:
    sound = git(small.folder, "rev-parse", "HEAD")
    for name, value in (
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("log.showRoot", "false"),
        ("diff.renames", "copies"),
        ("color.ui", "always"),
    ):
        git(small.folder, "config", name, value)
    small.append(CASE, NOT_YAML)
    assert commit_of(opened(small)) == sound


def test_a_state_that_todays_rules_refuse_does_not_count(small: Repository) -> None:
    sound = git(small.folder, "rev-parse", "HEAD")
    theme = "theme: communication"
    small.edit(CASE, theme, "theme: another-of-old")
    small.commit()
    small.append(CASE, NOT_YAML)
    assert commit_of(opened(small)) == sound


def problems_of(log: Log) -> list[tuple[str, str | None, int, set[str]]]:
    assert log.earlier == ()
    return [
        (each.file, each.reference, each.position, {problem.rule for problem in each.problems})
        for each in log.not_judged
    ]


def test_outside_git_it_is_not_judged(root: Path) -> None:
    with (root / CASE).open("a", encoding="utf-8") as file:
        file.write(AGAINST_A_RULE)
    log = open_log(root, as_of=AS_OF)
    assert problems_of(log) == [(CASE, REFERENCE, 1, {"known-stage", "moves"})]
    assert log.judged_cases == ()


def new_case(repository: Repository) -> None:
    path = repository.path("cases/2026/HB-2026-0002.yaml")
    path.write_text("reference: [\n", "utf-8")
    repository.commit()


def not_committed(repository: Repository) -> None:
    repository.append("cases/2026/HB-2026-0002.yaml", "reference: [\n")


def too_many(repository: Repository) -> None:
    path = repository.path("cases/2026/HB-2026-0002.yaml")
    sound = repository.path(CASE).read_text("utf-8").replace(REFERENCE, "HB-2026-0002")
    path.write_text(sound, "utf-8")
    repository.commit()
    path.write_text(f"{sound}{NOT_YAML}", "utf-8")
    for _ in range(MOST_VERSIONS):
        repository.append("cases/2026/HB-2026-0002.yaml", "# Still broken.\n")
        repository.commit()


@pytest.mark.parametrize("happened", [new_case, not_committed, too_many])
def test_without_a_sound_state_within_reach_it_is_not_judged(
    small: Repository, happened: Callable[[Repository], None]
) -> None:
    happened(small)
    ((file, reference, position, rules),) = problems_of(opened(small))
    assert (file, reference, position) == ("cases/2026/HB-2026-0002.yaml", "HB-2026-0002", 2)
    assert rules == {"yaml"}


def test_a_shallow_clone_knows_no_earlier_state(small: Repository, tmp_path: Path) -> None:
    small.append(CASE, NOT_YAML)
    small.commit()
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{small.folder}", clone)
    log = open_log(clone / "our log", as_of=AS_OF)
    assert problems_of(log) == [(CASE, REFERENCE, 1, {"yaml"})]


def test_a_file_whose_name_is_no_reference_is_known_by_its_place(small: Repository) -> None:
    name = "cases/2026/Zebedee Quillfeather.yaml"
    small.path(name).write_text(small.path(CASE).read_text("utf-8"), "utf-8")
    small.commit()
    log = opened(small)
    assert [each.file for each in log.earlier] == [CASE]
    (lost,) = log.not_judged
    assert (lost.file, lost.reference, lost.position) == ("cases/2026/(file 2)", None, 2)
    assert "Zebedee" not in "".join(problem.message for problem in log.problems)


def test_a_case_under_faulty_rules_says_which_are_wrong(small: Repository) -> None:
    rules = "policies/harbour/2026-01.yaml"
    small.edit(rules, "role: chair", "role: char")
    (lost,) = opened(small).not_judged
    assert (lost.file, lost.is_file_faulty) == (CASE, False)
    assert {problem.file for problem in lost.problems} == {rules}


@pytest.mark.parametrize(("broken", "is_asked"), [("", False), (NOT_YAML, True)])
def test_only_a_faulty_case_file_has_git_asked(
    small: Repository, tmp_path: Path, broken: str, *, is_asked: bool
) -> None:
    small.append(CASE, broken)
    asked = tmp_path / "asked"
    stand_in = tmp_path / "bin" / "git"
    stand_in.parent.mkdir()
    stand_in.write_text(f"#!/bin/sh\necho \"$@\" >> '{asked}'\nexit 1\n", "utf-8")
    stand_in.chmod(0o755)
    ran = run_process("assess", cwd=small.log, environment={"PATH": f"{stand_in.parent}:/bin"})
    assert (ran.code, asked.exists()) == (int(is_asked), is_asked)


@pytest.mark.parametrize(("broken", "code"), [("", 0), (NOT_YAML, 1)])
def test_without_git_installed_a_log_is_judged_all_the_same(
    small: Repository, broken: str, code: int
) -> None:
    small.append(CASE, broken)
    ran = run_process("assess", cwd=small.log, environment={"PATH": "/nonexistent"})
    assert ran.code == code
    assert (f"Not judged: {CASE}, because it has problems." in ran.err) is bool(broken)
