"""A log as of a revision: real repositories, whole, shallow, partial and strange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.log.revisions import changed_elsewhere, changed_files, laid_out, merge_base
from escalation_log.model.errors import EscalogError
from tests.repositories import Repository, git, repository_of

CASE = "cases/2026/KN-2026-0008.yaml"
AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_revision_opens_like_any_log_and_leaves_nothing_behind(repository: Repository) -> None:
    before = open_log(repository.log, as_of=AS_OF)
    first = merge_base(repository.log, "HEAD")
    repository.path(CASE).unlink()
    repository.commit()
    with laid_out(repository.log, first) as folder:
        log = open_log(folder, as_of=AS_OF)
        assert [each.case for each in log.cases] == [each.case for each in before.cases]
        assert changed_files(folder, repository.log) == (CASE,)
        assert not any("/.git" in str(path) for path in folder.rglob("*"))
    assert not folder.exists()


def test_what_is_not_committed_counts_as_changed(repository: Repository) -> None:
    repository.append(CASE, "# A remark.\n")
    with laid_out(repository.log, merge_base(repository.log, "HEAD")) as folder:
        assert changed_files(folder, repository.log) == (CASE,)


def test_the_comparison_is_with_where_the_branch_began(repository: Repository) -> None:
    began = git(repository.folder, "rev-parse", "HEAD")
    git(repository.folder, "checkout", "--quiet", "-b", "change")
    repository.append(CASE, "# On the branch.\n")
    repository.commit()
    git(repository.folder, "checkout", "--quiet", "main")
    repository.append("policies/knowsley/policy.md", "\nMeanwhile.\n")
    repository.commit()
    git(repository.folder, "checkout", "--quiet", "change")
    assert merge_base(repository.log, "main") == began
    assert merge_base(repository.log, git(repository.folder, "rev-parse", "main")[:12]) == began


def test_a_log_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    repository = repository_of(tmp_path, within="safeguarding/our log")
    (repository.folder / "README.md").write_text("Elsewhere.\n")
    repository.append(CASE, "# A remark.\n")
    base = merge_base(repository.log, "HEAD")
    with laid_out(repository.log, base) as folder:
        assert changed_files(folder, repository.log) == (CASE,)
        assert len(open_log(folder, as_of=AS_OF).cases) > 20
    assert changed_elsewhere(repository.log, base) == ("README.md",)


def test_files_outside_the_log_are_counted_once(repository: Repository) -> None:
    base = merge_base(repository.log, "HEAD")
    assert changed_elsewhere(repository.log, base) == ()
    (repository.folder / "one.md").write_text("Committed.\n")
    repository.commit()
    (repository.folder / "two\nlines.md").write_text("Not committed.\n")
    repository.append(CASE, "# A remark.\n")
    assert changed_elsewhere(repository.log, base) == ("one.md", "two\nlines.md")


def test_a_revision_without_a_log_is_an_empty_one(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "README.md").write_text("Not yet.\n")
    repository = Repository(folder=tmp_path, log=tmp_path)
    first = repository.commit()
    (tmp_path / "policies").mkdir()
    with laid_out(tmp_path, first) as folder:
        log = open_log(folder, as_of=AS_OF)
    assert (log.cases, log.problems) == ((), ())


def test_attributes_and_settings_of_a_checkout_change_nothing(repository: Repository) -> None:
    attributes = "*.yaml text eol=crlf export-subst\ncases/ export-ignore\n"
    (repository.folder / ".gitattributes").write_text(attributes)
    base = repository.commit()
    with laid_out(repository.log, base) as folder:
        assert changed_files(folder, repository.log) == ()


def test_a_link_out_of_the_log_is_laid_out_and_not_followed(
    repository: Repository, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("reference: KN-2026-0001\n")
    repository.path("cases/2026/KN-2026-0099.yaml").symlink_to(secret)
    repository.path("cases/elsewhere").symlink_to(tmp_path, target_is_directory=True)
    base = repository.commit()
    with laid_out(repository.log, base) as folder:
        log = open_log(folder, as_of=AS_OF)
    assert {each.file for each in log.problems} >= {"cases/2026/KN-2026-0099.yaml"}
    assert secret.read_text() == "reference: KN-2026-0001\n"


@pytest.mark.parametrize(
    "revision", ["nobody", "--help", "--upload-pack=ls", "HEAD:cases", "", "a\nb"]
)
def test_an_unknown_revision_is_said_to_be_one(revision: str, repository: Repository) -> None:
    with pytest.raises(EscalogError, match="knows no revision") as raised:
        merge_base(repository.log, revision)
    assert raised.value.hint is not None
    assert "git fetch" in raised.value.hint


def test_a_folder_outside_a_repository_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    with pytest.raises(EscalogError, match="lies in no Git repository"):
        merge_base(tmp_path, "HEAD")


def test_a_branch_without_a_commit_is_said_to_be_one(repository: Repository) -> None:
    git(repository.folder, "switch", "--quiet", "--orphan", "empty")
    with pytest.raises(EscalogError, match="Nothing has been committed"):
        merge_base(repository.log, "main")


def test_histories_that_never_met_are_said_to_be(repository: Repository) -> None:
    git(repository.folder, "checkout", "--quiet", "--orphan", "other")
    repository.commit("Begin anew")
    with pytest.raises(EscalogError, match="no commit in common"):
        merge_base(repository.log, "main")


def _shallow(repository: Repository, tmp_path: Path) -> tuple[Path, str]:
    first = git(repository.folder, "rev-parse", "HEAD")
    repository.commit()
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository.folder}", clone)
    return clone, first


def _shallow_branches(repository: Repository, tmp_path: Path) -> tuple[Path, str]:
    git(repository.folder, "branch", "other")
    repository.commit("On main")
    git(repository.folder, "checkout", "--quiet", "other")
    repository.commit("On the other")
    clone = tmp_path / "clone"
    source = f"file://{repository.folder}"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", source, clone)
    return clone, "origin/main"


@pytest.mark.parametrize("shallow", [_shallow, _shallow_branches])
def test_a_shallow_clone_is_told_how_to_get_the_rest(
    shallow: Callable[[Repository, Path], tuple[Path, str]],
    repository: Repository,
    tmp_path: Path,
) -> None:
    clone, revision = shallow(repository, tmp_path)
    with pytest.raises(EscalogError) as raised:
        merge_base(clone, revision)
    assert raised.value.hint is not None
    assert "fetch-depth: 0" in raised.value.hint


def test_a_clone_that_lacks_contents_is_said_to(repository: Repository) -> None:
    base = git(repository.folder, "rev-parse", "HEAD")
    blob = git(repository.folder, "rev-parse", f"HEAD:{CASE}")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with (
        pytest.raises(EscalogError, match="lacks a part") as raised,
        laid_out(repository.log, base),
    ):
        pass
    assert raised.value.hint is not None


def test_without_git_the_message_says_so(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EscalogError, match="Git is not installed"):
        merge_base(repository.log, "HEAD")
