"""What stands in a file where a value was refused, to tell what its author meant by it."""

from __future__ import annotations

import re
from functools import cached_property

from escalation_log.files.decoding import LINE_END
from escalation_log.files.places import Place, every_place
from escalation_log.model.problems import DataPath

_ENTRY_IN_BRACKETS = re.compile(r"[^,\[\]{}]*")


class SourceText:
    """The text of a file, with the place of each of its keys and entries."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without what ends them."""
        return LINE_END.split(self._data.decode("utf-8-sig", "replace"))

    @cached_property
    def _places(self) -> dict[DataPath, Place]:
        return every_place(self._data)

    def place(self, path: DataPath) -> Place:
        """Give line and column of a path, or of the nearest value above that is there."""
        while path not in self._places:
            path = path[:-1]
        return self._places[path]

    def line(self, path: DataPath) -> str:
        """Give the line on which a key or an entry stands."""
        return self.lines[self.place(path)[0] - 1]

    def before(self, path: DataPath) -> str:
        """Give what stands before a key or an entry on its line."""
        line, column = self.place(path)
        return self.lines[line - 1][: column - 1]

    def written(self, path: DataPath) -> str:
        """Give what stands on the line as the value of a key, or as an entry of a list."""
        line, column = self.place(path)
        rest = self.lines[line - 1][column - 1 :]
        if path and isinstance(path[-1], str):
            rest = rest.partition(": ")[2]
        return rest.lstrip()

    def word(self, path: DataPath) -> str:
        """Give the value without what follows it in brackets or as a remark."""
        written = self.written(path).partition(" #")[0]
        in_brackets = _ENTRY_IN_BRACKETS.match(written)
        return (in_brackets[0] if in_brackets else written).strip()

    def place_of_sign(self, path: DataPath, sign: str) -> Place:
        """Give the place at which a sign stands first, from a key or an entry on."""
        line, column = self.place(path)
        for number in range(line - 1, len(self.lines)):
            found = self.lines[number].find(sign, column - 1 if number == line - 1 else 0)
            if found >= 0:
                return number + 1, found + 1
        return line, column
