"""Statistics: pictures, the board's quarterly report, and what everybody may see of them."""

from __future__ import annotations
