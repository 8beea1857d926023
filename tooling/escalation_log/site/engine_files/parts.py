"""The files of the engine, in a folder of the restricted site, and the list that names them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from escalation_log.site.engine_files.archives import dependencies_archive, package_archive

# Where Node puts the parts, seen from the folder of the log: `make node-parts` has it do so.
USUAL_PLACE = "build/engine/node_modules/pyodide"
FOLDER = "assets/engine/"
LIST = "assets/escalation-log/engine.json"
# The scripts of the theme that load the engine; they are asked for with it, and kept with it.
SCRIPTS = ("assets/javascripts/engine.js", "assets/javascripts/engine-worker.js")

# What runs Python in a browser. The first three go by these names, since they ask for each other.
_MODULES = ("pyodide.mjs", "pyodide.asm.mjs")
_LIBRARY = "python_stdlib.zip"
_MACHINE = "pyodide.asm.wasm"
_LOCK = "pyodide-lock.json"
_ENOUGH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineParts:
    """The files by their addresses, and the list that the loader reads, as JSON."""

    files: Mapping[str, bytes]
    listed: str

    @property
    def is_there(self) -> bool:
        """Whether the site has an engine."""
        return bool(self.files)


WITHOUT_ENGINE = EngineParts(files={}, listed='{"engine": null}\n')


def engine_parts(place: Path) -> EngineParts:
    """Give the engine, with the parts that stand in a folder; where they are missing, none."""
    needed = (*_MODULES, _LIBRARY, _MACHINE, _LOCK)
    if not all((place / name).is_file() for name in needed):
        return WITHOUT_ENGINE
    return _parts_in(place)


# A server builds anew whenever a file of the log changes, and these stay.
@cache
def _parts_in(place: Path) -> EngineParts:
    python = {
        **{name: (place / name).read_bytes() for name in (*_MODULES, _LIBRARY)},
        # Not every server packs what it sends, and this is the largest part by far.
        f"{_MACHINE}.gzip": gzip.compress((place / _MACHINE).read_bytes(), 9, mtime=0),
    }
    folder = f"pyodide-{_hash(*python.values())}/"
    archives = {
        f"{name}-{_hash(content)}.zip": content
        for name, content in (("package", package_archive()), ("python", dependencies_archive()))
    }
    files = {**{f"{folder}{name}": content for name, content in python.items()}, **archives}
    listed = {
        "folder": FOLDER,
        "pyodide": folder,
        "machine": f"{folder}{_MACHINE}.gzip",
        "library": f"{folder}{_LIBRARY}",
        "archives": sorted(archives),
        "info": json.loads((place / _LOCK).read_bytes())["info"],
        "bytes": {name: len(content) for name, content in sorted(files.items())},
    }
    return EngineParts(
        files={f"{FOLDER}{name}": content for name, content in sorted(files.items())},
        listed=json.dumps({"engine": listed}, indent=2) + "\n",
    )


def _hash(*contents: bytes) -> str:
    return hashlib.sha256(b"".join(contents)).hexdigest()[:_ENOUGH]
