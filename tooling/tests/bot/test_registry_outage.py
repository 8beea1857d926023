"""The real overdue.yml, and the action that installs, while a registry is away."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.bot.bench.workflows import Ran, Workflows
from tests.bot.committing import committed

# A registry with one wheel, which is there while the file is.
INSTALLING = """#!/bin/sh
case "$*" in
  "-m pip install --quiet --no-index "*) test -e "$WHEELS/small.whl" ;;
  "-m pip download "*)
    test -e "{registry}" && mkdir "$WHEELS-fetched" && touch "$WHEELS-fetched/small.whl" ;;
  "-m pip install "*) ;;
  *) exec "{python}" "$@" ;;
esac
"""


def scheduled(workflows: Workflows) -> Ran:
    as_of = {"ESCALOG_AS_OF": "2026-11-20 12:00"}
    (ran,) = workflows.run("overdue.yml", "schedule", variables=as_of)
    return ran


def test_an_outage_of_the_registry_does_not_make_it_silent(
    workflows: Workflows, tmp_path: Path
) -> None:
    committed(workflows)
    registry = tmp_path / "registry"
    registry.touch()
    program = INSTALLING.format(registry=registry, python=sys.executable)
    workflows.programs["python"] = program
    asked = "The wheels that were kept do not suffice: the registry is asked."
    first = scheduled(workflows)
    assert (first.succeeded, asked in first.output) == (True, True), first.log
    registry.unlink()
    during = scheduled(workflows)
    assert (during.succeeded, asked in during.output) == (True, False), during.log
    shutil.rmtree(workflows.store)
    without = scheduled(workflows)
    assert (without.succeeded, asked in without.output) == (False, True)
