"""In place of `yaml._yaml`: the parser of PyYAML in Python, behind the interface of libyaml's."""

from __future__ import annotations

from typing import Any

from yaml.error import YAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class CParser(Reader, Scanner, Parser):
    """Give the tokens and events of a file; whatever is wrong with it is a YAMLError."""

    def __init__(self, stream: bytes | str) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """Give the next event, None after the last one."""
        try:
            return super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:
            raise YAMLError from error

    def get_token(self) -> Any:
        """Give the next token, None after the last one."""
        try:
            return super().get_token()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:
            raise YAMLError from error


class CEmitter:
    """Nothing that runs in a browser writes YAML with PyYAML."""
