"""The rules that the files of a log must keep, each with a name of its own."""
