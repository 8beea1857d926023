"""Tests of the site: a real build, and the pieces that its pages are made of."""
