"""Compute what a change of the log means, and write it for a terminal and its pull request."""
