"""Bank holidays as GOV.UK publishes them, merged into the calendars of a log."""

from __future__ import annotations
