"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.goldens import Golden

# A busy machine is no fault of the code, so no example has a time limit. A mutation run asks
# only whether a test fails, never for the smallest example that makes it fail.
settings.register_profile(
    "unhurried", settings.get_profile(settings.get_current_profile_name()), deadline=None
)
settings.register_profile(
    "mutants",
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("unhurried")


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
