"""Try mutants by their numbers: `python -m tests.fuzzing policy 20000 40000`, in tooling/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzzing.trying import try_all

if __name__ == "__main__":
    kind, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(f"{try_all(kind, range(first, last), Path(folder))}\n")
