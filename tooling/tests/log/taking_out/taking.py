"""What is done to a repository to take something out of it, the page's own way out of Git too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.running import run
from tests.log.taking_out.old_log import NAME
from tests.logs import REPOSITORY
from tests.repositories import Repository, git

AUTHORITY = ("--authority", "The business manager")
WHY = ("--reason", "It had a name", *AUTHORITY)
_PAGE = (REPOSITORY / "docs" / "redaction.md").read_text("utf-8")


def command(*words: str, log: Repository) -> str:
    """Run a command that has nothing to say against it; give what it prints, without the name."""
    ran = run(*words, log=log.log)
    assert (ran.code, ran.err) == (0, "")
    assert NAME not in ran.out
    return ran.out


def steps(folder: Path) -> list[str]:
    """List the commits of the main line, the oldest first."""
    return git(folder, "rev-list", "--reverse", "--first-parent", "HEAD").split()


def rewritten(clone: Path) -> str:
    """Rewrite the history of a clone as the page says; give what Git said."""
    found = re.findall(r"```sh\n(.*?)```", _PAGE, re.DOTALL)
    script = next(each for each in found if "map" in each)
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=clone,
        env={
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_COMMITTER_NAME": "Example",
            "GIT_COMMITTER_EMAIL": "team@partnership.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def clone_to_rewrite(log: Repository, place: Path) -> Path:
    """Clone a repository by way of a bare one beside the clone."""
    place.mkdir()
    git(place, "clone", "--quiet", "--bare", f"file://{log.folder}", "origin.git")
    git(place, "clone", "--quiet", f"file://{place / 'origin.git'}", "clone")
    return place / "clone"


def cloned_anew(clone: Path) -> Repository:
    """Push what was rewritten, and clone that anew."""
    git(clone, "push", "--quiet", "--force", "--all")
    git(clone, "push", "--quiet", "--force", "--tags")
    fresh = clone.with_name("fresh")
    git(clone.parent, "clone", "--quiet", f"file://{clone.with_name('origin.git')}", fresh)
    return Repository(folder=fresh, log=fresh)
