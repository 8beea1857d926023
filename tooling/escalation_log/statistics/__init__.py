"""Statistics of a partnership's cases: in full for its board, for others without small numbers."""
