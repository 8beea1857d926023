"""What a run remembers comes back whole, or the run says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.bot.issue_plan import State
from escalation_log.bot.memory import Memory, Remembered, read_memory, write_memory
from escalation_log.model.errors import EscalogError
from tests.bot.wanting import key

MEMORY = Memory(
    repository="example-team/log",
    issues=(
        Remembered(number=1, key=key(1), state=State.OPEN, is_settled=True),
        Remembered(number=2, key=key(2, "case", 7), state=State.CLOSED, is_settled=False),
    ),
)


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "memory.json"
    assert read_memory(path, MEMORY.repository) is None
    write_memory(path, MEMORY)
    assert read_memory(path, "Example-Team/Log") == MEMORY
    assert MEMORY.settled == {1}
    assert [each.name for each in path.parent.iterdir()] == ["memory.json"]


def test_the_memory_of_another_repository_is_none(tmp_path: Path) -> None:
    write_memory(tmp_path / "memory.json", MEMORY)
    assert read_memory(tmp_path / "memory.json", "example-team/other") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\xff",
        '{"schema_version": 2, "repository": "a/b", "issues": []}',
        '{"schema_version": 1, "repository": "a/b", "issues": {}}',
        '{"schema_version": 1, "repository": "a/b", "issues": [7]}',
        '{"schema_version": 1, "repository": "a/b", "issues": [{"number": 1}]}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_memory_is_named_with_a_way_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / "memory.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(EscalogError) as raised:
        read_memory(path, "a/b")
    assert raised.value.message == f"{path}: this is no memory of `escalog sync`."
    assert raised.value.hint is not None
    assert "--forget" in raised.value.hint


def test_a_memory_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.mkdir()
    with pytest.raises(OSError, match="memory"):
        write_memory(path, MEMORY)
    assert [each.name for each in tmp_path.iterdir()] == ["memory.json"]
