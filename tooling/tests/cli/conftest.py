"""Logs to run the command on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.logs import CALENDARS, FIFTH, FOUR
from tests.thoroughness import whole

SAMPLED_AS_OF = "2026-06-30"


@pytest.fixture(scope="session")
def five_policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log of the shipped cases together with those of the invented fifth policy."""
    log = tmp_path_factory.mktemp("five")
    for source in (FOUR, FIFTH):
        for folder in ("policies", "cases"):
            shutil.copytree(source / folder, log / folder, dirs_exist_ok=True)
    return log


@pytest.fixture(scope="session")
def fifth_policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log of the invented fifth policy alone."""
    log = tmp_path_factory.mktemp("fifth")
    shutil.copytree(CALENDARS, log / "policies" / "calendars")
    shutil.copytree(FIFTH, log, dirs_exist_ok=True)
    return log


@pytest.fixture(scope="session", params=[250, whole(500)])
def sampled(
    request: pytest.FixtureRequest, five_policies: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give an invented log of many cases under five policies."""
    out = tmp_path_factory.mktemp("sampled") / "log"
    options = ("--cases", str(request.param), "--seed", "2034", "--out", out)
    ran = run("sample", *options, log=five_policies)
    assert ran.code == 0, ran.err
    assert len(list(out.glob("cases/*/*.yaml"))) == request.param
    return out


@pytest.fixture
def own_log(tmp_path: Path) -> Path:
    """Give a copy of the log of four policies that a test may change."""
    log = tmp_path / "log"
    for folder in ("policies", "cases"):
        shutil.copytree(FOUR / folder, log / folder)
    return log
