"""What is written is whole or not there, and a draft is removed once nobody holds it."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from escalation_log.log.drafts import (
    drafted_folder,
    remove_left_behind,
    replace_files,
    replaced_file,
    take_the_place_of,
    temporary_folder,
)
from escalation_log.model.errors import EscalogError

LEFT = ".memory.json.0123456789abcdef.escalog"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fail_while_writing(path: Path) -> None:
    with replaced_file(path) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_file_is_replaced_at_the_end_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)
    with replaced_file(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert (path.read_text(), mode(path)) == ("new", 0o640)
    with pytest.raises(RuntimeError):
        fail_while_writing(path)
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_restricted_is_for_its_owner_alone_whatever_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o644)
    with replaced_file(path, is_restricted=True) as file:
        file.write(b"new")
    assert mode(path) == 0o600
    with temporary_folder() as folder:
        assert mode(folder) == 0o700
    assert not folder.exists()


def test_of_several_files_none_is_replaced_where_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    with pytest.raises(EscalogError, match="missing"):
        replace_files({tmp_path / "one": b"new", tmp_path / "missing" / "two": b"new"})
    assert (tmp_path / "one").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    replace_files({tmp_path / "one": b"new", tmp_path / "two": b"new"})
    assert [(tmp_path / name).read_text() for name in ("one", "two")] == ["new", "new"]


def test_a_file_is_replaced_through_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "link").symlink_to("file")
    replace_files({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "new"


def test_a_draft_that_somebody_holds_is_left_alone(tmp_path: Path) -> None:
    with drafted_folder(tmp_path / "log") as draft, replaced_file(tmp_path / "file") as file:
        (draft / "within").touch()
        remove_left_behind(tmp_path)
        assert (draft / "within").exists()
        assert len(list(tmp_path.iterdir())) == 2
        file.write(b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_nobody_holds_is_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / LEFT).mkdir()
    (tmp_path / LEFT / "within").touch()
    (tmp_path / LEFT.replace("memory", "other")).touch()
    kept = ("memory.json", ".memory.json.0123.escalog", ".escalog", LEFT[1:], f"{LEFT}~")
    for name in kept:
        (tmp_path / name).touch()
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / ".link.0123456789abcdef.escalog"
    link.symlink_to("elsewhere")
    remove_left_behind(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "elsewhere", link.name}


@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_takes_the_place_of_another(tmp_path: Path, is_there: bool) -> None:
    target = tmp_path / "deep" / "target"
    if is_there:
        target.mkdir(parents=True)
        (target / "old").touch()
    with drafted_folder(target) as draft:
        (draft / "new").touch()
        take_the_place_of(target, draft)
    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(target.parent.iterdir()) == [target]


def test_a_temporary_folder_stands_where_the_system_wants_it() -> None:
    with temporary_folder() as folder:
        assert folder.parent == Path(tempfile.gettempdir()).resolve()
        assert not list(folder.iterdir())
