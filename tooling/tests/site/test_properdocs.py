"""ProperDocs, which keeps the plugins of MkDocs working, builds the same site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.logs import FIFTH
from tests.site.building import copy_log

GENERATOR = re.compile(rb'<meta name="generator" content="mkdocs-[^"]*">')


@pytest.mark.nightly
def test_mkdocs_and_properdocs_give_the_same_files_but_for_their_name(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    expected = _built("mkdocs", root, tmp_path / "mkdocs")
    built = _built("properdocs", root, tmp_path / "properdocs")
    assert len(built) > 60
    assert sorted(built) == sorted(expected)
    for address, content in built.items():
        assert GENERATOR.sub(b"", content) == GENERATOR.sub(b"", expected[address]), address
    assert b"ProperDocs" in built["index.html"]


def _built(program: str, root: Path, target: Path) -> dict[str, bytes]:
    """Build a log, as if at a fixed second, and read every file of its site."""
    done = subprocess.run(
        [sys.executable, "-m", program, "build", "--strict", "-f", "mkdocs.yml", "-d", target],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795348800"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file()
    }
