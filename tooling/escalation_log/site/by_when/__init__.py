"""The page that counts a deadline in the browser, and its data."""
