"""A log on disk: finding it and reading its files."""
