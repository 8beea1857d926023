"""`escalog editor` writes what VS Code needs, for a log that lies anywhere."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from escalation_log.export.editor_files import EDITOR_MARK
from tests.bot.bench.parts import required
from tests.cli.running import run
from tests.export.language_server import LanguageServer, serving
from tests.logs import FOUR

CASE = "cases/2026/KN-2026-0008.yaml"
WAITING = "cases/2026/KN-2026-0008/20261130T1015-discussed-k3f9.yaml"
SETTINGS = ".vscode/settings.json"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a log of its own, away from the tool, with what the command writes there."""
    folder = tmp_path / "log"
    for name in ("cases", "policies"):
        shutil.copytree(FOUR / name, folder / name)
    ran = run("editor", log=folder)
    assert (ran.code, ran.err) == (0, "")
    return folder


def read_with_comments(path: Path) -> Any:
    return json.loads(re.sub(r"(?m)^//.*$", "", path.read_text("utf-8")))


def test_it_is_written_once_and_again_where_something_changed(log: Path) -> None:
    assert run("editor", log=log).out == "Nothing to write.\n"
    (log / ".vscode/schemas/case.schema.json").unlink()
    assert run("editor", log=log).out == "Wrote .vscode/schemas/case.schema.json.\n"


def test_what_somebody_wrote_by_hand_is_left_as_it_is(log: Path) -> None:
    path = log / SETTINGS
    path.write_text('{"editor.fontSize": 16}\n', "utf-8")
    ran = run("editor", log=log)
    assert ran.code == 0
    assert ran.err == f"Left {SETTINGS} as it is: it was written by hand.\n"
    assert "fontSize" in path.read_text("utf-8")
    path.write_text(f"{EDITOR_MARK}\n{{}}\n", "utf-8")
    assert run("editor", log=log).out == f"Wrote {SETTINGS}.\n"


def test_every_path_lies_in_the_log_and_names_no_other_host(log: Path) -> None:
    settings = read_with_comments(log / SETTINGS)
    for schema in settings["yaml.schemas"]:
        assert schema.startswith("./.vscode/schemas/")
        assert (log / schema).is_file()
    assert settings["yaml.schemaStore.enable"] is False
    for path in (log / ".vscode").rglob("*.json"):
        refs = re.findall(r'"\$ref": "([^"]+)"', path.read_text("utf-8"))
        assert all(each.startswith("#/") for each in refs), path
    extensions = read_with_comments(log / ".vscode/extensions.json")
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}


@pytest.fixture
def server(log: Path) -> Any:
    """Run the language server of VS Code on the log."""
    # A case of the tool's own says in its first line where the schema lies there.
    for path in (log / "cases").rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\A# yaml-language-server: .*\n", "", text), "utf-8")
    with serving(required(), log, read_with_comments(log / SETTINGS)) as server:
        yield server


def test_the_server_completes_each_kind_of_file(log: Path, server: LanguageServer) -> None:
    case = (log / CASE).read_text("utf-8")
    added = "  - at: 2026-11-30 10:15\n    kind: "
    assert {"discussed", "escalated"} <= {*server.completed(CASE, f"{case}{added}d")}
    sides = ["raising", "receiving", "partnership"]
    waiting = "reference: KN-2026-0008\nevent:\n  at: 2026-11-30 10:00\n  kind: discussed\n  by: "
    assert server.completed(WAITING, waiting) == sides
    for file, text, key in (
        ("policies/knowsley/2020-06.yaml", "", "counting"),
        ("policies/knowsley/partnership.yaml", "", "reference_prefix"),
        ("policies/knowsley/2020-06.statements.yaml", "", "countersigned"),
        ("policies/calendars/scotland.yaml", "", "bank_holidays"),
        ("policies/history.yaml", "", "baseline"),
        ("cases/holds.yaml", "", "holds"),
        ("cases/destroyed.yaml", "", "quarters"),
    ):
        assert key in server.completed(file, text), file


@pytest.mark.parametrize(
    "file",
    [
        CASE,
        "policies/knowsley/2020-06.yaml",
        "policies/knowsley/partnership.yaml",
        "policies/calendars/england-and-wales.yaml",
    ],
)
def test_the_server_finds_nothing_wrong_with_sound_files(
    file: str, log: Path, server: LanguageServer
) -> None:
    text = (log / file).read_text("utf-8")
    assert server.faults(file, text) == []


def test_the_server_finds_what_the_schema_refuses(server: LanguageServer) -> None:
    text = "reference: KN-2026-0008\nevent:\n  at: 2026-11-30 10:00\n  kind: spoken\n"
    found = " ".join(server.faults(WAITING, text))
    assert "recorded" in found
    assert "discussed" in found
