"""`escalog lock` writes down new editions, and never anew what cases are judged by."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.lock import LOCK_FILE, read_lock
from tests.cli.running import run
from tests.repositories import repository_of

BASE = Path(__file__).parents[1] / "examples" / "base"
POLICY = "policies/harbour/2026-01.yaml"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def change(log: Path) -> None:
    path = log / POLICY
    path.write_text(path.read_text("utf-8").replace("{working_days: 5}", "{working_days: 6}"))


def test_a_new_edition_is_added(log: Path) -> None:
    before = (log / LOCK_FILE).read_bytes()
    (log / LOCK_FILE).unlink()
    ran = run("lock", log=log)
    assert (ran.code, ran.out, ran.err) == (0, "Added harbour@2026-01.\n", "")
    assert (log / LOCK_FILE).read_bytes() == before


def test_where_every_edition_is_held_nothing_is_written(log: Path) -> None:
    (log / LOCK_FILE).chmod(0o400)
    ran = run("lock", log=log)
    assert (ran.code, ran.out) == (0, f"{LOCK_FILE} holds every edition already.\n")


def test_an_edition_with_cases_is_never_written_anew(log: Path) -> None:
    before = (log / LOCK_FILE).read_bytes()
    change(log)
    ran = run("lock", log=log)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Left harbour@2026-01 as it is: cases were opened under it")
    assert "`corrects: 2026-01`" in ran.err
    assert (log / LOCK_FILE).read_bytes() == before


def test_an_edition_without_cases_is_written_anew(log: Path) -> None:
    locked, _ = read_lock(log)
    shutil.rmtree(log / "cases")
    change(log)
    ran = run("lock", log=log)
    assert ran.code == 0
    assert "Wrote harbour@2026-01 anew" in ran.out
    assert read_lock(log)[0] != locked


def test_an_edition_with_problems_is_left_out(log: Path) -> None:
    (log / LOCK_FILE).unlink()
    path = log / POLICY
    path.write_text(path.read_text("utf-8").replace("role: chair", "role: char"))
    ran = run("lock", log=log)
    assert (ran.code, ran.out) == (1, "")
    assert "Left harbour@2026-01 out: it has problems." in ran.err
    assert not (log / LOCK_FILE).exists()


def test_a_faulty_lock_is_not_written_over(log: Path) -> None:
    with (log / LOCK_FILE).open("a") as file:
        file.write("harbour\n")
    ran = run("lock", log=log)
    assert (ran.code, ran.out) == (3, "")
    assert "has problems" in ran.err


def test_an_edition_whose_line_was_lost_is_not_blessed_as_it_is_now(tmp_path: Path) -> None:
    repository = repository_of(tmp_path, BASE)
    (tmp_path / LOCK_FILE).unlink()
    repository.commit("Lose the lock")
    change(tmp_path)
    repository.commit("Change the edition")
    ran = run("lock", log=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Left harbour@2026-01 as it is: cases were opened under it")
    assert not (tmp_path / LOCK_FILE).exists()


def test_a_lost_line_comes_back_where_the_edition_is_as_it_was(tmp_path: Path) -> None:
    repository = repository_of(tmp_path, BASE)
    before, _ = read_lock(tmp_path)
    (tmp_path / LOCK_FILE).unlink()
    repository.commit("Lose the lock")
    ran = run("lock", log=tmp_path)
    assert (ran.code, ran.out) == (0, "Added harbour@2026-01.\n")
    assert read_lock(tmp_path)[0] == before
