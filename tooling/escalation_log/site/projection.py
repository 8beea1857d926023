"""The two sites that one log gives: the restricted one, and the public one."""

from __future__ import annotations

from enum import StrEnum


class Projection(StrEnum):
    """Which of the two sites is built."""

    RESTRICTED = "restricted"
    PUBLIC = "public"
