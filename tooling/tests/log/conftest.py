"""A log of its own for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.log.small_log import BASE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give the folder of a small log."""
    return Path(shutil.copytree(BASE, tmp_path / "log"))
