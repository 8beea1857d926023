"""Of files changed at random nothing comes but findings, and none takes a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzzing.homes import KINDS, homes
from tests.fuzzing.trying import mutant, try_all
from tests.thoroughness import whole

# At night the first 20,000 of each kind, in parts that several processes share.
_PART = 1000
BY_DAY = range(40)
BY_NIGHT = [range(first, first + _PART) for first in range(0, 20_000, _PART)]


@pytest.mark.parametrize("numbers", [BY_DAY, *map(whole, BY_NIGHT)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_gives_findings(kind: str, numbers: range, tmp_path: Path) -> None:
    assert try_all(kind, numbers, tmp_path).came_to.total() == len(numbers)


def test_a_number_names_the_same_mutant_again(tmp_path: Path) -> None:
    logs = homes(tmp_path)
    for kind in KINDS:
        assert mutant(kind, 7, logs) == mutant(kind, 7, logs)
        made = {mutant(kind, number, logs)[2] for number in range(40)}
        assert len(made) > 20
