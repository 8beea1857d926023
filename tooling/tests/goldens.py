"""Outputs compared with committed files, the golden ones, which one command accepts anew."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A folder of golden files; while `accepting`, what differs is written instead of refused."""

    folder: Path
    accepting: bool

    def check(self, name: str, text: str) -> None:
        """Fail with the differences unless `text` is what the file `name` holds."""
        path = self.folder / name
        expected = path.read_bytes().decode("utf-8") if path.is_file() else ""
        if text == expected and path.is_file():
            return
        if self.accepting:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        differences = unified_diff(
            expected.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm=""
        )
        pytest.fail(
            "\n".join([f"{name} is not as it was; `make accept` accepts it.", *differences]),
            pytrace=False,
        )
