"""What something costs in things that can be counted, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What was counted, in a sentence, and whether it is as promised."""

    name: str
    says: str
    is_kept: bool

    @property
    def line(self) -> str:
        """Say it in a line."""
        return f"{self.name}: {self.says} ({'kept' if self.is_kept else 'NOT KEPT'})"
