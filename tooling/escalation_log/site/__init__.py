"""The site of a log, built by MkDocs."""
