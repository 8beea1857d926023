"""A log of all the policies that the tests have."""

from __future__ import annotations

import shutil

import pytest

from escalation_log.log.opening import END_OF_TIME, open_log
from tests.logs import EIGHTH, FIFTH, FOUR
from tests.recording.desks import Desks


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """Give the log of the four policies, the fifth and the eighth."""
    root = tmp_path_factory.mktemp("recording") / "log"
    for each in (FOUR, FIFTH, EIGHTH):
        shutil.copytree(each, root, dirs_exist_ok=True)
    return Desks(root=root, log=open_log(root, as_of=END_OF_TIME))
