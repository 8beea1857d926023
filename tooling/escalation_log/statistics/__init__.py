"""What a partnership's cases add up to: for its board, and for all with small numbers hidden."""

from __future__ import annotations
