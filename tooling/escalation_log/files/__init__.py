"""From the bytes of a file to values of the model and back, with each fault at its place."""
