"""Judge one case: work out every duty's state, deadline, breach and receipt."""
