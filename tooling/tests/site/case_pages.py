"""Cases made up for the tests of their pages, and what such a page says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.opening import open_log
from escalation_log.site.publication import Publication, publication_of
from tests.logs import FOUR
from tests.site.building import Outline, copy_log

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
_HEAD = (FOUR / "cases/2026/KN-2026-0007.yaml").read_text(encoding="utf-8").partition("events:")[0]


def publication_with(root: Path, **cases: str) -> Publication:
    """Publish a log of a few cases, each given by its reference and the events of its file."""
    copy_log(root, cases=False)
    (root / "cases/2026").mkdir()
    for name, events in cases.items():
        reference = name.replace("_", "-")
        head = _HEAD.replace("KN-2026-0007", reference)
        (root / f"cases/2026/{reference}.yaml").write_text(f"{head}{events}", encoding="utf-8")
    publication = publication_of(open_log(root, as_of=AS_OF), AS_OF)
    assert len(publication.files) == len(cases)
    return publication


def the_case(publication: Publication, reference: str = "KN-2026-0501") -> JudgedCase:
    return next(
        publication.judge(file) for file in publication.files if file.case.reference == reference
    )


def words_of(page: str) -> str:
    """Give the text of a page on one line."""
    return " ".join(" ".join(text for _, text in Outline(page).text).split())


def sections_of(page: str) -> dict[str, str]:
    """Give the sections of a page by their anchors."""
    parts = re.split(r"<h2 id=\"([a-z-]+)\">", page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def items_of(html: str) -> list[str]:
    """Give the words of the items of a list."""
    return [words_of(each) for each in re.split("<li[^>]*>", html)[1:]]
