"""Signs that no file of a log may hold: refused in files, and harmless in the names of files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.hostile import alive
from tests.hostile.corpus import RAW, TEXTS
from tests.logs import FOUR
from tests.thoroughness import one_in_by_day
from tests.waiting import waits

IN_ACTIONS = {"GITHUB_ACTIONS": "true"}
PLACES = (
    ("cases/2026/KN-2026-0007.yaml", "concern: "),
    ("cases/2026/KN-2026-0008.yaml", "theme: "),
    ("policies/knowsley/2020-06.yaml", "title: "),
    ("policies/knowsley/partnership.yaml", "name: "),
    ("policies/calendars/scotland.yaml", "title: "),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a copy of a log."""
    return Path(shutil.copytree(FOUR, tmp_path / "log"))


@pytest.mark.parametrize("number", one_in_by_day(4, range(len(RAW))))
@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "as it is"])
def test_a_file_that_holds_them_is_refused(log: Path, number: int, is_escaped: bool) -> None:
    text = RAW[number]
    written = json.dumps(text) if is_escaped else f"'{text}'"
    waiting = waits(
        log,
        "at: 2026-11-01, kind: learning, recorded: 2026-11-01 10:00, note: x",
        case="2026/KN-2026-0001",
    )
    places = [*PLACES, (waiting.relative_to(log).as_posix(), "  note: ")]
    for file, begins in places:
        lines = (log / file).read_text("utf-8").split("\n")
        place = next(number for number, line in enumerate(lines) if line.startswith(begins))
        lines[place] = f"{begins}{written}"
        (log / file).write_text("\n".join(lines), "utf-8")
    told = run("check", "--format", "json", log=log)
    assert told.code == 1
    problems = json.loads(told.out)["problems"]
    assert {each["file"] for each in problems if each["severity"] == "problem"} >= {
        file for file, _ in places
    }
    for form in ("text", "github"):
        said = run("check", "--format", form, log=log, environment=IN_ACTIONS).out
        assert alive.on_terminal(said) == []
        assert alive.in_annotations(said) == []


def test_no_contact_leads_to_a_script(log: Path) -> None:
    file = log / "policies/knowsley/partnership.yaml"
    before = file.read_text("utf-8")
    for address in ("javascript:zqcanary()", "data:text/html,zqcanary", "//zqcanary.example"):
        added = f"contacts:\n  - {{id: x, name: X, url: '{address}', checked_on: null}}\n"
        file.write_text(before.replace("contacts:\n", added, 1), "utf-8")
        ran = run("check", log=log)
        assert (ran.code, "contacts[0].url" in ran.out) == (1, True), address


def named(log: Path) -> int:
    """Give files of a log every name that the machine's file system takes."""
    made = 0
    for text in (*RAW, *TEXTS):
        name = text.replace("/", "-").replace("\0", "")[:60]
        for folder in ("cases/2026", "policies/knowsley", "policies/calendars"):
            (log / folder / f"{name}.yaml").write_text("x: [\n", "utf-8")
            made += 1
    return made


@pytest.mark.parametrize(
    "asked",
    [
        ("check",),
        ("check", "--format", "github"),
        ("assess", "KN-2026-0007"),
        ("sync", "--dry-run"),
        ("fold", "--dry-run"),
        ("digest", "--agency", "police"),
        ("export", "--format", "csv", "KN-2026-0007"),
        ("lock",),
    ],
    ids=" ".join,
)
def test_nothing_is_alive_in_what_is_said_of_the_names_of_files(
    log: Path, asked: tuple[str, ...]
) -> None:
    assert named(log) > 200
    ran = run(*asked, log=log, environment=IN_ACTIONS)
    said = ran.out + ran.err
    assert said
    assert alive.on_terminal(said.replace("\ufeff", "")) == []
    assert alive.in_annotations(said) == []
