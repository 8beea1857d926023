"""An escalation log for a safeguarding partnership: every deadline, each with its receipt."""
