"""The workflow files, read as they are written."""

from __future__ import annotations
