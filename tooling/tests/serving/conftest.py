"""The restricted site, built once, behind nginx and a stand-in for the sign-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.made_once import Workshop
from tests.serving.nginx import required, serving
from tests.serving.sign_in import SignIn, signing_in
from tests.site.building import build_five_policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The folder of the site, the port where it is served, and the sign-in."""

    root: Path
    port: int
    sign_in: SignIn
    folder: Path


@pytest.fixture(scope="session")
def site(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the built site, with a file and a link beside it that are nobody's."""
    required()
    log = tmp_path_factory.mktemp("log")
    built = workshop.make("five-policies", build_five_policies)
    shutil.copytree(built / "build" / "site", log / "build" / "site")
    (log / "outside.txt").write_text("KN-2026-0001, outside the site")
    (log / "build" / "site" / "linked.txt").symlink_to(log / "outside.txt")
    # A link leads to the newest build, as the recipe has it.
    (log / "current").symlink_to(log / "build" / "site")
    return log / "current"


@pytest.fixture(scope="session")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the site."""
    folder = tmp_path_factory.mktemp("nginx")
    with signing_in() as sign_in, serving(folder, root=site, sign_in=sign_in.address) as port:
        yield Served(root=site, port=port, sign_in=sign_in, folder=folder)


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    """Give the server with a sign-in that answers as it should."""
    running.sign_in.answer = None
    running.sign_in.asked.clear()
    running.sign_in.headers.clear()
    running.sign_in.wanted.clear()
    yield running
    running.sign_in.answer = None
