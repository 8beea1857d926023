"""What runs in a reader's browser: the package itself, asked by the scripts of a page."""
