"""The nouns of a log and the errors that stop the tool, all frozen values."""
