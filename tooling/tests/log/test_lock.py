"""The lock is read line by line, and what cases are judged by is never written anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.log.lock import LOCK_FILE, LockPlan, plan_lock, read_lock, write_lock

ONE, OTHER = (f"sha256:{digit * 64}" for digit in "ab")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    return tmp_path


def test_what_is_written_is_read(root: Path) -> None:
    hashes = {"quay@v2": OTHER, "harbour@2026-01": ONE}
    write_lock(root, hashes)
    assert read_lock(root) == (hashes, ())
    lines = (root / LOCK_FILE).read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        f"harbour@2026-01 {ONE}",
        f"quay@v2 {OTHER}",
    ]


def test_a_byte_order_mark_is_passed_over(root: Path) -> None:
    (root / LOCK_FILE).write_bytes(b"\xef\xbb\xbf" + f"harbour@2026-01 {ONE}\n".encode())
    assert read_lock(root) == ({"harbour@2026-01": ONE}, ())


def test_a_lock_may_be_missing(root: Path) -> None:
    assert read_lock(root) == ({}, ())


def test_a_lock_that_is_a_folder_is_told(root: Path) -> None:
    (root / LOCK_FILE).mkdir()
    hashes, [problem] = read_lock(root)
    assert hashes == {}
    assert (problem.file, problem.rule) == (LOCK_FILE, "readable")


def test_each_faulty_line_is_told(root: Path) -> None:
    text = f"# A remark\n\nharbour@2026-01 {ONE}\nharbour@2026-01 {OTHER}\nquay {ONE}\n\xff\n"
    (root / LOCK_FILE).write_bytes(text.encode("latin-1"))
    hashes, problems = read_lock(root)
    assert hashes == {"harbour@2026-01": ONE}
    assert [(problem.rule, problem.line) for problem in problems] == [
        ("lock", 4),
        ("lock", 5),
        ("lock", 6),
    ]


@given(st.binary())
def test_any_bytes_can_be_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    root = tmp_path_factory.mktemp("log", numbered=True)
    (root / "policies").mkdir()
    (root / LOCK_FILE).write_bytes(data)
    read_lock(root)


def test_only_what_no_case_is_judged_by_is_written_anew() -> None:
    plan = plan_lock(
        {"a@1": ONE, "b@1": ONE, "c@1": ONE},
        {"a@1": ONE, "b@1": OTHER, "c@1": OTHER, "d@1": ONE},
        {"a@1", "b@1", "d@1"},
        {},
    )
    assert plan == LockPlan(added=("d@1",), changed=("c@1",), refused=("b@1",))


def test_a_line_that_was_committed_still_counts_where_it_was_lost() -> None:
    committed = {"a@1": ONE, "b@1": ONE, "c@1": ONE}
    plan = plan_lock({}, {"a@1": ONE, "b@1": OTHER, "c@1": OTHER}, {"a@1", "b@1"}, committed)
    assert plan == LockPlan(added=("a@1",), changed=("c@1",), refused=("b@1",))
