"""Write every output of the tool with two checkouts from the same inputs, and compare them."""
