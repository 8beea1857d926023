"""Put `site/templates` and `site/theme` into the wheel, beside the modules that use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SiteSources(BuildHookInterface):
    """Add `site/templates` and `site/theme` to a wheel; an editable install reads them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to include."""
        if version != "standard":
            return
        for name in ("templates", "theme"):
            folder = Path(self.root, "site", name)
            if folder.is_dir():
                build_data["force_include"][str(folder)] = f"escalation_log/site/{name}"
