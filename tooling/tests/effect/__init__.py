"""Tests of what a change means."""

from __future__ import annotations
