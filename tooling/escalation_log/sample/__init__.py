"""Invented logs of any size: cases drawn from the policies' own rules, the same for a seed."""

from __future__ import annotations

from escalation_log.sample.draw import draw_cases
from escalation_log.sample.openings import Edition

__all__ = ["Edition", "draw_cases"]
