"""An escalation log for a safeguarding partnership: every deadline of every case, each with its receipt."""
