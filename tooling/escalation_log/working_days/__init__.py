"""Which days count, as known on a date, and how a policy counts them."""
