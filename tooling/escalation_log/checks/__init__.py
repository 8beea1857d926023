"""The rules that a log must keep, by kind of file."""
