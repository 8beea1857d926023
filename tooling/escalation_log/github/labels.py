"""The labels that an issue of ours has, and those that people gave it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from escalation_log.github.model import Degree, Key

# By this label the bot lists its issues.
OURS = "escalation-log"
# GitHub refuses a longer name, in characters.
MOST_CHARACTERS = 50

_PREFIXES = ("policy: ", "stage: ", "agency: ", "degree: ")


def labels_of(
    key: Key, *, policy: str, agencies: Iterable[str], degree: Degree | None
) -> frozenset[str]:
    """Give the labels of an issue about a round of a stage, and about agencies that must act."""
    named = [
        ("policy: ", policy),
        ("stage: ", key.stage),
        *(("agency: ", each) for each in agencies),
    ]
    if degree is not None:
        named.append(("degree: ", degree.value))
    return frozenset((OURS, *(_cut(prefix, name) for prefix, name in named)))


def labels_with(ours: frozenset[str], present: frozenset[str]) -> frozenset[str]:
    """Give all labels that an issue should have: ours, and those that people gave it.

    GitHub takes names that differ in capitals for the same; the one that is there stays.
    """
    return frozenset(_kept(ours, present))


def _kept(ours: frozenset[str], present: frozenset[str]) -> Iterator[str]:
    spelt = {label.casefold(): label for label in present}
    yield from (spelt.get(label.casefold(), label) for label in ours)
    for folded, label in spelt.items():
        if folded != OURS and not folded.startswith(_PREFIXES):
            yield label


def _cut(prefix: str, name: str) -> str:
    """Shorten a name so that it stays another than its neighbours'.

    >>> len(_cut("agency: ", "a" * 60))
    50
    """
    label = prefix + name
    if len(label) <= MOST_CHARACTERS:
        return label
    mark = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{label[: MOST_CHARACTERS - 5].rstrip('-')}-{mark}"
