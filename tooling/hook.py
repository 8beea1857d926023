"""Run a module for a commit by the Python in which this project is set up, on any system.

`.pre-commit-config.yaml` calls this by a Python of pre-commit's own, which finds the project's: the
one in `.venv`, or else the first on the path, as where another environment is active.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Of a virtual environment: first elsewhere, then on Windows.
PLACES = ("bin/python", "Scripts/python.exe")


def python_of(root: Path, path: str) -> str | None:
    """Find the Python of a checkout; `path` is where programs are looked for."""
    for place in PLACES:
        if (root / ".venv" / place).is_file():
            return str(root / ".venv" / place)
    own = Path(sys.executable).parent
    others = [each for each in path.split(os.pathsep) if each and Path(each) != own]
    return shutil.which("python", path=os.pathsep.join(others))


def main() -> int:
    """Run what the arguments name, a module and its own arguments; give its exit code."""
    python = python_of(ROOT, os.environ.get("PATH", ""))
    if python is None:
        print("There is no Python with this project. Type: make hooks", file=sys.stderr)
        return 1
    return subprocess.run([python, "-m", *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
