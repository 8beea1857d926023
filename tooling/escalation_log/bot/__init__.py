"""GitHub's issues and pull requests: read, plan, write."""
