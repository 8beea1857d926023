"""Write what leaves the log: JSON, CSV, iCalendar, Atom and digests."""
