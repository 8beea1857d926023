"""The page that counts a deadline in the browser, and the data that it counts with."""
