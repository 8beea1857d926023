"""Wording shared by all outputs: events, limits, receipts, states, lateness, names and dates."""
