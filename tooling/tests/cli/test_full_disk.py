"""A disk without room: what stood there stands whole, nothing half written is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.killing import Killer
from tests.cli.writing import COMMANDS, Place, made

# These two write only what they compare with, into a temporary folder.
TEMPORARY = ("effect", "impact", "as-at")
# In bytes, the longest that a file may be: nothing, and the beginning of anything.
ROOM = (0, 100)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made(tmp_path_factory.mktemp("full") / "source")


@pytest.mark.parametrize("room", ROOM)
@pytest.mark.parametrize("name", COMMANDS)
def test_on_a_full_disk_everything_stays_as_it_was(
    name: str, room: int, source: Place, tmp_path: Path, killer: Killer
) -> None:
    writing, place = COMMANDS[name], Place(folder=tmp_path / "place")
    place.begin_anew(source)
    writing.before(place)
    before = place.files()
    ran = killer.run(*writing.line(place), temporary=place.temporary, most_bytes=room)
    assert (ran.code, ran.is_over) == (3, True), ran.said
    assert "Traceback" not in ran.said
    assert "File too large" in ran.said or name in TEMPORARY
    assert (place.files(), place.lies_about()) == (before, [])


def test_a_lock_is_not_lost_where_there_is_no_room_for_another(
    source: Place, tmp_path: Path, killer: Killer
) -> None:
    place = Place(folder=tmp_path / "place")
    place.begin_anew(source)
    lock = place.log / "policies" / "editions.lock"
    line = ("--log", place.log, "lock")
    assert killer.run(*line, temporary=place.temporary).code == 0
    before = lock.read_bytes()
    edition = place.log / "policies" / "strathkell" / "2025-04.yaml"
    text = edition.read_text("utf-8")
    edition.with_name("2026-06.yaml").write_text(
        text.replace("version: 2025-04", "version: 2026-06"), "utf-8"
    )
    ran = killer.run(*line, temporary=place.temporary, most_bytes=100)
    assert ran.code == 3
    assert f"{lock} cannot be written: File too large. It is as it was." in ran.said
    assert lock.read_bytes() == before
    assert killer.run(*line, temporary=place.temporary).said == "Added strathkell@2026-06.\n"
