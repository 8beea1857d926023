"""Read the issues and pull requests of a GitHub repository, plan their changes, and write them."""
