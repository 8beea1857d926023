"""Render Jinja2 templates, which escape every value, and write data as scripts."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from escalation_log.site.addresses import link
from escalation_log.words.lists import counted
from escalation_log.words.plain_values import Plain
from escalation_log.words.seal_words import seal_words
from escalation_log.words.titles import capital, clause_words, of_subject

# Characters that would end a script, or a line within its text, are written as escapes.
_ESCAPED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<\u2028\u2029"})


def data_script(about: str, name: str, data: Plain) -> str:
    r"""Write data as a script that assigns it to a global name, below a comment about it.

    >>> data_script("Names.", "names", ["</script>"])
    '// Names.\nglobalThis.names = ["\\u003c/script>"];\n'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return f"// {about}\nglobalThis.{name} = {text};\n"


class CompiledTemplates(BytecodeCache):
    """Caches compiled templates until they change.

    A server that rebuilds would otherwise spend a third of each build on compiling them.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the cached bytecode; Jinja checks that the template is the same."""
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the bytecode of a template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Templates:
    """The templates of a folder."""

    def __init__(self, folder: Path, compiled: CompiledTemplates | None = None) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # These are made anew for a build that is to use changed templates.
            auto_reload=False,
            bytecode_cache=compiled,
        )

        self._environment.filters.update(
            capital=capital,
            clause=clause_words,
            counted=counted,
            of_subject=of_subject,
            seal_words=seal_words,
        )

    def write(self, template: str, address: str, **values: object) -> Markup:
        """Render a template for the page at an address; `link_to` makes links relative to it."""
        made = self._environment.get_template(template).render(
            values, link_to=partial(link, page=address)
        )
        return Markup(made)  # noqa: S704 - the templates escape
