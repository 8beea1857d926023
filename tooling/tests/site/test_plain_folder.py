"""Where the exported site is written to: what is replaced, and what is left alone or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.site.folder import LISTING, NotOurs, replaced_folder
from tests.cli.running import run
from tests.logs import FOUR
from tests.site.both_sites import (
    contents,
    export,
)
from tests.site.building import copy_log


def refused(ran_code: int, words: str, expected: str) -> None:
    assert ran_code == 2
    assert expected in words
    assert "Traceback" not in words


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    ran = run("export", "--format", "site", "--to", target)
    refused(ran.code, ran.err, "holds what escalog did not write, notes.txt for one.")
    assert contents(target) == {"notes.txt": b"mine"}
    (target / "notes.txt").unlink()
    assert run("export", "--format", "site", "--public", "--to", target).code == 0
    (target / "policies" / "notes.txt").write_text("mine")
    ran = run("export", "--format", "site", "--public", "--to", target)
    refused(ran.code, ran.err, "policies/notes.txt for one.")
    assert (target / "policies" / "notes.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_was_written_is_written_anew(tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert export(FOUR, target).code == 0
    first = contents(target)
    assert any(name.startswith("cases/") for name in first)
    assert export(FOUR, target).code == 0
    assert contents(target) == first
    assert export(FOUR, target, "--public").code == 0
    assert not any(name.startswith("cases/") for name in contents(target))
    assert list(tmp_path.iterdir()) == [target]
    (tmp_path / "file").write_text("")
    ran = export(FOUR, tmp_path / "file")
    refused(ran.code, ran.err, "is a file. Name a folder.")


def test_an_export_that_fails_leaves_the_old_site(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    target = tmp_path / "site"
    assert export(root, target).code == 0
    before = contents(target)
    page = root / "site" / "pages" / "about.md"
    page.write_text("---\npublic: true\n---\n\n[away](nowhere.md)\n", encoding="utf-8")
    for option in ([], ["--public"]):
        ran = export(root, target, *option)
        assert ran.code == 3
        assert "about.md has a link to nowhere.md, and this site has no such page." in ran.err
        assert "Traceback" not in ran.err
    assert contents(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "site"]


def test_a_folder_whose_place_cannot_be_taken_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replaced_folder(target) as put:
        put("a.html", b"old")

    def write_while_somebody_else_does() -> None:
        with replaced_folder(target) as put:
            put("a.html", b"new")
            (target / "mine.txt").write_text("came meanwhile")

    with pytest.raises(NotOurs):
        write_while_somebody_else_does()
    assert (target / "a.html").read_bytes() == b"old"
    assert (target / "mine.txt").read_text() == "came meanwhile"
    assert list(tmp_path.iterdir()) == [target]


def test_a_listing_that_is_not_ours_protects_nothing_and_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / LISTING).write_text("a.html\n")
    (tmp_path / "a.html").write_text("")
    with pytest.raises(NotOurs, match="did not write"), replaced_folder(tmp_path):
        raise AssertionError


def test_a_link_to_a_folder_leads_to_the_folder_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with replaced_folder(tmp_path / "link") as put:
        put("a.html", b"")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a.html").is_file()


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(NotOurs, match="leads nowhere"), replaced_folder(tmp_path / "link"):
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_a_site_needs_a_folder_and_only_a_site_has_a_public_side() -> None:
    ran = run("export", "--format", "site")
    refused(ran.code, ran.err, "A site needs a folder: name one with --to DIR.")
    ran = run("export", "--format", "csv", "--public")
    refused(ran.code, ran.err, "--public is for --format site.")
