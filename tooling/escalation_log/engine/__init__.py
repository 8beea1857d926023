"""One case judged: from the calendar to every duty's state, deadline, breach and receipt."""
