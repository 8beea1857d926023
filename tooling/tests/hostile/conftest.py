"""The log of hostile texts, and the restricted site that MkDocs builds of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.planting import build_planted
from tests.made_once import Workshop


@pytest.fixture(scope="session")
def planted(workshop: Workshop) -> Path:
    """Give the log, with its site built, which tests only read."""
    return workshop.make("hostile-texts", build_planted)
