"""The command line, mostly as people and programs use it."""

from __future__ import annotations
