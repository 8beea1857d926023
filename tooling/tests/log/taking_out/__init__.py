"""What is taken out of a log: by redaction, by retention, and out of Git itself."""
