"""`escalog codeowners` writes who reviews, and `check` holds the file to what partnerships say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.code_owners import CODE_OWNERS_FILE
from tests.cli.running import run
from tests.logs import FOUR

BASE = Path(__file__).parents[1] / "examples" / "base"
PARTNERSHIP = "policies/harbour/partnership.yaml"
REVIEWERS = """\
reviewers:
  tool: {owner}/tool
  cases: [{owner}/cases, example-lead]
  policies: {owner}/policies
  contacts: {owner}/contacts
  taking_out: {owner}/records
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


def name_reviewers(log: Path, partnership: str = PARTNERSHIP, owner: str = "example") -> None:
    with (log / partnership).open("a", encoding="utf-8") as file:
        file.write(REVIEWERS.format(owner=owner))


def test_the_file_is_written_once_and_satisfies_the_check(log: Path) -> None:
    name_reviewers(log)
    assert run("check", log=log).code == 1
    ran = run("codeowners", log=log)
    assert (ran.code, ran.out, ran.err) == (0, f"Wrote {CODE_OWNERS_FILE}.\n", "")
    assert run("check", log=log).code == 0
    assert run("check", log / CODE_OWNERS_FILE, log=log).code == 0
    ran = run("codeowners", log=log)
    assert (ran.code, ran.out) == (0, f"Nothing to change in {CODE_OWNERS_FILE}.\n")


def test_lines_that_were_added_by_hand_do_not_go_without_a_word(log: Path) -> None:
    name_reviewers(log)
    run("codeowners", log=log)
    path = log / CODE_OWNERS_FILE
    for lines, said in (
        ("\n/docs/ @example/writers\n", "1 line that stood there is gone, "),
        ("/docs/ @example/writers\n/site/ @example/web\n", "2 lines that stood there are gone, "),
    ):
        path.write_text(f"{path.read_text('utf-8')}{lines}", "utf-8")
        ran = run("codeowners", log=log)
        assert (ran.code, ran.out) == (0, f"Wrote {CODE_OWNERS_FILE}.\n")
        assert ran.err == f"{said}since no `reviewers` say so.\n"


def test_line_ends_of_another_system_are_the_same(log: Path) -> None:
    name_reviewers(log)
    assert run("codeowners", log=log).code == 0
    path = log / CODE_OWNERS_FILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", log=log).code == 0


def test_of_several_partnerships_each_has_its_own_and_all_have_the_rest(tmp_path: Path) -> None:
    log = Path(shutil.copytree(FOUR, tmp_path / "log"))
    for partnership in ("knowsley", "barnsley"):
        name_reviewers(log, f"policies/{partnership}/partnership.yaml", partnership)
    assert run("codeowners", log=log).code == 0
    _, _, *lines = (log / CODE_OWNERS_FILE).read_text("utf-8").splitlines()
    assert lines == [
        "* @barnsley/tool @knowsley/tool",
        "/cases/ @barnsley/cases @example-lead @knowsley/cases",
        "/policies/ @barnsley/policies @knowsley/policies",
        "/cases/*/BA-* @barnsley/cases @example-lead",
        "/cases/*/BA-*/** @barnsley/cases @example-lead",
        "/policies/barnsley/ @barnsley/policies",
        "/policies/barnsley/partnership.yaml @barnsley/contacts",
        "/cases/*/KN-* @knowsley/cases @example-lead",
        "/cases/*/KN-*/** @knowsley/cases @example-lead",
        "/policies/knowsley/ @knowsley/policies",
        "/policies/knowsley/partnership.yaml @knowsley/contacts",
        "/cases/destroyed.yaml @barnsley/records @knowsley/records",
        "/cases/holds.yaml @barnsley/records @knowsley/records",
    ]


def test_what_was_written_by_hand_is_kept(log: Path) -> None:
    name_reviewers(log)
    path = log / CODE_OWNERS_FILE
    path.parent.mkdir()
    path.write_text("* @somebody\n")
    ran = run("codeowners", log=log)
    assert (ran.code, ran.out) == (3, "")
    assert "was written by hand" in ran.err
    assert path.read_text() == "* @somebody\n"
    path.unlink()
    assert run("codeowners", log=log).code == 0


def test_a_folder_in_its_place_is_said_not_removed(log: Path) -> None:
    name_reviewers(log)
    (log / CODE_OWNERS_FILE).mkdir(parents=True)
    assert run("codeowners", log=log).code == 3
    ran = run("check", log=log)
    assert (ran.code, CODE_OWNERS_FILE in ran.out) == (1, True)


def test_without_reviewers_nothing_is_written_and_any_file_will_do(log: Path) -> None:
    ran = run("codeowners", log=log)
    assert (ran.code, ran.out) == (3, "")
    assert "No partnership says who reviews what." in ran.err
    assert not (log / CODE_OWNERS_FILE).exists()
    (log / CODE_OWNERS_FILE).mkdir(parents=True)
    assert run("check", log=log).code == 0


def test_a_partnership_with_problems_is_mended_first(log: Path) -> None:
    name_reviewers(log)
    path = log / PARTNERSHIP
    path.write_text(path.read_text("utf-8").replace("example-lead", "lead@example.org"))
    ran = run("codeowners", log=log)
    assert (ran.code, ran.out) == (3, "")
    assert f"escalog check {PARTNERSHIP}" in ran.err
    said = run("check", log=log).out
    assert "an account on GitHub, or a team with its organisation, without @" in said
    assert "lead@example" not in said
    assert CODE_OWNERS_FILE not in said
