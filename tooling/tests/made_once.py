"""What is dear to make and the tests only read: made by one process of a run, read by all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder that the processes of a run share."""

    folder: Path

    def make(self, name: str, fill: Callable[[Path], object]) -> Path:
        """Give the folder of a name, filled by the first process that asks for it."""
        target = self.folder / name
        made = target.with_suffix(".made")
        self.folder.mkdir(exist_ok=True)
        with FileLock(target.with_suffix(".lock")):
            if not made.exists():
                shutil.rmtree(target, ignore_errors=True)
                target.mkdir()
                fill(target)
                made.touch()
        return target
