"""The tracker: where every case stands, for all and for each agency."""
