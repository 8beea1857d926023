"""Two lists of texts with labels: those that identify somebody, and those that do not.

Every number, address and name is invented, from the ranges that are kept for such use. In both
files a text is written as within quotes in JSON, so that signs that nobody sees can be read.
"""

from __future__ import annotations

import json
from pathlib import Path

from escalation_log.screening import texts
from escalation_log.screening.numbers import national_number

FOLDER = Path(__file__).parent
NUMERIC = (texts.NHS_NUMBER, texts.UPN, texts.NI_NUMBER, texts.TELEPHONE)
# What a partnership publishes, as in the fixtures.
PUBLISHED = frozenset(
    [
        national_number("0151 443 4786"),
        *(national_number(f"0151 496 01{number:02}") for number in range(16)),
        "duty-team.early-help@knowsley.example",
        "duty-team.housing@knowsley.example",
    ]
)


def identifying() -> dict[str, list[str]]:
    """List the texts that identify somebody, by the kind of what does."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in _lines("identifying.txt"):
        if line.startswith("## "):
            kind = line.removeprefix("## ")
        else:
            found.setdefault(kind, []).append(_text(line))
    return found


def innocent() -> list[str]:
    """List the texts that identify nobody."""
    return [_text(line) for line in _lines("innocent.txt")]


def _lines(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text("utf-8").split("\n") if line]


def _text(line: str) -> str:
    return str(json.loads(f'"{line}"'))
