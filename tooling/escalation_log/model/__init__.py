"""The values that a log consists of, all frozen, and the errors that stop the tool."""
