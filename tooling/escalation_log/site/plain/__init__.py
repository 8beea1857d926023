"""The site as plain files, made without MkDocs."""
