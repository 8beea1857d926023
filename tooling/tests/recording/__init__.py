"""Tests of what people record of a case, without knowing how a file is written."""

from __future__ import annotations
