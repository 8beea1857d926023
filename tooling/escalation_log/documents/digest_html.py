"""A digest as HTML for an e-mail: whole in itself, with nothing to be fetched."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from escalation_log.documents.digest import Digest
from escalation_log.documents.digest_text import missing_words


def digest_html(digest: Digest) -> str:
    """Fill the template, which escapes everything it is given."""
    return _template().render(digest=digest, missing=missing_words(digest))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("escalation_log.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("digest.html")
