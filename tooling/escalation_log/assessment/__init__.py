"""Where a case stands: every duty's state, deadline, breach and receipt, as of a moment."""

from __future__ import annotations

from escalation_log.assessment.assess import assess

__all__ = ["assess"]
