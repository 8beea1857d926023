"""Tests of what leaves the log as a document."""

from __future__ import annotations
