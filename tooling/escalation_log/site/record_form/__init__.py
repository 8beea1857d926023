"""The page on which people record what happened to a case, and its data."""
