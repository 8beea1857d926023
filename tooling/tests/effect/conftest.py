"""A repository with the log of four policies in it, which a test may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository, repository_of


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Give a repository whose one commit is the log of four policies."""
    return repository_of(tmp_path / "repository")
