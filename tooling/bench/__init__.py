"""Benchmarks that compare this tool with another way, as ratios measured in one run."""
