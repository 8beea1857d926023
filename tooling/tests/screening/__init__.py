"""Tests of what recognises that a text could identify a person."""
