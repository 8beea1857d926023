"""A checkout of the project: its command, and the Python that runs it."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_COMMAND = "import importlib, sys; getattr(importlib.import_module({!r}), {!r})()"
# The whole environment of every command, without any setting of the person who runs this.
ENVIRONMENT = {
    "COLUMNS": "100",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GITHUB_TOKEN": "an-invented-token",
    "LANG": "C.UTF-8",
    "NO_MKDOCS_2_WARNING": "1",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "PYTHONUTF8": "1",
    # The build time of sites (SOURCE_DATE_EPOCH): 20 November 2026, 12:00.
    "SOURCE_DATE_EPOCH": "1795176000",
    "TZ": "UTC",
}
_WHO = {"NAME": "Example", "EMAIL": "team@partnership.example", "DATE": "2026-11-20T12:00:00Z"}
ENVIRONMENT |= {
    f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _WHO.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A checkout of the project in a folder, and the Python that runs it."""

    folder: Path
    python: Path

    @classmethod
    def at(cls, folder: Path, python: Path | None = None) -> Checkout:
        """Make a checkout of a folder.

        `python` is by default that of its own virtual environment.
        """
        folder = folder.resolve()
        return cls(folder=folder, python=python or folder / ".venv" / "bin" / "python")

    @property
    def entry(self) -> str:
        """The module and function of the command, from the checkout's `pyproject.toml`."""
        return str(self._settings["project"]["scripts"]["escalog"])

    @property
    def package(self) -> Path:
        """The folder of the package."""
        wheel = self._settings["tool"]["hatch"]["build"]["targets"]["wheel"]
        return self.folder / str(wheel["packages"][0])

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of its commands; the checkout's package precedes any other."""
        return {**ENVIRONMENT, "PYTHONPATH": str(self.package.parent)}

    def run(self, *arguments: str | int | Path) -> str:
        """Run its command and return what it prints; raise CalledProcessError where it fails."""
        module, _, function = self.entry.partition(":")
        done = subprocess.run(
            [self.python, "-c", _COMMAND.format(module, function), *map(str, arguments)],
            env={**self.environment},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    @property
    def _settings(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "pyproject.toml").read_text("utf-8"))
