"""Time what cases add to a strict build of the site, compared with as many Markdown pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.markdown_pages import markdown_of
from bench.timing import Comparison
from tests.logs import FOUR, REPOSITORY

AS_OF = "2026-11-20"
_PLUGIN = "  escalation-log: {}\n"
_LISTED = "not_in_nav: |\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The cost of a build: seconds, processor seconds, and the largest process in bytes."""

    seconds: float
    processor: float
    memory: int


def of_a_year(quick: bool) -> Comparison:
    """Build the site of 1,000 cases; see `_against_markdown_pages`."""
    return _against_markdown_pages("site", 200 if quick else 1_000, rounds=3)


def of_ten_years(quick: bool) -> Comparison:
    """Build the site of 10,000 cases; see `_against_markdown_pages`."""
    return _against_markdown_pages("site-large", 1_000 if quick else 10_000, rounds=1)


def _against_markdown_pages(name: str, number: int, *, rounds: int) -> Comparison:
    """Compare the cost of cases on the site with that of as many Markdown pages of the same text.

    The other way is the obvious one: a script writes Markdown, and MkDocs does the rest. Here the
    time of the script is not even counted, nor that of reading, checking and judging cases. Its
    pages are left out of the navigation and the search, where they would take far longer. The time
    of a build of the same site without cases is subtracted from both. Processor time is measured,
    so that a busy machine gives the same result.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        ours = _log(work / "ours", number)
        none = _without_cases(work / "none", ours)
        theirs = _without_cases(work / "theirs", ours)
        _build(ours, work / "pages")
        pages = sorted((work / "pages" / "cases").glob("*/*.html"))
        assert len(pages) == number
        _write_markdown(pages, theirs / "site" / "pages" / "cases")
        # Each build has a new folder, since a disk is slow where many files were deleted just
        # before.
        builds = [
            [_build(each, work / f"{each.name}-{number}") for each in (none, ours, theirs)]
            for number in range(rounds)
        ]
    empty, full, markdown = (min(each, key=_processor) for each in zip(*builds, strict=True))
    added = full.processor - empty.processor
    return Comparison(
        name=name,
        against="Markdown pages",
        items=number,
        ours=added,
        theirs=markdown.processor - empty.processor,
        promised=4,
        note=(
            f"{number:,} cases add {added:.1f} s of processors' time to {empty.processor:.1f} s "
            f"(by the clock {full.seconds - empty.seconds:.1f} s; at most "
            f"{full.memory >> 20} MB a process)"
        ),
    )


def _processor(build: Build) -> float:
    return build.processor


def _log(target: Path, number: int) -> Path:
    arguments = ["--cases", str(number), "--seed", "1", "--out", str(target), "--as-of", AS_OF]
    command = [sys.executable, "-m", "escalation_log", "--log", str(FOUR), "sample", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for part in ("pages", "theme"):
        shutil.copytree(REPOSITORY / "site" / part, target / "site" / part)
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    assert _PLUGIN in settings
    assert _LISTED in settings
    settings = settings.replace(_PLUGIN, f'  escalation-log:\n    as_of: "{AS_OF}"\n')
    settings = settings.replace(_LISTED, f"{_LISTED}  /cases/\n")
    (target / "mkdocs.yml").write_text(settings, "utf-8")
    return target


def _without_cases(target: Path, log: Path) -> Path:
    shutil.copytree(log, target, ignore=shutil.ignore_patterns("cases"))
    return target


def _write_markdown(pages: Sequence[Path], target: Path) -> None:
    for page in pages:
        written = target / page.parent.name / f"{page.stem}.md"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(markdown_of(page.read_text("utf-8")), "utf-8")


def _build(log: Path, site: Path) -> Build:
    started = perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)],
        cwd=log,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    _, status, usage = os.wait4(running.pid, 0)
    seconds = perf_counter() - started
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0
    return Build(
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * 1024,
    )
