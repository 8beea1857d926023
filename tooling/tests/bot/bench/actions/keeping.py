"""Keep files between the jobs and runs of workflows, as the services of GitHub do.

Run by the actions beside it: python keeping.py upload|download|save|restore, told what by the
environment.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

STORE = Path(os.environ.get("BENCH_STORE", "."))
ARTIFACTS = STORE / "artifacts"
CACHES = STORE / "caches"
# Where a path of a cache may lie, by what it is called among what is kept: a job's own folder is
# another one in each run.
PLACES = {"temp": Path(os.environ.get("RUNNER_TEMP", os.devnull)), "work": Path.cwd()}


def upload() -> None:
    """Copy what is named to the artifact, from the folder that all of it shares."""
    found = [each for pattern in _lines("PLACES") for each in _matching(pattern)]
    if not found:
        _say(f"No files were found: {os.environ['PLACES']}")
        sys.exit(os.environ.get("IF_NONE") == "error")
    target = ARTIFACTS / os.environ["NAME"]
    if target.exists() and os.environ["NAME"] != "github-pages":
        sys.exit(f"There is an artifact {target.name} already")
    shared = Path(os.path.commonpath([each if each.is_dir() else each.parent for each in found]))
    for each in found:
        _copy(each, target / each.relative_to(shared))


def download() -> None:
    """Copy an artifact to a folder."""
    source = ARTIFACTS / os.environ["NAME"]
    if not source.exists():
        sys.exit(f"There is no artifact {source.name}")
    shutil.copytree(source, os.environ["PLACES"], dirs_exist_ok=True)


def save() -> None:
    """Keep files under a key; what is kept under it already stays."""
    target = CACHES / os.environ["KEY"]
    if target.exists():
        _say(f"There is a cache {target.name} already")
        return
    for pattern in _lines("PLACES"):
        for each in _matching(pattern):
            name, place = next(held for held in PLACES.items() if each.is_relative_to(held[1]))
            _copy(each, target / name / each.relative_to(place))


def restore() -> None:
    """Put back what is kept under a key, or the newest under one that begins as asked."""
    exact = CACHES / os.environ["KEY"]
    beginnings = _lines("BEGINNINGS")
    kept = sorted(CACHES.glob("*"), key=lambda each: each.stat().st_mtime_ns, reverse=True)
    fitting = [each for start in beginnings for each in kept if each.name.startswith(start)]
    found = exact if exact.exists() else next(iter(fitting), None)
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"cache-hit={str(found == exact).lower()}\n")
        outputs.write(f"cache-matched-key={found.name if found else ''}\n")
    if found is None:
        _say("Nothing is kept under such a key")
        return
    for name, place in PLACES.items():
        if (found / name).is_dir():
            shutil.copytree(found / name, place, dirs_exist_ok=True)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _lines(name: str) -> list[str]:
    return [each.strip() for each in os.environ.get(name, "").splitlines() if each.strip()]


def _matching(pattern: str) -> list[Path]:
    place = Path.cwd() / pattern
    if place.exists():
        return [place]
    return sorted(each for each in Path.cwd().glob(pattern) if each.is_file())


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


if __name__ == "__main__":
    {"upload": upload, "download": download, "save": save, "restore": restore}[sys.argv[1]]()
