"""The bot: one GitHub issue for each stage with an overdue duty."""

from __future__ import annotations
