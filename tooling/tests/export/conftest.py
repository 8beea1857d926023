"""A log that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.logs import FOUR


@pytest.fixture
def own_log(tmp_path: Path) -> Path:
    """Give a copy of the log of four policies."""
    log = tmp_path / "log"
    for folder in ("policies", "cases"):
        shutil.copytree(FOUR / folder, log / folder)
    return log
