"""Every output of the tool, written by two checkouts from the same inputs, and compared."""
