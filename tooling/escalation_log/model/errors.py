"""The errors that stop the tool, as distinct from problems, which are findings in files."""

from __future__ import annotations


class EscalogError(Exception):
    """The tool cannot go on; `message` says why, `hint` what a person might do about it."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
