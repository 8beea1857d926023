"""What two processes share comes out whole and in order, whatever becomes of the other one."""

from __future__ import annotations

import json
import subprocess
import sys
from multiprocessing import get_context
from typing import Any

import pytest

from escalation_log.log.workers import has_two_processors
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.generated import GeneratedFile, GeneratedPage
from escalation_log.site.sharing import Turns
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.logs import REPOSITORY
from tests.site.building import Built
from tests.site.shared_work import COUNT
from tests.site.summaries import summaries_of

SQUARES = [number**2 for number in range(COUNT)]


def run(name: str) -> Any:
    # The process of a test has threads, so that it has no copies.
    done = subprocess.run(
        [sys.executable, "-m", "tests.site.shared_work", name],
        cwd=REPOSITORY / "tooling",
        check=True,
        capture_output=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def test_two_processes_make_everything_in_order() -> None:
    if not has_two_processors():
        pytest.skip("there is one processor")
    done = run("sound")
    assert [square for square, _ in done["made"]] == SQUARES
    assert {is_here for _, is_here in done["made"]} == {True, False}
    assert done["left"] == 0


@pytest.mark.parametrize("name", ["with another thread", "failing in the copy"])
def test_where_a_copy_is_of_no_use_everything_is_made_here(name: str) -> None:
    assert run(name) == {"made": [[each, True] for each in SQUARES], "error": "", "left": 0}


def test_what_a_copy_that_died_took_with_it_is_made_here() -> None:
    done = run("ending the copy")
    assert [square for square, _ in done["made"]] == SQUARES
    assert done["left"] == 0


def test_an_error_is_raised_here() -> None:
    assert run("failing") == {"made": [], "error": "LookupError", "left": 0}


def test_more_numbers_than_a_pipe_holds_are_not_waited_for() -> None:
    turns = Turns(get_context("spawn"), 200_000)
    taken = [*turns]
    turns.close()
    assert 1_000 <= len(taken) < 200_000
    assert taken == [*range(len(taken))]


def test_what_needs_no_cases_is_the_same_with_some(built: Built) -> None:
    catalogue = catalogue_of(built.publication, Templates(shipped_folder("templates")))
    summaries = summaries_of(built.publication)
    parts = [part for part in catalogue.parts if not part.needs_cases]
    assert {type(part) for part in parts} == {GeneratedFile, GeneratedPage}
    for part in parts:
        assert part.write(()) == part.write(summaries), part.address
