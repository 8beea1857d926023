"""What of the shipped log is still in the repository, by the names in the tests' snapshot of it."""

from __future__ import annotations

from pathlib import Path

from tests.logs import FOUR, REPOSITORY


def _still_there(pattern: str) -> list[Path]:
    names = sorted(path.relative_to(FOUR) for path in FOUR.glob(pattern))
    return [REPOSITORY / name for name in names if (REPOSITORY / name).is_file()]


PARTNERSHIPS = _still_there("policies/*/partnership.yaml")
FOLDERS = [path.parent for path in PARTNERSHIPS]
CASES = _still_there("cases/*/*.yaml")
CALENDARS = _still_there("policies/calendars/*.yaml")
