"""Files and Git: find a log, open it, judge all its cases, lock it; the calendars as published."""
