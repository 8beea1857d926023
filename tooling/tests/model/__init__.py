"""Tests of the nouns: what is in force, and what is compiled of a policy."""
