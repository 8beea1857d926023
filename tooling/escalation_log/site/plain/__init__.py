"""Write the site as plain files, without MkDocs."""
