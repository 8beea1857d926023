"""ProperDocs, which keeps the plugins of MkDocs working, builds the same site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site.building import FIFTH, build, copy_log

GENERATOR = re.compile(rb'<meta name="generator" content="mkdocs-[^"]*">')


def test_mkdocs_and_properdocs_give_the_same_files_but_for_their_name(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    expected = _files(build(root).site)
    other = tmp_path / "properdocs"
    done = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", other],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = _files(other)
    assert len(built) > 60
    assert sorted(built) == sorted(expected)
    for address, content in built.items():
        assert content == expected[address], address
    assert any(b"ProperDocs" in path.read_bytes() for path in other.rglob("*.html"))


def _files(site: Path) -> dict[str, bytes]:
    """Read every file of a site, without the tag that names the program."""
    return {
        path.relative_to(site).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
    }
