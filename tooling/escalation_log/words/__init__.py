"""The only vocabulary: events, limits, receipts, states, dates and lists in words."""
