"""The only vocabulary: events, limits, receipts, states, lateness, names, dates and lists."""
