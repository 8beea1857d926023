"""Tests of the tracker and the pages of agencies as data."""
