"""Benchmarks: our way against another, as ratios measured in one run."""
