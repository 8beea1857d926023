"""From the bytes of a file to checked values of the model, or to problems that name their place."""
