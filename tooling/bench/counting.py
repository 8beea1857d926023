"""Results of benchmarks that count something, and so are the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The counts in a sentence, and whether the promise is kept."""

    name: str
    says: str
    is_kept: bool

    @property
    def line(self) -> str:
        """Write the result in a line."""
        return f"{self.name}: {self.says} ({'kept' if self.is_kept else 'NOT KEPT'})"
