"""A policy's text and the pages of the site are read before the site is built from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from escalation_log.model.problems import Problem
from tests.log.small_log import AS_OF, BASE

TEXT = "policies/harbour/policy.md"
PAGE = "site/pages/about.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def found(root: Path, file: str, data: bytes) -> list[Problem]:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_bytes(data)
    return list(check_log(root, as_of=AS_OF).problems)


@pytest.mark.parametrize("file", [TEXT, PAGE])
@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        ("# About\n\nCaf\u00e9\n".encode("latin-1"), (3, 4), "is not saved as UTF-8"),
        ("# About\n".encode("utf-16"), (1, 1), "is saved as UTF-16"),
        ("# About\n\nCaf\ufffd\n".encode(), (3, 4), "A sign was lost here"),
        (b"# About\n\n<<<<<<< HEAD\nOne\n", (3, 1), "Two versions of this text"),
        (b"# About\n\nOne\n" + b">" * 7 + b" other\n", (4, 1), "Two versions of this text"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_with_its_place(
    root: Path, file: str, data: bytes, place: tuple[int, int], message: str
) -> None:
    [problem] = found(root, file, data)
    assert (problem.file, problem.rule) == (file, "readable-text")
    assert (problem.line, problem.column) == place
    assert message in problem.message


@pytest.mark.parametrize("file", [TEXT, PAGE])
@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf# About\n",
        b"About\n=======\n\n> quoted\n",
        "# About \U0001f469\u200d\U0001f467 \u201cand\u201d\u00a0\u2013 caf\u00e9\n".encode(),
    ],
)
def test_marks_and_signs_of_ordinary_text_are_let_be(root: Path, file: str, data: bytes) -> None:
    assert found(root, file, data) == []


def test_a_page_counts_as_a_file_of_the_log(root: Path) -> None:
    before = check_log(root, as_of=AS_OF).files
    assert found(root, PAGE, b"# About\n") == []
    (root / "site/pages/picture.svg").write_bytes(b"\xff")
    assert check_log(root, as_of=AS_OF).files == before + 1
    assert check_log(root, as_of=AS_OF, paths=[root / PAGE]).files == 1


def test_a_folder_called_like_a_page_is_told(root: Path) -> None:
    (root / "site/pages/about.yaml").mkdir(parents=True)
    (root / "site/pages/more").symlink_to(root / "cases")
    assert [each.rule for each in check_log(root, as_of=AS_OF).problems] == ["readable"]
