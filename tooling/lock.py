"""Write `constraints.txt`, the version of every package, and the locks in `requirements/`.

The locks have the hashes of the files of those versions. Every lock stands on another one and lists
only what comes on top: `run` has what the commands and the making of the package need, `site` what
builds a site, and so on. With `--upgrade` the newest versions are chosen, without it those of
`constraints.txt`. No registry's address is written.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "constraints.txt"
LOCKS = ROOT / "requirements"
# Each lock with the one that it stands on, and with the extras of the project that it has in all.
LAYERS: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "run": (None, ()),
    "site": ("run", ("site",)),
    "test": ("site", ("site", "test")),
    "bench": ("test", ("site", "test", "bench")),
    "dev": ("test", ("site", "test", "dev")),
    "audit": ("run", ("audit",)),
}
_HEAD = """\
# Written by `make locks`. Each file of each version is named by its hash, for every system.
-c ../constraints.txt
"""
_ENTRY = re.compile(r"^(?P<name>[a-z0-9-]+)==(?:.*\\\n)+.*\n", re.MULTILINE)


def entries_of(lock: str) -> dict[str, str]:
    """Take a lock apart into its entries by the package's name."""
    return {found["name"]: found[0] for found in _ENTRY.finditer(lock)}


def resolved(known: str, extras: tuple[str, ...], *options: str) -> str:
    """Have uv choose the versions of the project with these extras, and of what builds it."""
    project = ROOT / "pyproject.toml"
    build = tomllib.loads(project.read_text("utf-8"))["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        output, builders = Path(folder, "lock.txt"), Path(folder, "build.in")
        output.write_text(known, "utf-8")
        # With `editables` the project can be installed in place.
        builders.write_text("\n".join((*build, "editables", "")), "utf-8")
        subprocess.run(
            [
                *(Path(sys.executable).with_name("uv"), "pip", "compile", "--quiet"),
                *("--universal", "--fork-strategy", "fewest", "--python-version", "3.11"),
                *("--generate-hashes", "--no-header", "--no-annotate"),
                *("--no-emit-index-url", "--no-emit-find-links"),
                *(word for extra in extras for word in ("--extra", extra)),
                *options,
                *("--output-file", output, project, builders),
            ],
            check=True,
        )
        return output.read_text("utf-8")


def main(options: list[str]) -> None:
    """Choose the versions of everything at once, then write each lock with its own."""
    every = tuple(dict.fromkeys(each for _, extras in LAYERS.values() for each in extras))
    whole = resolved(PINS.read_text("utf-8"), every, *options)
    pins = (entry.partition(" \\\n")[0] for entry in entries_of(whole).values())
    PINS.write_text("".join(f"{each}\n" for each in pins), "utf-8")
    LOCKS.mkdir(exist_ok=True)
    listed: dict[str, set[str]] = {}
    for name, (base, extras) in LAYERS.items():
        entries = entries_of(resolved(whole, extras))
        below = set() if base is None else listed[base]
        listed[name] = below | set(entries)
        first = "" if base is None else f"-r {base}.txt\n"
        own = "".join(entry for package, entry in entries.items() if package not in below)
        (LOCKS / f"{name}.txt").write_text(f"{_HEAD}{first}{own}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
