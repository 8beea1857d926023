"""The statistics of the site: charts, quarterly reports for a board, and public counts."""
