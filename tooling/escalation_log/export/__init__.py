"""JSON, CSV, iCalendar, Atom, digests: what leaves the log for other programs and people."""
