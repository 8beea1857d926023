"""Screen what a log says of its partnerships, and not of a case: rules, policies' texts, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from escalation_log.checks.privacy import published_by
from escalation_log.checks.rules import PERSONAL_DATA
from escalation_log.files.decoding import utf8_text
from escalation_log.files.remarks import Remark, scalars
from escalation_log.log.disk import FoundFile, files_under, read_bytes
from escalation_log.log.page_texts import PAGES
from escalation_log.log.rulebooks import Rulebooks
from escalation_log.log.screened_files import NOTHING
from escalation_log.model.problems import Problem, Severity
from escalation_log.screening.texts import (
    ADDRESS,
    BIRTH,
    EMAIL,
    NHS_NUMBER,
    NI_NUMBER,
    TITLED_NAME,
    UPN,
    identifiers_in,
)

# Such texts give numbers and postcodes of offices as well, and names of houses and wards.
_NOBODYS = frozenset({NHS_NUMBER, UPN, NI_NUMBER, EMAIL, BIRTH, ADDRESS, TITLED_NAME})
_README = "README.md"
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_ADVICE = {
    EMAIL: "Give the address of a team under `contacts` of the partnership's file, where it may "
    "stand, and leave out anybody's own.",
    ADDRESS: "Name the office without its street, or leave it out.",
    TITLED_NAME: "Name the role that somebody has.",
}


def public_texts(root: Path, rulebooks: Rulebooks) -> list[Problem]:
    """Warn of what seems to identify somebody in rules, policies' texts, pages and READMEs.

    Where the contacts of a partnership could not be read, addresses of e-mail may be published.
    """
    published = published_by(rulebooks.parts.partnerships.values())
    sought = _NOBODYS if rulebooks.has_every_partnership else _NOBODYS - {EMAIL}
    return [
        _warning(file, text, kind)
        for file, text in _texts(root, rulebooks)
        for kind in identifiers_in(text.text, published)
        if kind in sought
    ]


def _texts(root: Path, rulebooks: Rulebooks) -> Iterator[tuple[str, Remark]]:
    for file, data in rulebooks.data.items():
        yield from ((file, each) for each in scalars(data))
    for policy, text in rulebooks.policy_texts.items():
        yield from ((f"policies/{policy}/policy.md", each) for each in _paragraphs(text))
    for found in _pages(root):
        read = read_bytes(root, found.path)
        decoded = read if isinstance(read, Problem) else utf8_text(read)
        if isinstance(decoded, str):
            yield from ((found.file, each) for each in _paragraphs(decoded))


def _pages(root: Path) -> Iterator[FoundFile]:
    for found in files_under(root, PAGES):
        if isinstance(found, FoundFile) and found.path.suffix == ".md":
            yield found
    for path in _readmes(root):
        yield FoundFile(file=path.relative_to(root).as_posix(), path=path)


def _readmes(root: Path) -> Iterable[Path]:
    """List those in the folders that hold cases and policies, whose names are shown as they are."""
    folders = ("cases", "cases/[12][0-9][0-9][0-9]", "policies")
    return (path for each in folders for path in sorted(root.glob(f"{each}/{_README}")))


def _paragraphs(text: str) -> Iterator[Remark]:
    line, reached = 1, 0
    for match in _PARAGRAPH.finditer(text):
        line += text.count("\n", reached, match.start())
        reached = match.start()
        yield Remark(line, 1, match.group())


def _warning(file: str, text: Remark, kind: str) -> Problem:
    advice = _ADVICE.get(kind, "Write it without.")
    return Problem(
        file=file,
        rule=PERSONAL_DATA.name,
        message=f"This text seems to hold {kind}. {NOTHING} {advice}",
        line=text.line,
        column=text.column,
        severity=Severity.WARNING,
    )
