"""What a change of the log means: recorded, opened, closed, moved, shown to everybody."""

from __future__ import annotations
