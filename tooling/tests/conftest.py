"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.goldens import Golden


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`."""
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew where outputs differ"
    )


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    """Give the golden files of `tooling/tests/golden`."""
    return Golden(
        folder=Path(__file__).with_name("golden"),
        accepting=bool(pytestconfig.getoption("--accept")),
    )
