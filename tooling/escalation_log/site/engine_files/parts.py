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
from escalation_log.words.plain_values import Plain

# Where Node puts the parts, seen from the folder of the log: `make node-parts` has it do so.
USUAL_PLACE = "build/engine/node_modules/pyodide"
FOLDER = "assets/engine/"
LOADER = "assets/escalation-log/engine.js"
RULES = "assets/escalation-log/rules.json"
WORKER = "assets/javascripts/engine-worker.js"

# What runs Python in a browser, by what the list of the engine calls it.
_PARTS = {
    "loader": "pyodide.mjs",
    "module": "pyodide.asm.mjs",
    "machine": "pyodide.asm.wasm",
    "library": "python_stdlib.zip",
}
_LOCK = "pyodide-lock.json"
# Not every server knows what the first ends in, or packs what it sends; the machine is half of all.
_SERVED_AS = {".mjs": ".js", ".wasm": ".gzip"}
_ENOUGH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineParts:
    """The files by their addresses, and what the loader must know of them.

    That is None on a site without an engine. `kept` in it names all that is kept on a device once
    somebody has used the engine.
    """

    files: Mapping[str, bytes]
    listed: Plain = None

    @property
    def is_there(self) -> bool:
        """Whether the site has an engine."""
        return bool(self.files)


WITHOUT_ENGINE = EngineParts(files={})


def engine_parts(place: Path) -> EngineParts:
    """Give the engine, with the parts that stand in a folder; where they are missing, none."""
    if not all((place / name).is_file() for name in (*_PARTS.values(), _LOCK)):
        return WITHOUT_ENGINE
    return _parts_in(place)


# A server builds anew whenever a file of the log changes, and these stay.
@cache
def _parts_in(place: Path) -> EngineParts:
    served = {part: _served(place / name) for part, name in _PARTS.items()}
    served |= {
        "package": _named("escalation_log.zip", package_archive()),
        "packages": _named("packages.zip", dependencies_archive()),
    }
    files = {f"{FOLDER}{name}": content for name, content in sorted(served.values())}
    listed: Plain = {
        "info": json.loads((place / _LOCK).read_bytes())["info"],
        "parts": {
            part: {"address": f"{FOLDER}{name}", "bytes": len(content)}
            for part, (name, content) in served.items()
        },
        "kept": [*sorted((*files, LOADER, RULES, WORKER))],
    }
    return EngineParts(files=files, listed=listed)


def _served(file: Path) -> tuple[str, bytes]:
    content, suffix = file.read_bytes(), _SERVED_AS.get(file.suffix, file.suffix)
    packed = gzip.compress(content, 9, mtime=0) if suffix == ".gzip" else content
    return _named(f"{file.stem}{suffix}", packed)


def _named(name: str, content: bytes) -> tuple[str, bytes]:
    """Name content by what it is, so that another one has another name."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:_ENOUGH]}.{suffix}", content
