"""A deadline with the steps by which it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from escalation_log.model.receipts import ReceiptStep
from escalation_log.model.stamps import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a duty falls due by its limit.

    `due` is the first moment that is late, `due_on` the last day in time. `original_due_on` differs
    where a holiday announced or withdrawn after the trigger moved it. `is_provisional` says that
    the count passed the last published year of bank holidays.
    """

    due: Moment
    due_on: date
    original_due_on: date
    is_provisional: bool
    steps: tuple[ReceiptStep, ...]
