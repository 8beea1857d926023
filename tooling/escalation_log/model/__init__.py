"""The values that everything speaks of: cases, events, policies, duties, calendars, problems."""
