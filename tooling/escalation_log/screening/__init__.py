"""What could identify a person, recognised in any text.

Nothing here reads a file or knows of a case, so that it runs in a browser as well.
"""
