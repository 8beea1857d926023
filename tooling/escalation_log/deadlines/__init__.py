"""From a limit and its trigger to a deadline with its receipt."""
