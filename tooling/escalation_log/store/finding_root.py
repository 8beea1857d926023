"""Where a log begins: the nearest folder upwards that holds policies/."""

from __future__ import annotations

from pathlib import Path

from escalation_log.errors import EscalogError


def find_root(start: Path) -> Path:
    """Find the log that a folder lies in; raise EscalogError where there is none."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "policies").is_dir():
            return folder
    raise EscalogError(
        f"{start} lies in no log: neither it nor a folder above it holds policies/.",
        hint="Go to the folder of your log, or name it: escalog --log DIR ...",
    )
