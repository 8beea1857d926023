"""Small actions that stand for those of GitHub: files go through a folder instead of a service."""
