"""The two sites of one log, built by MkDocs and exported without it, to be compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.cli.running import Ran, run
from tests.logs import REPOSITORY
from tests.site.building import AS_OF

RESTRICTED = "mkdocs.yml"
PUBLIC = "mkdocs.public.yml"
# A moment for what says when it was built, so that two builds may be the same.
EPOCH = "1795000000"
_ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>', re.DOTALL)
_CONTENTS = re.compile(r'<details class="el-contents">.*?</details>', re.DOTALL)
_BETWEEN_TAGS = re.compile(r"\s+")


def mkdocs(root: Path, settings: str, *, strict: bool = True) -> Path:
    """Build one of a log's sites with MkDocs, strictly unless told otherwise; give its folder."""
    if settings == PUBLIC:
        shutil.copy(REPOSITORY / PUBLIC, root / PUBLIC)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mkdocs", "build", "--config-file", settings),
            "--strict" if strict else "--no-strict",
        ],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "build" / ("public" if settings == PUBLIC else "site")


def export(root: Path, target: Path, *options: str) -> Ran:
    """Export a site of a log into a folder, whatever comes of it."""
    form = ("--format", "site", "--to", target, "--as-of", AS_OF)
    return run("export", *form, *options, log=root, environment={"SOURCE_DATE_EPOCH": EPOCH})


def install(folder: Path) -> Path:
    """Lay the package out as a wheel does, away from any checkout; give where Python finds it."""
    package = folder / "escalation_log"
    shutil.copytree(
        REPOSITORY / "tooling" / "escalation_log",
        package,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    wheel = (REPOSITORY / "hatch_build.py").read_text(encoding="utf-8")
    (sources,) = re.findall(r"for source in \((.*?)\)", wheel)
    for source in re.findall('"([^"]+)"', sources):
        path, copy = REPOSITORY / source, package / "site" / Path(source).name
        if path.is_dir():
            shutil.copytree(path, copy)
        else:
            shutil.copy(path, copy)
    return folder


def contents(site: Path) -> dict[str, bytes]:
    """Give every file of a site by its name."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def article(page: Path) -> str:
    """Give the main content of a page, without a table of contents, and with single spaces."""
    (found,) = _ARTICLE.findall(page.read_text(encoding="utf-8"))
    return _BETWEEN_TAGS.sub(" ", _CONTENTS.sub("", found)).strip()


@cache
def addresses(site: Path) -> frozenset[str]:
    """Give the addresses of all pages but that for wrong addresses, which only a server shows."""
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    return frozenset(pages - {"404.html"})
