"""What is installed is named by hashes, in locks with every package and no registry's address."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lock import LAYERS, LOCKS, PINS, entries_of
from tests.logs import REPOSITORY
from tests.workflows.files import steps

PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (REPOSITORY / "Makefile").read_text("utf-8")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
VERSION = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+?)( ; .+)? \\")


def written(lock: str) -> str:
    """Read a lock with those that it stands on."""
    base, own = LAYERS[lock][0], (LOCKS / f"{lock}.txt").read_text("utf-8")
    return own if base is None else f"{written(base)}{own}"


def versions(lock: str) -> dict[str, str]:
    """Give the version of each package of a lock, with those that it stands on."""
    found = (VERSION.match(entry) for entry in entries_of(written(lock)).values())
    return {each["name"]: each["version"] for each in found if each is not None}


def wanted(lock: str) -> Iterator[Requirement]:
    """List what the project asks for by itself."""
    optional = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    yield from map(Requirement, asked)
    for extra in LAYERS[lock][1]:
        yield from map(Requirement, optional[extra])


def test_there_is_a_lock_for_every_extra_and_no_other() -> None:
    assert {path.stem for path in LOCKS.iterdir()} == set(LAYERS)
    extras = {each for _, extras in LAYERS.values() for each in extras}
    assert extras == set(PROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize("lock", LAYERS)
def test_a_lock_has_versions_and_hashes_and_nothing_else(lock: str) -> None:
    head, *lines = (LOCKS / f"{lock}.txt").read_text("utf-8").splitlines()
    assert head.startswith("# ")
    assert lines.pop(0) == "-c ../constraints.txt"
    base = LAYERS[lock][0]
    if base is not None:
        assert lines.pop(0) == f"-r {base}.txt"
    assert lines
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert HASH.fullmatch(line) or VERSION.fullmatch(line), line
        assert line.endswith("\\") == following.startswith("    --hash"), line


@pytest.mark.parametrize("lock", LAYERS)
def test_a_lock_has_all_that_the_project_asks_for_and_nothing_twice(lock: str) -> None:
    locked = versions(lock)
    for requirement in wanted(lock):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement
    assert len(VERSION.findall(written(lock))) == len(locked)


def test_a_package_has_one_version_whatever_is_installed() -> None:
    every: dict[str, set[str]] = {}
    for lock in LAYERS:
        for name, version in versions(lock).items():
            every.setdefault(name, set()).add(version)
    assert {name: all_of for name, all_of in every.items() if len(all_of) > 1} == {}


def test_the_locks_have_the_versions_that_are_pinned() -> None:
    pins = [each.partition(" ;")[0] for each in PINS.read_text("utf-8").splitlines()]
    locked = {f"{name}=={each}" for lock in LAYERS for name, each in versions(lock).items()}
    assert sorted(pins) == sorted(locked)


def test_what_builds_the_package_is_pinned_to_one_version() -> None:
    (builder,) = map(Requirement, PROJECT["build-system"]["requires"])
    assert str(builder.specifier) == f"=={versions('run')[builder.name]}"


def test_nothing_is_installed_without_hashes() -> None:
    installs = [
        line
        for _, step in steps()
        for line in re.sub(r"\\\n\s*", "", step.get("run", "")).splitlines()
        if "pip install" in line or "pip download" in line
    ]
    installs += [line for line in MAKEFILE.splitlines() if "$(INSTALL) " in line]
    assert len(installs) > 6
    for line in installs:
        is_locked = re.search(
            r' --require-hashes (.* )?-r ("\$LOCK"\)?|(\$\(LOCKS\)|requirements)/\w+\.txt)$', line
        )
        # What is in the checkout itself, without asking for anything.
        is_own = re.search(r" --no-deps --no-build-isolation (-e )?\.$", line)
        assert is_locked or is_own, line
    assert MAKEFILE.count("pip install") == 1


def test_the_audit_asks_about_every_lock() -> None:
    (asking,) = (
        step["run"] for place, step in steps() if place.startswith("audit.yml") and "name" in step
    )
    assert "for lock in requirements/*.txt" in asking
    assert "pip-audit --require-hashes" in asking
