"""Tests of what a partnership's cases add up to."""
