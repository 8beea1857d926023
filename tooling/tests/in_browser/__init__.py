"""The engine of the browser, run here: its functions, and the stand-ins for compiled modules."""
