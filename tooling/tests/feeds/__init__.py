"""The feeds, held to their standards."""

from __future__ import annotations
