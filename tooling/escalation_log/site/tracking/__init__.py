"""The tracker: the state of every case, for all readers and for each agency."""
