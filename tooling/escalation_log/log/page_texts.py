"""Read the texts of policies and the pages of the site, which are Markdown that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from escalation_log.checks.rules import READABLE_TEXT
from escalation_log.files.decoding import FileFault, place_after, utf8_text
from escalation_log.files.lost_texts import REPLACED
from escalation_log.files.value_words import sentence
from escalation_log.log.disk import files_under, read_bytes
from escalation_log.model.problems import Problem

PAGES = "site/pages"
_SUFFIX = ".md"
# A line of `=======` alone may also underline a heading.
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?= |$)", re.MULTILINE)


def page_text(file: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a text, and say what keeps it from being read as it was meant."""
    text = utf8_text(data)
    if isinstance(text, FileFault):
        return data.decode("utf-8", "replace"), (_problem(file, text),)
    return text, tuple(_problem(file, fault) for fault in _faults(text))


def _faults(text: str) -> Iterator[FileFault]:
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        yield FileFault(
            "two versions of this text were put together here without a choice between them; keep"
            " the right lines and delete those of <<<<<<<, ======= and >>>>>>>",
            *place_after(text[: conflict.start()]),
        )
    lost = text.find(REPLACED)
    if lost >= 0:
        yield FileFault(
            "a sign was lost here before the file was saved (U+FFFD stands in its place); type"
            " what it was",
            *place_after(text[:lost]),
        )


def read_pages(root: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Read the pages of the site that people write: their names, and what is wrong with them."""
    files: list[str] = []
    problems: list[Problem] = []
    for found in files_under(root, PAGES):
        if isinstance(found, Problem):
            problems.append(found)
        elif found.path.suffix == _SUFFIX:
            files.append(found.file)
            data = read_bytes(root, found.path)
            told = (data,) if isinstance(data, Problem) else page_text(found.file, data)[1]
            problems.extend(told)
    return tuple(files), tuple(problems)


def _problem(file: str, fault: FileFault) -> Problem:
    return Problem(
        file=file,
        rule=READABLE_TEXT.name,
        message=sentence(fault.message),
        line=fault.line,
        column=fault.column,
    )
