"""What a case's events say as of a moment: corrections applied, stages visited."""
