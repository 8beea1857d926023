"""Screen what stands beside the cases: rules, policies' texts, pages, notes that people leave."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from os import walk
from pathlib import Path

from escalation_log.checks.privacy import published_by
from escalation_log.files.decoding import utf8_text
from escalation_log.files.remarks import Remark, perhaps_remarks, scalars
from escalation_log.log.disk import read_bytes
from escalation_log.log.page_texts import PAGES
from escalation_log.log.rulebooks import Rulebooks
from escalation_log.log.screened_files import personal_warning
from escalation_log.log.shown_names import listing_of, shown
from escalation_log.model.problems import Problem
from escalation_log.screening.texts import (
    ADDRESS,
    BIRTH,
    EMAIL,
    NHS_NUMBER,
    NI_NUMBER,
    TITLED_NAME,
    TOO_LONG,
    UPN,
    identifiers_in,
)

# Such texts give numbers and postcodes of offices as well, and names of houses and wards.
_NOBODYS = frozenset({NHS_NUMBER, UPN, NI_NUMBER, EMAIL, BIRTH, ADDRESS, TITLED_NAME, TOO_LONG})
_CASES = "cases"
_README = "README.md"
_YAML = (".yaml", ".yml")
# What a site shows as a page, or hands out to be read; who made a library stands in its own files.
_OF_PAGES = frozenset({"", ".md", ".markdown", ".mkd", ".html", ".htm", ".txt", ".csv", *_YAML})
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
# A picture within a page.
_EMBEDDED = re.compile(r"data:[a-z0-9/+.-]{1,80};base64,[A-Za-z0-9+/=]+")
_ADVICE = {
    EMAIL: "Give the address of a team under `contacts` of the partnership's file, where it may "
    "stand, and leave out anybody's own.",
    ADDRESS: "Name the office without its street, or leave it out.",
    TITLED_NAME: "Name the role that somebody has.",
}


def public_texts(root: Path, rulebooks: Rulebooks) -> list[Problem]:
    """Warn of what seems to identify somebody in rules, policies' texts, pages and other files.

    Where the contacts of a partnership could not be read, addresses of e-mail may be published.
    """
    published = published_by(rulebooks.parts.partnerships.values())
    sought = _NOBODYS if rulebooks.has_every_partnership else _NOBODYS - {EMAIL}
    return [
        personal_warning(
            file, text, kind, what="This text", advice=_ADVICE.get(kind, "Write it without.")
        )
        for file, text, is_of_a_case in _texts(root, rulebooks)
        for kind in identifiers_in(text.text, published)
        if kind in sought or (is_of_a_case and kind != EMAIL)
    ]


def _texts(root: Path, rulebooks: Rulebooks) -> Iterator[tuple[str, Remark, bool]]:
    """Give every text, with its file and whether it may be of a case."""
    for file, data in rulebooks.data.items():
        yield from ((file, each, False) for each in scalars(data))
    for policy, text in rulebooks.policy_texts.items():
        yield from ((f"policies/{policy}/policy.md", each, False) for each in _paragraphs(text))
    known = {
        *rulebooks.data,
        *(f"policies/{policy}/policy.md" for policy in rulebooks.policy_texts),
    }
    listing = listing_of(root)
    for path in _others(root, known):
        read = read_bytes(root, path)
        decoded = read if isinstance(read, Problem) else utf8_text(read)
        if isinstance(read, bytes) and isinstance(decoded, str) and "\0" not in decoded:
            file = shown(root, path, listing)
            is_of_a_case = path.relative_to(root).parts[0] == _CASES and path.name != _README
            is_yaml = path.name.endswith(_YAML)
            texts = (*scalars(read), *perhaps_remarks(read)) if is_yaml else _paragraphs(decoded)
            yield from ((file, each, is_of_a_case) for each in texts)


def _others(root: Path, known: Container[str]) -> Iterator[Path]:
    """List the files that people may write in, hidden ones too, and that nothing else screens."""
    for folder in (_CASES, "policies", PAGES):
        for here, folders, names in walk(root / folder):
            folders.sort()
            for path in (Path(here) / name for name in sorted(names)):
                is_screened = (
                    path.suffix == ".yaml" and path.name[0] != "."
                    if folder == _CASES
                    else path.relative_to(root).as_posix() in known
                )
                if not is_screened and (folder != PAGES or path.suffix.lower() in _OF_PAGES):
                    yield path


def _paragraphs(text: str) -> Iterator[Remark]:
    if ";base64," in text:
        text = _EMBEDDED.sub("", text)
    line, reached = 1, 0
    for match in _PARAGRAPH.finditer(text):
        line += text.count("\n", reached, match.start())
        reached = match.start()
        yield Remark(line, 1, match.group())
