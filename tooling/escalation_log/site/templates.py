"""The Jinja2 templates, which escape everything they are given."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from escalation_log.site.addresses import link
from escalation_log.site.escaping import EscapingEnvironment


class CompiledTemplates(BytecodeCache):
    """Templates as Python has them, for as long as they do not change.

    A server that builds again and again would spend a third of each build on compiling them.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept of a template; it looks whether the template is the same."""
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Templates:
    """The templates of a folder."""

    def __init__(self, folder: Path, compiled: CompiledTemplates | None = None) -> None:
        self._folder = folder
        self._environment = EscapingEnvironment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # A build that is to see a changed template makes these anew.
            auto_reload=False,
            bytecode_cache=compiled,
        )

    def __reduce__(self) -> tuple[type[Templates], tuple[Path]]:
        return Templates, (self._folder,)

    def load(self, templates: Iterable[str]) -> None:
        """Make some templates ready, for this process and for a copy of it."""
        for each in templates:
            self._environment.get_template(each)

    def write(self, template: str, address: str, **values: object) -> Markup:
        """Fill a template for the page at an address, from which `link_to` makes its links."""
        made = self._environment.get_template(template).render(
            values, link_to=partial(link, page=address)
        )
        return Markup(made)  # noqa: S704 - the templates escape
