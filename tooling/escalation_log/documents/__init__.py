"""What leaves the log as a document for somebody: the digest of an agency."""

from __future__ import annotations
