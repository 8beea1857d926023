"""The pages written by hand: which site each may stand on, and what goes where it has a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from escalation_log.site.generated import Mark, Summaries
from escalation_log.site.projection import Projection

# The endings by which MkDocs knows a page.
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_PUBLIC_FOLDER = "public/"
_HEAD = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)


def head_and_body(text: str) -> tuple[Mapping[str, Any], str]:
    r"""Part the settings at the head of a page from its Markdown; without sound ones, all is body.

    >>> head_and_body("---\npublic: true\n---\n\n# About\n")
    ({'public': True}, '# About\n')
    """
    found = _HEAD.match(text)
    if found is None:
        return {}, text
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError:
        return {}, text
    return (head, text[found.end() :].lstrip("\n")) if isinstance(head, dict) else ({}, text)


def may_be_shown(file: str, text: str, projection: Projection) -> bool:
    """Say whether a page or file written by hand belongs to a site.

    On the public one a page must say so, by `public: true` at its head; any other file by its
    folder, `public/`.
    """
    if projection is Projection.RESTRICTED:
        return True
    if file.endswith(_PAGES):
        return head_and_body(text)[0].get("public") is True
    return file.startswith(_PUBLIC_FOLDER)


def filled(html: str, address: str, marks: Iterable[Mark], summaries: Summaries) -> str:
    """Put into a page what goes where it has a mark."""
    for mark in marks:
        if mark.text in html:
            html = html.replace(mark.text, str(mark.write(address, summaries)))
    return html
