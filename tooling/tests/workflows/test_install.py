"""What the jobs install comes from wheels that were kept, and the registry may be away.

The step of the action runs as it is written, with a real pip and a registry on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.workflows.files import OWN_ACTIONS, content_of

# The tool itself, which is made from what is checked out.
PROJECT = """\
[build-system]
requires = []
build-backend = "making"
backend-path = ["."]
"""
MAKING = """\
import shutil
def build_wheel(folder, settings=None, metadata=None):
    return shutil.copy("tool-1.0-py3-none-any.whl", folder).rpartition("/")[2]
"""


class Quiet(SimpleHTTPRequestHandler):
    """A registry's pages are files."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def wheel(folder: Path, name: str, version: str = "1.0") -> Path:
    """Write a wheel with one module, which says the version."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        file.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"
        )
        tags = "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        file.writestr(f"{info}/WHEEL", tags)
        file.writestr(f"{info}/RECORD", "")
    return path


@dataclass(slots=True, kw_only=True)
class Machine:
    """A runner that has what was checked out; `registry` is None while there is an outage."""

    folder: Path
    registry: str | None
    runs: int = 0

    @property
    def wheels(self) -> Path:
        """Give the folder that is kept between runs."""
        return self.folder.with_name("wheels")

    def lock(self, *wheels: Path) -> None:
        """Write a lock of these wheels."""
        lines = (
            f"{path.name.partition('-')[0]}=={path.name.split('-')[1]} "
            f"--hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"
            for path in wheels
        )
        place = self.folder / "requirements" / "run.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text("".join(lines), "utf-8")

    def install(self) -> tuple[Path, bool, subprocess.CompletedProcess[str]]:
        """Run the step; give where things were installed, whether it asked, and how it ended."""
        (action,) = OWN_ACTIONS
        (step,) = [each for each in content_of(action)["runs"]["steps"] if "run" in each]
        self.runs += 1
        target = self.folder / f"installed-{self.runs}"
        outputs = self.folder / f"outputs-{self.runs}"
        outputs.touch()
        environment = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
            "HOME": str(self.folder),
            "LOCK": "requirements/run.txt",
            "WHEELS": str(self.wheels),
            "GITHUB_OUTPUT": str(outputs),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_RETRIES": "0",
            "PIP_TARGET": str(target),
            # Nobody answers at the port that stands for "discard".
            "PIP_INDEX_URL": self.registry or "http://127.0.0.1:9/simple",
        }
        done = subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return target, outputs.read_text() == "fetched=true\n", done


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Path]:
    """Give the folder that a registry on this machine shows."""
    folder = tmp_path / "registry"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    (folder / "address").write_text(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield folder
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def machine(tmp_path: Path, registry: Path) -> Machine:
    """Give a runner, and a registry with two wheels of which the lock names the first."""
    folder = tmp_path / "checkout"
    wheel(folder, "tool")
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "making.py").write_text(MAKING)
    address = (registry / "address").read_text()
    machine = Machine(folder=folder, registry=f"{address}/simple")
    machine.lock(published(registry, "small"))
    published(registry, "other")
    return machine


def published(registry: Path, name: str, version: str = "1.0") -> Path:
    """Put a wheel into the registry, with the page that names it."""
    path = wheel(registry / "files", name, version)
    page = registry / "simple" / name / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    links = [
        f'<a href="/files/{each.name}#sha256={sha256(each.read_bytes()).hexdigest()}">'
        f"{each.name}</a>"
        for each in sorted((registry / "files").glob(f"{name}-*"))
    ]
    page.write_text("<!DOCTYPE html><html><body>" + "".join(links) + "</body></html>")
    return path


def test_what_was_kept_serves_while_the_registry_is_away(machine: Machine) -> None:
    target, asked, done = machine.install()
    assert (done.returncode, asked) == (0, True), done.stderr
    assert [path.name for path in machine.wheels.iterdir()] == ["small-1.0-py3-none-any.whl"]
    machine.registry = None
    target, asked, done = machine.install()
    assert (done.returncode, asked) == (0, False), done.stderr
    assert (target / "small.py").is_file()
    assert (target / "tool.py").is_file()


def test_what_was_kept_is_held_against_the_lock(machine: Machine) -> None:
    machine.install()
    (kept,) = machine.wheels.iterdir()
    with zipfile.ZipFile(kept, "a") as file:
        file.writestr("more.py", "")
    registry, machine.registry = machine.registry, None
    target, asked, done = machine.install()
    assert done.returncode != 0
    assert not target.exists()
    machine.registry = registry
    target, asked, done = machine.install()
    assert (done.returncode, asked) == (0, True), done.stderr
    assert (target / "small.py").is_file()
    assert not (target / "more.py").exists()


def test_of_an_older_lock_nothing_is_kept_that_the_newer_does_not_name(
    machine: Machine, registry: Path
) -> None:
    machine.install()
    other = registry / "files" / "other-1.0-py3-none-any.whl"
    machine.lock(published(registry, "small", "1.1"), other)
    target, asked, done = machine.install()
    assert (done.returncode, asked) == (0, True), done.stderr
    assert sorted(path.name.split("-py3")[0] for path in machine.wheels.iterdir()) == [
        "other-1.0",
        "small-1.1",
    ]
    assert (target / "small.py").read_text() == "VERSION = '1.1'\n"


def test_nothing_kept_and_no_registry_is_said_and_installs_nothing(machine: Machine) -> None:
    machine.registry = None
    target, asked, done = machine.install()
    assert (done.returncode != 0, asked, target.exists()) == (True, False, False)
    assert "The wheels that were kept do not suffice: the registry is asked." in done.stdout
