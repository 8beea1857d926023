"""What is about the policies and cases that ship with the log, and goes with them.

Whoever deletes one of the four policies, or all, may delete this folder as well, or leave it: only
what is still there is asked about, and policies and cases of other names never are.
"""
