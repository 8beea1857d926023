"""What became of a case that is not in the log any more is found by its lists and by Git."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from escalation_log.log.gone_cases import GoneCase, gone_cases
from escalation_log.log.opening import open_log
from escalation_log.model.faulty_files import file_of_case
from tests.log.small_log import AS_OF, BASE
from tests.repositories import Repository, git, repository_of

WAS, IS = "HB-2026-0001", "HB-2026-0040"
CONCERN, OTHER = "Two appointments", "Three appointments"
DESTROYED = f"""\
format: 1
cases:
  - reference: {WAS}
    extent: destroyed
    hash: sha256:{"0" * 64}
    on: 2026-11-18
    authority: The business manager
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return repository_of(tmp_path / "log", BASE)


def became(repository: Repository, *references: str) -> dict[str, GoneCase]:
    return dict(gone_cases(open_log(repository.log, as_of=AS_OF), references or (WAS,)))


def salt(repository: Repository, reference: str) -> None:
    """Give a case a salt that no other case has, and commit that."""
    file = file_of_case(reference)
    repository.edit(file, "\npolicy:", f'\nsalt: "{"4936d2e2" * 4}"\npolicy:')
    repository.commit()


def rename(repository: Repository, *, reference: str = IS) -> None:
    """Give a case's file another name, and the case that reference or its old one."""
    old, new = repository.path(file_of_case(WAS)), repository.path(file_of_case(IS))
    new.write_text(old.read_text("utf-8").replace(f"reference: {WAS}", f"reference: {reference}"))
    old.unlink()


def test_a_case_with_another_reference_is_known_by_its_salt(repository: Repository) -> None:
    salt(repository, WAS)
    rename(repository)
    repository.edit(file_of_case(IS), CONCERN, OTHER)
    repository.append(file_of_case(IS), "  - {at: 2026-02-09 10:00, kind: reopened, by: raising}\n")
    repository.commit()
    (found,) = became(repository).values()
    assert (found.reference, found.successor, found.destroyed_on) == (WAS, IS, None)


def test_one_with_another_salt_is_known_by_what_was_recorded(repository: Repository) -> None:
    salt(repository, WAS)
    rename(repository)
    repository.edit(file_of_case(IS), "4936d2e2" * 4, "5" * 32)
    repository.append(file_of_case(IS), "  - {at: 2026-02-09 10:00, kind: reopened, by: raising}\n")
    repository.commit()
    assert became(repository)[WAS].successor == IS


def test_one_that_is_only_alike_is_no_successor(repository: Repository) -> None:
    rename(repository)
    repository.edit(file_of_case(IS), CONCERN, OTHER)
    repository.commit()
    assert became(repository)[WAS].successor is None


def test_of_a_case_that_is_removed_the_last_commit_with_its_file_is_given(
    repository: Repository,
) -> None:
    repository.append(file_of_case(WAS), "# A remark.\n")
    last = repository.commit()
    repository.path(file_of_case(WAS)).unlink()
    repository.commit()
    assert became(repository) == {WAS: GoneCase(reference=WAS, commit=last)}


def test_a_file_that_nobody_could_read_has_no_successor(repository: Repository) -> None:
    repository.path(file_of_case(WAS)).write_text("events: [")
    last = repository.commit()
    rename(repository)
    repository.path(file_of_case(IS)).unlink()
    repository.commit()
    assert became(repository) == {WAS: GoneCase(reference=WAS, commit=last)}


def test_a_case_that_retention_took_is_destroyed_whatever_git_still_has(
    repository: Repository,
) -> None:
    repository.path(file_of_case(WAS)).unlink()
    repository.path("cases/destroyed.yaml").write_text(DESTROYED)
    repository.commit()
    assert became(repository, WAS, "HB-2026-0077") == {
        WAS: GoneCase(reference=WAS, destroyed_on=date(2026, 11, 18)),
        "HB-2026-0077": GoneCase(reference="HB-2026-0077"),
    }


@pytest.mark.parametrize("is_salted", [True, False])
def test_nothing_is_said_of_a_case_that_may_lie_in_a_file_with_problems(
    repository: Repository, is_salted: bool
) -> None:
    if is_salted:
        salt(repository, WAS)
    rename(repository, reference=WAS)
    repository.commit()
    assert became(repository) == {}


def test_in_a_shallow_clone_nothing_is_said_of_a_file_that_it_never_had(
    repository: Repository, tmp_path: Path
) -> None:
    rename(repository)
    repository.commit()
    address = f"file://{repository.folder}"
    git(tmp_path, "clone", "--quiet", "--depth", "1", address, tmp_path / "shallow")
    shallow = open_log(tmp_path / "shallow", as_of=AS_OF)
    assert gone_cases(shallow, [WAS]) == {}
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert gone_cases(shallow, [WAS])[WAS].successor == IS


def test_outside_git_it_is_only_known_to_be_removed(repository: Repository) -> None:
    rename(repository)
    git(repository.folder, "init", "--quiet", "--separate-git-dir", repository.folder / "aside")
    (repository.folder / ".git").unlink()
    assert became(repository) == {WAS: GoneCase(reference=WAS)}
