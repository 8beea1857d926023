"""How findings name the files of a log, so that no name that might be somebody's is repeated.

What a name of the log is made of is shown: years, references, names of waiting events and, but for
cases/, small letters and digits. Any other file is called by its folder and its place there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from escalation_log.model.cases import is_event_id
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.screening.texts import identifiers_in


class Folder(NamedTuple):
    """The names in a folder, in order: of its files and of its folders, each hidden or not."""

    folders: frozenset[str]
    alike: Mapping[tuple[bool, bool], Sequence[str]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, bool]]) -> Folder:
        """Sort names, each given with whether it is a folder."""
        alike: dict[tuple[bool, bool], list[str]] = {}
        folders = set()
        for name, is_folder in sorted(entries):
            alike.setdefault((is_folder, name.startswith(".")), []).append(name)
            if is_folder:
                folders.add(name)
        return cls(frozenset(folders), alike)

    def place(self, name: str) -> int:
        """Give the place of a name among those of its kind, from 1; last where it is gone."""
        alike = self.alike.get((name in self.folders, name.startswith(".")), ())
        return bisect_left(alike, name) + 1


Listing: TypeAlias = Callable[[str], Folder]

_YEARS_FILE = rf"(?:19|20)[0-9]{{2}}/{REFERENCE.pattern}"
_OFTEN = re.compile(
    rf"cases/{_YEARS_FILE}\.yaml|policies/[a-z-]{{1,40}}/(?:policy|partnership)\.\w+"
    r"|\.github/CODEOWNERS"
)
# A reference in which something was mistyped, or what an editor or a copy made of it.
_NEARLY = (
    r"[.#]*[A-Za-z]{2,4}[-_]?(?:19|20)?[0-9]{2}[-_]?[0-9]{1,4}(?: ?\([0-9]{1,2}\)| - [Cc]opy)?"
    r"(?:\.ya?ml|\.YA?ML)?[~#]*(?:\.(?:bak|orig|swp|tmp|old|txt|ya?ml|json|md|html?|docx?|pdf))*"
)
_OF_CASES = re.compile(
    rf"\.?(?:19|20)[0-9]{{2}}|{_NEARLY}|README\.md"
    r"|(?:[Dd]estroyed|[Hh]olds?)\.ya?ml"
)
_OF_POLICIES = re.compile(r"[a-z0-9][a-z0-9.-]*|README\.md")
_AT_THE_TOP = re.compile(r"\.github|\.?(?:My |my )?(?:[Cc]ases?|CASES?)(?: (?:19|20)[0-9]{2})?")
_LOOKS_LIKE = "whose name looks like"
_PLACE = re.compile(r"\((?:hidden )?file ([0-9]+)")


def listing_of(root: Path) -> Listing:
    """Give how to list the folders of a log, each read once."""

    @cache
    def listing(folder: str) -> Folder:
        try:
            return Folder.of((each.name, each.is_dir()) for each in (root / folder).iterdir())
        except OSError:
            return Folder.of(())

    return listing


def shown(root: Path, path: Path, listing: Listing | None = None) -> str:
    """Name a file or a folder of a log's folder as findings name it."""
    return shown_name(path.relative_to(root).as_posix(), listing or listing_of(root))


def place_of(root: Path, name: str) -> int:
    """Give the place of a file in its folder, from 1, by its name as findings name it."""
    folder, _, last = name.rpartition("/")
    written = _PLACE.match(last)
    return int(written[1]) if written else listing_of(root)(folder).place(last)


def shown_among(file: str, files: Mapping[str, object]) -> str:
    """Name one of the files that a commit has, or had, as findings name it."""

    def listing(folder: str) -> Folder:
        inside = f"{folder}/" if folder else ""
        rests = (each.removeprefix(inside) for each in (*files, file) if each.startswith(inside))
        return Folder.of({(rest.partition("/")[0], "/" in rest) for rest in rests})

    return shown_name(file, listing)


def shown_name(file: str, listing: Listing) -> str:
    """Name a file; `listing` is asked only where a part of its name is not shown."""
    if _OFTEN.fullmatch(file):
        return file
    parts = file.split("/")
    words: list[str] = []
    for index, part in enumerate(parts):
        is_known = index == 0 and _AT_THE_TOP.fullmatch(part) is not None
        if is_known or _is_shown(part, parts[0] if index else ""):
            words.append(part)
        else:
            words.append(_by_place(part, listing("/".join(parts[:index]))))
    return "/".join(words)


def _is_shown(part: str, folder: str) -> bool:
    if is_event_id(part.lstrip(".").removesuffix(".yaml")):
        return True
    patterns = (_OF_CASES,) if folder == "cases" else (_OF_CASES, _OF_POLICIES)
    return any(each.fullmatch(part) for each in patterns) and not _kinds(part)


def _kinds(part: str) -> tuple[str, ...]:
    stem = re.sub(r"\.(?:ya?ml|md|txt|docx?|pdf)$", "", part, flags=re.IGNORECASE)
    return identifiers_in(stem) or identifiers_in(re.sub("[-_.]+", " ", stem))


def _by_place(name: str, folder: Folder) -> str:
    hidden = "hidden " if name.startswith(".") else ""
    what = f"{hidden}{'folder' if name in folder.folders else 'file'} {folder.place(name)}"
    kinds = _kinds(name)
    return f"({what}, {_LOOKS_LIKE} {kinds[0]})" if kinds else f"({what})"


def is_personal(name: str) -> bool:
    """Say of a name as it is shown whether its last part seemed to identify a person."""
    return _LOOKS_LIKE in name.rpartition("/")[2]
