"""Scripts that hold nothing but data, read back."""

from __future__ import annotations

import json
from typing import Any


def data_of(script: str) -> Any:
    """Read what a script of data sets."""
    return json.loads(script[script.index("{") :].rstrip().removesuffix(";"))
