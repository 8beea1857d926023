"""What tells of cases is readable by its owner alone; what everybody may see, by everybody."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalation_log.bot.memory import Memory, write_memory
from tests.cli.running import run
from tests.site.building import build, copy_log

AS_OF = ("--as-of", "2026-11-20")


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    mask = os.umask(0o022)
    yield
    assert os.umask(mask) == 0o022


def modes(folder: Path) -> set[int]:
    """Give the permissions of a folder and of all that is in it."""
    return {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_exports_are_for_their_owner_alone(tmp_path: Path) -> None:
    for form in ("json", "csv", "ics", "atom"):
        path = tmp_path / f"log.{form}"
        path.touch(mode=0o644)
        assert run("export", "--format", form, "--to", path, *AS_OF).code == 0
        assert modes(path) == {0o600}


def test_digests_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "digests"
    assert run("digest", "--to", folder, *AS_OF).code == 0
    assert modes(folder) == {0o700, 0o600}
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o755


def test_the_memory_of_the_bot_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.touch(mode=0o644)
    write_memory(path, Memory(repository="example-team/log", issues=()))
    assert modes(path) == {0o600}


def test_of_the_exported_sites_the_public_one_is_for_everybody(tmp_path: Path) -> None:
    site = ("export", "--format", "site")
    assert run(*site, "--to", tmp_path / "one", *AS_OF).code == 0
    assert modes(tmp_path / "one") == {0o700, 0o600}
    assert run(*site, "--public", "--to", tmp_path / "one", *AS_OF).code == 0
    assert modes(tmp_path / "one") == {0o755, 0o644}


def test_of_the_built_sites_the_public_one_is_for_everybody(tmp_path: Path) -> None:
    log = copy_log(tmp_path / "log", cases=True)
    (log / "build" / "site").mkdir(parents=True)
    built = build(log)
    assert modes(built.site) == {0o700, 0o600}
    assert stat.S_IMODE((log / "build").stat().st_mode) == 0o755
    settings = log / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("    as_of:", "    projection: public\n    as_of:")
    assert "site_dir: build/site" in text
    settings.write_text(text.replace("site_dir: build/site", "site_dir: build/public"), "utf-8")
    build(log)
    assert modes(log / "build" / "public") == {0o755, 0o644}
