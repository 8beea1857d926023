"""What programs fetch of the restricted site: diaries, what became overdue, the dates as data."""

from __future__ import annotations
