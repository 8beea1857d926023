"""A repository that all tests of this folder share, as everything was recorded in it."""

from __future__ import annotations

import pytest

from tests.log.history.recorded import put_back, recorded
from tests.repositories import Repository


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Make the repository once for each process."""
    return recorded(tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def log(shared: Repository) -> Repository:
    """Give the repository, put back whatever the test before did to it."""
    put_back(shared)
    return shared
