"""Take the texts out of a script: what stands between quotes, or in templates around values."""

from __future__ import annotations

import re
from collections.abc import Iterator

# After one of these a slash begins a regular expression; after anything else it divides.
_BEFORE_EXPRESSION = re.compile(
    r"(?:^|[(,=:\[!&|?{};+\-*%<>~^]|=>|\b(?:return|typeof|case|in|of))$"
)
_EXPRESSION = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_QUOTED = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# What stands in a text in place of a value.
VALUE = "{}"


def texts_of(script: str) -> list[str]:
    r"""Return every text of a script, with `{}` for each value in a template.

    >>> texts_of("say('a b' + `${all ? \"c\" : `d ${e}`} f`); // g\n x = /'h'/;")
    ['a b', 'c', 'd {}', '{} f', "'h'"]
    """
    reader = _Reader(script)
    reader.read_code(closing="")
    return reader.texts


class _Reader:
    """A place in a script, and the texts before it."""

    def __init__(self, script: str) -> None:
        self.texts: list[str] = []
        self._script = script
        self._at = 0

    def read_code(self, *, closing: str) -> None:
        """Read on to the brace that closes a value in a template, or to the end of the script."""
        depth = 0
        code = ""
        while self._at < len(self._script):
            sign = self._script[self._at]
            if taken := self._taken(code):
                code += taken
                continue
            self._at += 1
            if sign == "`":
                self.texts.append("".join(self._pieces()))
                sign = '"'
            elif sign == closing and depth == 0:
                return
            depth += {"{": 1, "}": -1}.get(sign, 0)
            code += sign
        if closing:
            raise ValueError("A value in a template has no end.")

    def _taken(self, code: str) -> str:
        """Take a comment, a quoted text or a regular expression; return what stands for it."""
        if found := _COMMENT.match(self._script, self._at):
            self._at = found.end()
            return " "
        if found := _QUOTED.match(self._script, self._at):
            self._at = found.end()
            self.texts.append(found[0][1:-1])
            return '"'
        found = _EXPRESSION.match(self._script, self._at)
        if found and _BEFORE_EXPRESSION.search(code.rstrip()):
            self._at = found.end()
            self.texts.append(found[0].strip("/"))
            return '"'
        return ""

    def _pieces(self) -> Iterator[str]:
        """Yield what a template says, and `{}` for each of its values."""
        while self._at < len(self._script):
            sign = self._script[self._at]
            if sign == "`":
                self._at += 1
                return
            if self._script.startswith("${", self._at):
                self._at += 2
                self.read_code(closing="}")
                yield VALUE
                continue
            length = 2 if sign == "\\" else 1
            yield self._script[self._at : self._at + length]
            self._at += length
        raise ValueError("A template has no end.")
