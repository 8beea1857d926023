"""The workflow files and what they hold, read with the meaning of YAML 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.logs import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
PATHS = tuple(sorted(FOLDER.iterdir()))
NAMES = tuple(path.name for path in PATHS)
# The actions that the workflows share.
OWN_ACTIONS = tuple(sorted(FOLDER.parent.glob("actions/*/action.yml")))


def workflow(name: str) -> dict[str, Any]:
    """Read a workflow; `on` stays a word."""
    return content_of(FOLDER / name)


def content_of(path: Path) -> dict[str, Any]:
    """Read a workflow or an action."""
    read = YAML(typ="safe", pure=True).load(path.read_bytes())
    assert isinstance(read, dict)
    return read


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give each job with the name of its file and its own."""
    for name in NAMES:
        for job, content in workflow(name)["jobs"].items():
            yield name, job, content


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each step with where it stands, those of the shared actions too."""
    for name, job, content in jobs():
        for number, step in enumerate(content["steps"], start=1):
            yield f"{name} {job} step {number}", step
    for path in OWN_ACTIONS:
        for number, step in enumerate(content_of(path)["runs"]["steps"], start=1):
            yield f"{path.parent.name} step {number}", step
