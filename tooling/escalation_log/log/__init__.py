"""Find, open, check and lock a log on disk, judge its cases, and keep its calendars up to date."""
