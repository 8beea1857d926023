"""Commands to run, as values: the arguments, the files they read, and where outputs go."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

# The folder for outputs, below the folder in which everything runs.
MADE = "made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command; every path is relative to the folder in which everything runs.

    `writes` is the name of its outputs, without suffix. `reads` is a file for standard input.
    """

    writes: str
    arguments: tuple[str, ...]
    program: str = "escalog"
    folder: str = "."
    reads: str = "/dev/null"

    def as_json(self) -> dict[str, Any]:
        """Return the command as the runner's plan holds it."""
        return {**asdict(self), "writes": f"{MADE}/{self.writes}"}


# Commands that are run one after the other.
Job = tuple[Command, ...]


def asked(writes: str, log: str, *arguments: str, reads: str = "/dev/null") -> Command:
    """Make a command of the tool about a log."""
    return Command(writes=writes, arguments=("--log", log, *arguments), reads=reads)


def slug(text: str) -> str:
    """Make a moment, or any words, the name of a file.

    >>> slug("2026-03-02 14:30")
    '2026-03-02T1430'
    """
    return text.replace(" ", "T").replace(":", "").replace("/", "-")
