"""Build the site of a log, as a plugin of MkDocs or as plain files."""
