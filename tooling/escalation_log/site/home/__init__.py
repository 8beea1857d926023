"""The home page and that of each area."""
