"""Bank holidays of years that are not published yet, foreseen by the `holidays` library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}


def is_foreseeable(calendar: str) -> bool:
    """Say whether the library knows the nation whose calendar this is."""
    return calendar in _SUBDIVISIONS


@lru_cache(maxsize=512)
def foreseen_holidays(calendar: str, year: int) -> Mapping[date, str]:
    """Name the bank holidays that a nation is likely to have in a year."""
    import holidays

    foreseen = holidays.country_holidays(
        "GB", subdiv=_SUBDIVISIONS[calendar], years=year, expand=False
    )
    return {on: name.replace("(observed)", "(substitute day)") for on, name in foreseen.items()}
