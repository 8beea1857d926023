"""The file of open pull requests is read back as it was written, and nothing else is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from escalation_log.export.open_changes import (
    OpenChanges,
    open_changes_from,
    open_changes_text,
)
from escalation_log.model.errors import EscalogError

CHANGES = OpenChanges(
    as_of=datetime(2026, 11, 30, 10, 15, tzinfo=UTC),
    repository="https://github.com/example-team/escalations",
    pulls={"KN-2026-0007": (12, 14), "BA-2026-0001": (12,)},
)


def test_it_comes_back_as_it_went() -> None:
    read = open_changes_from(open_changes_text(CHANGES))
    assert read == CHANGES
    assert read.page_of(12) == "https://github.com/example-team/escalations/pull/12"


def _with(**changes: Any) -> str:
    return json.dumps({**json.loads(open_changes_text(CHANGES)), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[" * 100_000,
        "{}",
        _with(schema_version=2),
        _with(as_of="soon"),
        _with(as_of="2026-11-30T10:15:00"),
        _with(as_of=12),
        _with(repository="javascript:alert(1)//a/b"),
        _with(repository="https://github.com/example-team/escalations?q="),
        _with(repository=None),
        _with(cases={"Zebedee": [1]}),
        _with(cases={"KN-2026-0007": []}),
        _with(cases={"KN-2026-0007": ["12"]}),
        _with(cases={"KN-2026-0007": [True]}),
        _with(cases={"KN-2026-0007": [0]}),
        _with(cases={"KN-2026-0007": 12}),
        _with(cases=["KN-2026-0007"]),
    ],
    ids=range(18),
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(EscalogError, match=r"build/open-changes\.json is not what") as refused:
        open_changes_from(text)
    assert "Zebedee" not in str(refused.value)
