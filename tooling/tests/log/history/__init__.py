"""What was recorded stands: ways to tamper with a log, and honest changes."""
