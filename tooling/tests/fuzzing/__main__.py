"""Try mutants by their numbers: `python -m tests.fuzzing policy 20000 40000`, in tooling/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzzing.trying import try_all

# After so many it says how far it has come.
_PART = 1000

if __name__ == "__main__":
    kind, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for begin in range(first, last, _PART):
        with tempfile.TemporaryDirectory() as folder:
            tried = try_all(kind, range(begin, min(begin + _PART, last)), Path(folder))
        sys.stdout.write(f"from {begin}: {tried}\n")
        sys.stdout.flush()
