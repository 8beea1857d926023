"""Compare two folders of outputs byte for byte, and show the differences in few lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# Longer lines, as in JSON and pages, are split at the ends of elements so that a change is seen.
_LONG = 160
# The number of further differing files that are named in each part after enough were shown.
_NAMED = 20
_ENDS = re.compile(r"(?<=[>,;}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The result of a comparison: names of files that differ, or that are in one folder only."""

    same: int
    size: int
    different: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether both folders have the same files with the same content."""
        return not (self.different or self.only_before or self.only_after)


def compare(before: Path, after: Path, *, only: Collection[str]) -> Compared:
    """Compare two folders, or the parts named in `only` where there are any.

    `size` is how many bytes the first has in files that both have.
    """
    ours, theirs = (
        {name for name in _files(each) if not only or name.partition("/")[0] in only}
        for each in (before, after)
    )
    both = sorted(ours & theirs)
    different = [
        name for name in both if (before / name).read_bytes() != (after / name).read_bytes()
    ]
    return Compared(
        same=len(both) - len(different),
        size=sum((before / name).stat().st_size for name in both),
        different=tuple(different),
        only_before=tuple(sorted(ours - theirs)),
        only_after=tuple(sorted(theirs - ours)),
    )


def report(
    compared: Compared, before: Path, after: Path, *, files: int, lines: int
) -> Iterator[str]:
    """Write what differs: at most `files` files of each part, and `lines` lines of each file."""
    yield f"The same: {compared.same:,} files of {compared.size:,} bytes compared."
    for words, names in (
        ("Different", compared.different),
        ("Only before", compared.only_before),
        ("Only after", compared.only_after),
    ):
        if names:
            yield f"{words}: {len(names):,} files ({_counted(names)})."
    shown: dict[str, int] = {}
    for name in compared.different:
        part = name.partition("/")[0]
        shown[part] = shown.get(part, 0) + 1
        if shown[part] <= files:
            yield ""
            yield from _difference(before / name, after / name, name, lines)
        elif shown[part] <= files + _NAMED:
            yield f"Also different: {name}"
    yield from (
        f"... and {count - files - _NAMED:,} more of {part}"
        for part, count in shown.items()
        if count > files + _NAMED
    )
    for words, names in (("before", compared.only_before), ("after", compared.only_after)):
        yield from (f"Only {words}: {name}" for name in names)


def _counted(names: tuple[str, ...]) -> str:
    parts = [name.partition("/")[0] for name in names]
    return ", ".join(f"{part} {parts.count(part):,}" for part in sorted(set(parts)))


def _difference(before: Path, after: Path, name: str, lines: int) -> Iterator[str]:
    ours, theirs = before.read_bytes(), after.read_bytes()
    try:
        old, new = _broken(ours.decode()), _broken(theirs.decode())
    except UnicodeDecodeError:
        yield f"{name}: {len(ours):,} bytes before, {len(theirs):,} after"
        return
    names = (f"before/{name}", f"after/{name}")
    found = difflib.unified_diff(old, new, *names, n=1, lineterm="")
    yield from islice(found, lines + 2)
    if next(found, None) is not None:
        yield "..."


def _broken(text: str) -> list[str]:
    """Split a text into lines, and show line ends other than LF."""
    return [
        part if part.isprintable() else repr(part)
        for line in text.split("\n")
        for part in (_ENDS.split(line) if len(line) > _LONG else [line])
    ]


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
