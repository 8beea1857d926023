"""The pages of a built site that staff read: all but those of the business team and the board."""

from __future__ import annotations

import re
from pathlib import Path

# Statistics and reports are the board's, the fact-check sheet is the policy owner's, and the
# statement on privacy cites the law.
_OTHERS = re.compile(r"statistics|/reports/|fact-check|privacy|policies/compare")


def staff_pages(site: Path) -> dict[str, str]:
    """Give every page for staff by its address."""
    addresses = ((path.relative_to(site).as_posix(), path) for path in sorted(site.rglob("*.html")))
    return {
        address: path.read_text(encoding="utf-8")
        for address, path in addresses
        if not _OTHERS.search(address)
    }
