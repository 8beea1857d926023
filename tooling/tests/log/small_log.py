"""A small log of the examples, as the tests of this folder read it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

BASE = Path(__file__).parents[1] / "examples" / "base"
AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
CASE = "cases/2026/HB-2026-0001.yaml"
