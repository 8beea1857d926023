"""The years for which days can be told apart, and the error for those beyond."""

from __future__ import annotations

from escalation_log.errors import EscalogError

LAST_YEAR = 2100


class OutsideCalendarError(EscalogError):
    """A count needs days before the calendar begins or after holidays can be foreseen."""

    @classmethod
    def before(cls, first_year: int, calendar: str) -> OutsideCalendarError:
        """Say that a calendar does not reach back far enough."""
        return cls(
            f"The calendar {calendar} begins in {first_year}, and the count needs an earlier day.",
            hint="Look at the year of the date from which the count starts.",
        )

    @classmethod
    def after(cls) -> OutsideCalendarError:
        """Say that a count runs past the last year for which holidays can be foreseen."""
        return cls(
            f"Bank holidays can be foreseen to {LAST_YEAR}, and the count needs a later day.",
            hint="Look at the year of the date from which the count starts, and at the limit.",
        )

    @classmethod
    def unforeseen(cls, calendar: str, published_to: int) -> OutsideCalendarError:
        """Say that a calendar of no nation known here ends before the count does."""
        return cls(
            f"The calendar {calendar} ends in {published_to}, and the count needs a later day.",
            hint=f"Add the later years to the calendar {calendar}.",
        )
