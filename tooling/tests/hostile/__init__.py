"""Hostile content in one corpus, and every place where it must lie still."""
