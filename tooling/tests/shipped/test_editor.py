"""What VS Code reads in this repository is what `escalog editor` writes for this log."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from escalation_log.export.editor_files import EDITOR_FOLDER, editor_files
from escalation_log.log.opening import open_rules
from tests.goldens import Golden
from tests.logs import REPOSITORY


def test_it_is_up_to_date(pytestconfig: pytest.Config) -> None:
    books = open_rules(REPOSITORY, as_of=datetime.now(UTC)).rulebooks.values()
    golden = Golden(folder=REPOSITORY, accepting=bool(pytestconfig.getoption("--accept")))
    written = dict(editor_files([*books]))
    for name, text in written.items():
        golden.check(name, text)
    standing = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / EDITOR_FOLDER).rglob("*")
        if path.is_file()
    }
    assert standing == set(written)
