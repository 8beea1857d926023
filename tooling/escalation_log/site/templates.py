"""The Jinja2 templates, which escape everything they are given."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup

from escalation_log.site.addresses import link
from escalation_log.site.escaping import EscapingEnvironment


class Templates:
    """The templates of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = EscapingEnvironment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # A build that is to see a changed template makes these anew.
            auto_reload=False,
        )

    def __reduce__(self) -> tuple[type[Templates], tuple[Path]]:
        return Templates, (self._folder,)

    def write(self, template: str, address: str, **values: object) -> Markup:
        """Fill a template for the page at an address, from which `link_to` makes its links."""
        made = self._environment.get_template(template).render(
            values, link_to=partial(link, page=address)
        )
        return Markup(made)  # noqa: S704 - the templates escape
