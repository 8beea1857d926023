"""Golden files are compared exactly and rewritten only when accepting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.goldens import Golden


def test_equal_text_passes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("due 9 March – in time\n".encode())
    Golden(folder=tmp_path, accepting=False).check("a.txt", "due 9 March – in time\n")


@pytest.mark.parametrize("before", [b"one\ntwo\n", b"one\r\n", b"one", None])
def test_other_text_is_refused_with_the_way_to_accept_it(
    tmp_path: Path, before: bytes | None
) -> None:
    path = tmp_path / "a.txt"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(pytest.fail.Exception, match="make accept"):
        Golden(folder=tmp_path, accepting=False).check("a.txt", "one\n")
    assert (path.read_bytes() if path.exists() else None) == before


def test_an_empty_text_is_refused_where_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception):
        Golden(folder=tmp_path, accepting=False).check("a.txt", "")


def test_accepting_writes_the_text_with_its_own_line_ends(tmp_path: Path) -> None:
    Golden(folder=tmp_path, accepting=True).check("site/a.txt", "one\n")
    assert (tmp_path / "site" / "a.txt").read_bytes() == b"one\n"
