"""A command that is killed leaves the log valid and whole, and the next one clears up after it."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.killing import Killer, moments
from tests.cli.running import run
from tests.cli.writing import COMMANDS, Place, made
from tests.thoroughness import whole


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made(tmp_path_factory.mktemp("killed") / "source")


@pytest.mark.parametrize("kills", [4, whole(32)])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_loses_nothing_and_leaves_nothing(
    name: str, kills: int, source: Place, tmp_path: Path, killer: Killer
) -> None:
    writing, place = COMMANDS[name], Place(folder=tmp_path / "place")

    def begin() -> None:
        place.begin_anew(source)
        writing.before(place)

    begin()
    before = place.files()
    to_the_end = killer.run(*writing.line(place), temporary=place.temporary)
    assert to_the_end.code == 0, to_the_end.said
    after = place.files()
    assert place.lies_about() == []
    for kill_at, calls in moments(to_the_end, kills, random.Random(name)):
        begin()
        killed = killer.run(
            *writing.line(place), temporary=place.temporary, kill_at=kill_at, after=calls
        )
        # Near its end a run may be over before so many calls.
        assert killed.code in (-signal.SIGKILL, 0), killed.said
        assert killed.is_over
        found = place.files()
        for file in before.keys() | after.keys():
            whole_ones = {each[file] for each in (before, after) if file in each}
            assert file not in found or found[file] in whole_ones, file
        # What goes from the log goes once all stands that is written for it: the case that an
        # event is folded into, the entry of a case that is destroyed.
        is_written = all(
            found.get(file) == data for file, data in after.items() if file.startswith("log/")
        )
        for file in before:
            may_go = not file.startswith("log/") or (file not in after and is_written)
            assert file in found or may_go, f"{file} is gone"
        checked = killer.run("--log", place.log, "check", temporary=place.temporary)
        assert checked.code == 0, checked.said
        assert [each for each in place.lies_about() if not each.startswith("out/")] == []
        again = killer.run(*writing.line(place), temporary=place.temporary)
        # Where a new log was whole already, a second one rightly does not take its place; and what
        # was taken out cannot be taken out again.
        refused = (
            {"sample": 2, "as-at": 2, "redact": 3, "retention --destroy": 3}
            if found == after
            else {}
        )
        assert again.code == refused.get(name, 0), again.said
        assert (place.files(), place.lies_about()) == (after, [])


def test_what_a_killed_command_had_started_ends_with_it(tmp_path: Path, killer: Killer) -> None:
    """With so many cases a second process checks some of them."""
    log, temporary = tmp_path / "log", tmp_path / "temporary"
    temporary.mkdir()
    assert run("sample", "--cases", "520", "--seed", "9", "--out", log).code == 0
    arguments = ("--log", log, "check", "--as-of", "2026-06-30")
    to_the_end = killer.run(*arguments, temporary=temporary)
    assert (to_the_end.code, to_the_end.is_over) == (0, True)
    for share in (0.3, 0.6):
        at = int(to_the_end.asked * share)
        killed = killer.run(*arguments, temporary=temporary, kill_at=at)
        assert (killed.code, killed.is_over) == (-signal.SIGKILL, True)
