"""How cases are judged."""
