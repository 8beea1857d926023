"""Give a workflow a real repository to check out: a bare one, and clones of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.bot.bench.emulator import REPOSITORY

SERVER = "https://github.com"
AUTHOR = ("-c", "user.name=example-team", "-c", "user.email=example-team@example.org")


class Repository:
    """A repository that Git finds at its address on GitHub, for whoever has its `home`."""

    def __init__(self, folder: Path) -> None:
        """Make an empty one in an empty folder."""
        self.bare = folder / "origin.git"
        self.home = folder / "home"
        self._folder = folder
        self._clones = 0
        self.home.mkdir(parents=True)
        settings = (
            f'[url "file://{self.bare}"]\n\tinsteadOf = {SERVER}/{REPOSITORY}\n'
            '[protocol "file"]\n\tallow = always\n[core]\n\tpager = cat\n'
            "[uploadpack]\n\tallowAnySHA1InWant = true\n"
        )
        (self.home / ".gitconfig").write_text(settings, encoding="utf-8")
        self._git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))

    def clone(self, ref: str = "main") -> Path:
        """Clone it anew, at a branch."""
        self._clones += 1
        target = self._folder / f"clone-{self._clones}"
        self._git(self._folder, "init", "--quiet", "--initial-branch=main", str(target))
        self._git(target, "remote", "add", "origin", f"{SERVER}/{REPOSITORY}")
        if self.refs():
            self._git(target, "fetch", "--quiet", "origin", ref)
            self._git(target, "checkout", "--quiet", "-B", _branch(ref), "FETCH_HEAD")
        return target

    def commit(
        self, files: Mapping[str, str | bytes | None], *, onto: str = "main", to: str = "main"
    ) -> str:
        """Write files (None removes one) on top of `onto`, push them to `to`, give the commit.

        `to` may also be a full name such as `refs/pull/3/merge`.
        """
        clone = self.clone(onto)
        for name, content in files.items():
            place = clone / name
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        return self._pushed(clone, to)

    def commit_tree(self, tree: Path, names: Iterable[str], *, to: str = "main") -> str:
        """Copy the named files of a folder into the repository and push them."""
        clone = self.clone()
        for name in names:
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(tree / name, clone / name)
        return self._pushed(clone, to)

    def refs(self) -> dict[str, str]:
        """Give every ref and its commit."""
        lines = self._git(self.bare, "for-each-ref", "--format=%(refname) %(objectname)")
        return dict(line.split(" ", 1) for line in lines.splitlines())

    def show(self, ref: str, path: str) -> str:
        """Read a file as it is at a ref."""
        return self._git(self.bare, "show", f"{ref}:{path}")

    def _pushed(self, clone: Path, to: str) -> str:
        self._git(clone, "add", "--all")
        self._git(clone, *AUTHOR, "commit", "--quiet", "--allow-empty", "--message", "Change")
        target = to if to.startswith("refs/") else f"refs/heads/{to}"
        self._git(clone, "push", "--quiet", "--force", "origin", f"HEAD:{target}")
        return self._git(clone, "rev-parse", "HEAD").strip()

    def _git(self, place: Path, *arguments: str) -> str:
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        done = subprocess.run(
            ["git", *arguments],
            cwd=place,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
        return done.stdout


def _branch(ref: str) -> str:
    """Give the branch to check a ref out as: its own name, or the last part of a full one."""
    return ref.rsplit("/", 1)[-1] if ref.startswith("refs/") else ref
