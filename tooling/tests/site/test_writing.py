"""Pages of cases are the same whether one process writes them, or two, or the other one dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from escalation_log.log.opening import open_log
from escalation_log.log.workers import has_two_processors
from escalation_log.site.frames import Frame
from escalation_log.site.page_writing import CaseWriting
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.second_writer import SecondWriter
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Shell
from escalation_log.site.sources import shipped_folder
from escalation_log.site.stamping import stamp_cases
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary
from tests.cli.running import run
from tests.thoroughness import whole

AS_OF = "2026-11-20"
NUMBER = 230


def shell_of(frame: Frame) -> Shell:
    return Shell.of(f"<title>{SHELL_TITLE}</title><p>{frame.judged}</p>{CONTENT}")


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    log = tmp_path_factory.mktemp("sample") / "log"
    options = ("--cases", str(NUMBER), "--seed", "7", "--out", log, "--as-of", AS_OF)
    assert run("sample", *options).code == 0
    as_of = judging_moment(AS_OF)
    return publication_of(open_log(log, as_of=as_of), as_of)


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates(shipped_folder("templates"))


@pytest.fixture(scope="module")
def expected(publication: Publication, templates: Templates) -> dict[str, bytes]:
    pages = stamp_cases(publication, templates, shell_of)
    return {page.address: page.html.encode() for page in pages}


@contextmanager
def threads(number: int) -> Iterator[None]:
    ended = Event()
    for _ in range(number):
        Thread(target=ended.wait).start()
    try:
        yield
    finally:
        ended.set()


def written(folder: Path) -> dict[str, bytes]:
    pages = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in pages}


def other_of(writing: CaseWriting) -> SecondWriter:
    if not has_two_processors():
        pytest.skip("there is one processor")
    assert writing._other is not None
    return writing._other


def assert_all(
    summaries: tuple[CaseSummary, ...],
    folder: Path,
    publication: Publication,
    expected: dict[str, bytes],
) -> None:
    found = written(folder)
    assert found.keys() == expected.keys()
    for address, page in expected.items():
        assert found[address].decode().splitlines() == page.decode().splitlines(), address
    assert [each.reference for each in summaries] == [
        file.case.reference for file in publication.files
    ]


# With a second thread the other process is started afresh, and sent what it needs.
@pytest.mark.parametrize("number", [0, whole(1)])
def test_two_processes_write_what_one_writes(
    publication: Publication,
    templates: Templates,
    expected: dict[str, bytes],
    tmp_path: Path,
    number: int,
) -> None:
    with threads(number):
        writing = CaseWriting(publication, templates)
        other_of(writing)
        # The other one has drafted some by the time it learns what goes around them.
        sleep(0.5)
        summaries = writing.finish(shell_of, tmp_path)
    assert_all(summaries, tmp_path, publication, expected)


def test_what_a_process_that_died_has_not_written_is_written_here(
    publication: Publication, templates: Templates, expected: dict[str, bytes], tmp_path: Path
) -> None:
    writing = CaseWriting(publication, templates)
    other = other_of(writing)
    sleep(0.5)
    other._process.kill()
    assert_all(writing.finish(shell_of, tmp_path), tmp_path, publication, expected)


def test_what_is_abandoned_writes_nothing_and_leaves_no_process(
    publication: Publication, templates: Templates
) -> None:
    writing = CaseWriting(publication, templates)
    process = other_of(writing)._process
    assert process.is_alive()
    writing.abandon()
    assert process.exitcode is not None
    writing.abandon()
