"""Examples of logs that keep the rules and of logs that break one, laid over a small sound log."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "examples"
BASE = FOLDER / "base"
AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
FINDINGS = "findings.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A variant of breaking a rule, in `bad`, or of keeping it, its twin in `good`."""

    rule: str
    variant: str
    is_good: bool

    @property
    def name(self) -> str:
        """The folder, within that of all examples."""
        return f"{'good' if self.is_good else 'bad'}/{self.rule}/{self.variant}"

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    @property
    def twin(self) -> Example:
        return Example(rule=self.rule, variant=self.variant, is_good=not self.is_good)

    def files(self) -> dict[str, str]:
        """Give the text of each of its files, by name."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != FINDINGS
        }

    def lay_out(self, root: Path) -> None:
        """Make the log: the sound one with the example's files over it."""
        shutil.copytree(BASE, root)
        for file, text in self.files().items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def examples(*, good: bool) -> list[Example]:
    """Collect the good or the bad examples: a folder for each rule, in it one for each variant."""
    folder = FOLDER / ("good" if good else "bad")
    return [
        Example(rule=variant.parent.name, variant=variant.name, is_good=good)
        for variant in sorted(folder.glob("*/*"))
        if variant.is_dir()
    ]
