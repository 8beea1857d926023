"""The parts of a flowchart that is drawn: boxes with their words and marks, and lines between."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartMark:
    """Words about one case at a stage. `look` is `here`, `late`, `guide` or `was-late`."""

    words: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """A line of words.

    `look` is `title`, `text`, `time`, `quiet`, `arrival`, or the look of a mark.
    """

    x: int
    y: int
    words: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """The background of a mark."""

    y: int
    width: int
    height: int
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box with its words; a stage's box links to its section. `look` is a CSS class.

    `title` are the lines of its first words, and `lines` the others. It stands in by `indent`.
    """

    y: int
    height: int
    look: str
    anchor: str
    title: tuple[DrawnLine, ...]
    lines: tuple[DrawnLine, ...]
    flags: tuple[Flag, ...]
    indent: int = 0

    @property
    def foot(self) -> int:
        """Where the box ends."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Where lines reach it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A path and the path of its arrowhead."""

    path: str
    head: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNumber:
    """The place of a stage on the way that a case took, at the corner of its box."""

    x: int
    y: int
    width: int
    words: str
