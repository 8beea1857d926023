"""Hashes over what a file means, whatever it looks like."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def content_hash(meaning: Any) -> str:
    """Hash plain data in its canonical JSON: `sha256:` and 64 hex digits."""
    canonical = json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{hashlib.sha256(canonical.encode('ascii')).hexdigest()}"
