"""A real Git repository for a test, with a log in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.logs import FOUR

_SETTINGS = {
    "user.name": "Example",
    "user.email": "team@partnership.example",
    "commit.gpgsign": "false",
    "init.defaultBranch": "main",
    "core.autocrlf": "false",
    "protocol.file.allow": "always",
}


def git(folder: Path, *arguments: str | Path, at: str | None = None) -> str:
    """Run Git in a folder, apart from the settings of whoever runs the tests.

    What it commits is dated `at`, by default the present.
    """
    done = tried(folder, *arguments, at=at)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def tried(
    folder: Path, *arguments: str | Path, at: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Git likewise, where it may stop, as at a conflict."""
    settings = [part for item in _SETTINGS.items() for part in ("-c", "=".join(item))]
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "HOME"))
    }
    if at is not None:
        outside |= {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    return subprocess.run(
        ["git", *settings, *map(str, arguments)],
        cwd=folder,
        env={**outside, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository; `log` is the folder of the log in it."""

    folder: Path
    log: Path

    def commit(self, message: str = "Change", *, at: str | None = None) -> str:
        """Commit everything; give the commit."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", message, at=at)
        return git(self.folder, "rev-parse", "HEAD")

    def day_of(self, commit: str) -> date:
        """Give the day of a commit."""
        return date.fromisoformat(git(self.folder, "show", "--no-patch", "--format=%cs", commit))

    def path(self, file: str) -> Path:
        """Give the path of a file of the log."""
        return self.log / file

    def edit(self, file: str, before: str, after: str) -> None:
        """Replace what stands once in a file of the log."""
        text = self.path(file).read_text("utf-8")
        assert text.count(before) == 1, (file, before, text.count(before))
        self.path(file).write_text(text.replace(before, after), "utf-8")

    def append(self, file: str, text: str) -> None:
        """Add to the end of a file of the log."""
        with self.path(file).open("a", encoding="utf-8") as opened:
            opened.write(text)


def repository_of(folder: Path, *sources: Path, within: str = "") -> Repository:
    """Start a repository whose first commit is a log, by default that of four policies."""
    log = folder / within
    log.mkdir(parents=True, exist_ok=True)
    for source in sources or (FOUR,):
        for name in ("policies", "cases"):
            if (source / name).is_dir():
                shutil.copytree(source / name, log / name, dirs_exist_ok=True)
    git(folder, "init", "--quiet")
    repository = Repository(folder=folder, log=log)
    repository.commit("Begin the log")
    return repository
