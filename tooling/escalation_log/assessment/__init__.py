"""Where a case stands as of a moment: the state of every duty, and every breach."""
