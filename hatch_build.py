"""Put what the site is made of into the wheel, beside the modules that use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SiteSources(BuildHookInterface):
    """Add them to a wheel; an editable install reads them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders and the file to include."""
        if version != "standard":
            return
        for source in ("site/pages", "site/templates", "site/theme", "mkdocs.yml"):
            path = Path(self.root, source)
            if path.exists():
                build_data["force_include"][str(path)] = f"escalation_log/site/{path.name}"
