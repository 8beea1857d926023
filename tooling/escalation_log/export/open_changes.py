"""Which open pull requests change which cases, as GitHub listed them at a moment, kept in a file.

No title, no author and no text of a pull request is kept: any of them may be personal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import REFERENCE

# Beneath the root of the log, where nothing is committed. What builds the site reads it there.
OPEN_CHANGES_FILE = "build/open-changes.json"
# Increase this when a key changes its meaning or takes a new value. A new key needs no new one.
OPEN_CHANGES_VERSION = 1
_PAGE = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
# In such a place stand a case's file, and the events that wait beside it.
_OF_A_CASE = re.compile(
    rf"cases/(?:[0-9]{{4}}/)?(?P<reference>{REFERENCE.pattern})(?:\.ya?ml|/[^/]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChanges:
    """The open pull requests that change each case, by reference, at a moment.

    `repository` is the address of the repository's page on GitHub.
    """

    as_of: datetime
    repository: str
    pulls: Mapping[str, tuple[int, ...]]

    def list_of(self, reference: str) -> str:
        """Return the address of GitHub's list of the open pull requests that name a case.

        >>> OpenChanges(
        ...     as_of=datetime.max, repository="https://github.com/example-team/log", pulls={}
        ... ).list_of("KN-2026-0007")
        'https://github.com/example-team/log/pulls?q=is%3Apr%20is%3Aopen%20%22KN-2026-0007%22'
        """
        asked = quote(f'is:pr is:open "{reference}"', safe="")
        return f"{self.repository}/pulls?q={asked}"

    def page_of(self, number: int) -> str:
        """Return the address of a pull request."""
        return f"{self.repository}/pull/{number}"


def case_changed_by(path: str) -> str | None:
    """Return the reference of the case that a change of a file belongs to; None for other files.

    >>> case_changed_by("cases/2026/KN-2026-0007/20261130T1015-discussed-k3f9.yaml")
    'KN-2026-0007'
    >>> case_changed_by("cases/destroyed.yaml")
    """
    found = _OF_A_CASE.fullmatch(path)
    return None if found is None else found["reference"]


def open_changes_text(changes: OpenChanges) -> str:
    """Write them as one JSON document."""
    document = {
        "schema_version": OPEN_CHANGES_VERSION,
        "as_of": changes.as_of.isoformat(timespec="seconds"),
        "repository": changes.repository,
        "cases": {each: [*changes.pulls[each]] for each in sorted(changes.pulls)},
    }
    return json.dumps(document, indent=1) + "\n"


def open_changes_from(text: str) -> OpenChanges:
    """Read what `open_changes_text` wrote; raise EscalogError for anything else."""
    try:
        return _changes(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EscalogError(
            f"{OPEN_CHANGES_FILE} is not what `escalog open-changes` writes.",
            hint="Remove it, or let that command write it anew.",
        ) from None


def _changes(written: Any) -> OpenChanges:
    as_of = datetime.fromisoformat(written["as_of"])
    is_sound = (
        written["schema_version"] == OPEN_CHANGES_VERSION
        and as_of.tzinfo is not None
        and _PAGE.fullmatch(written["repository"])
        and all(map(REFERENCE.fullmatch, written["cases"]))
    )
    if not is_sound:
        raise ValueError
    return OpenChanges(
        as_of=as_of,
        repository=written["repository"],
        pulls={each: _numbers(numbers) for each, numbers in written["cases"].items()},
    )


def _numbers(written: Any) -> tuple[int, ...]:
    if not written or not all(type(each) is int and each > 0 for each in written):
        raise ValueError
    return tuple(written)
