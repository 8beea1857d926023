"""The fast ways to load a file that holds nothing unusual: line by line, or libyaml's events."""

from __future__ import annotations

import re

import yaml.events
from yaml._yaml import CParser

from escalation_log.parsing.plain_data import INVISIBLE, Data, Fault, Refused, construct
from escalation_log.parsing.plain_lines import read_lines

LARGEST_FILE = 512 * 1024
LARGEST_COUNT = 20_000
# Every control character but line feed and carriage return; the tab, too, is no usual one.
_CONTROLS = bytes([*range(10), 11, 12, *range(14, 32), 127])
_DIRECTIVE = re.compile(rb"^%", re.MULTILINE)
# A line that ends the document.
_END = b"\n..."
_LINE_OF_BLANKS = re.compile(rb"(?:^|\n) +\r?\n")


def load_quickly(data: bytes) -> dict[str, Data]:
    """Load a file of plain data; raise Refused, without saying where, for any other."""
    if not is_usual(data):
        raise Refused(Fault.SYNTAX)
    plain = None if b"\r" in data else read_lines(data.decode())
    if plain is not None:
        return plain
    try:
        return construct(CParser(data).get_event, yaml.events)
    except yaml.YAMLError:
        raise Refused(Fault.SYNTAX) from None


def is_usual(data: bytes) -> bool:
    """Say whether both parsers surely read these bytes alike, as far as characters decide it."""
    if len(data) > LARGEST_COUNT and is_too_long(data):
        return False
    if len(data.translate(None, _CONTROLS)) != len(data):
        return False
    if (b"%" in data and _DIRECTIVE.search(data)) or data.count(_END) > 1:
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if (b" \n" in data or b"\r" in data) and _LINE_OF_BLANKS.search(data):
        return False
    if data.isascii():
        return True
    try:
        return INVISIBLE.search(data.decode()) is None
    except UnicodeDecodeError:
        return False


def is_too_long(data: bytes) -> bool:
    """Say whether a file is larger, or has more lines and entries, than any log's file needs."""
    return len(data) > LARGEST_FILE or sum(data.count(mark) for mark in b"\n,:[{") > LARGEST_COUNT
