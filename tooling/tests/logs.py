"""Where tests find the repository, and the logs that are theirs alone.

Tests of the product read these logs and never the repository's own `policies/` and `cases/`, which
whoever uses it edits; only `tests/shipped` is about those.
"""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = Path(__file__).resolve().with_name("fixtures")
# Four policies with their cases, all that ships as it stood one day.
FOUR = FIXTURES / "four"
# A fifth policy with its cases, as different as a policy can be; its calendar is among the four's.
FIFTH = FIXTURES / "fifth"
# An eighth policy with its cases: for adults, with everything that the four lack.
EIGHTH = FIXTURES / "eighth"
CALENDARS = FOUR / "policies" / "calendars"
