"""The rules, and the examples that show them."""
