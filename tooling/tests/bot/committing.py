"""A log of this repository's, with its workflows, put into the repository of the bench."""

from __future__ import annotations

from pathlib import Path

from tests.bot.bench.workflows import Workflows
from tests.logs import FOUR, REPOSITORY


def committed(workflows: Workflows, log: Path = FOUR, *, more: tuple[str, ...] = ()) -> None:
    """Commit a log together with the workflows, and more files or folders where asked."""
    sources = [(log, "cases"), (log, "policies"), (REPOSITORY, ".github")]
    sources += [(REPOSITORY, name) for name in more]
    workflows.repository.commit(
        {
            path.relative_to(tree).as_posix(): path.read_bytes()
            for tree, name in sources
            for path in ((tree / name).rglob("*") if (tree / name).is_dir() else (tree / name,))
            if path.is_file() and "__pycache__" not in path.parts
        }
    )
