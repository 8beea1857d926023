"""What would come alive of the hostile texts, by the place where they stand.

Each function lists what it found, so that an empty list means that all lies still.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from tests.bot.rendered import rendered
from tests.hostile.corpus import CANARY, HOST, RECKONED

_ADDRESSES = frozenset(
    (
        *("href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href"),
        *("cite", "background", "manifest"),
    )
)
_NAMES = frozenset({"id", "name", "is", "slot", "for", "form"})
_NEVER = frozenset({"base", "iframe", "object", "embed", "applet", "frame", "portal"})
_RUNS = frozenset({"javascript", "data", "vbscript"})


class _Page(HTMLParser):
    def __init__(self, *, is_text: bool) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_text = is_text
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = {name: value or "" for name, value in attrs}
        self._within = "data" if written.get("type") == "application/json" else tag
        if (
            tag in _NEVER
            or CANARY in tag
            or any(self._is_alive(tag, *each) for each in written.items())
        ):
            self.found.append(self.get_starttag_text() or tag)

    def _is_alive(self, tag: str, name: str, value: str) -> bool:
        if name.startswith("on") or CANARY in name:
            return True
        if name in _NAMES:
            return CANARY in value and not (self._is_text and value.startswith("text-"))
        if name in _ADDRESSES:
            return leads_astray(value) and not (self._is_text and (tag, name) == ("a", "href"))
        return (name == "style" and CANARY in value) or (name, value) == ("http-equiv", "refresh")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and CANARY in data:
            self.found.append(data)
        # In data, too, a comment could keep the element from ending where it ends.
        if self._within == "data" and re.search("<!--|<script", data, re.IGNORECASE):
            self.found.append(data)
        if RECKONED in data:
            self.found.append(data)

    def handle_comment(self, data: str) -> None:
        if CANARY in data:
            self.found.append(f"<!{data}>")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def leads_astray(address: str) -> bool:
    """Say whether an address runs a script, or leads to the canary's host."""
    # A browser leaves these out before it reads an address, and takes the other slash for a slash.
    read = re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return CANARY in read
    return (parts.scheme in _RUNS and CANARY in read) or (parts.hostname or "").endswith(HOST)


def in_html(page: str, *, is_text: bool = False) -> list[str]:
    """Look for elements, scripts, comments and addresses.

    With `is_text` the page shows Markdown, where links and the ids of headings are no fault.
    """
    reader = _Page(is_text=is_text)
    reader.feed(page)
    reader.close()
    return reader.found


def in_xml(document: str) -> list[str]:
    """Look for elements, attributes and addresses in XML, which must be well formed."""
    found = re.findall(r"<!DOCTYPE|<!ENTITY|<!\[CDATA|<\?xml-stylesheet", document)
    for element in ET.fromstring(document).iter():
        tag = element.tag.rpartition("}")[2]
        if CANARY in tag or tag in {"script", "foreignObject"}:
            found.append(tag)
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            if (
                plain.startswith("on")
                or CANARY in plain
                or (plain in _ADDRESSES and leads_astray(value))
            ):
                found.append(f"{plain}={value}")
    return found


_RULES_A_TERMINAL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(shown: str, *, in_colour: bool = False) -> list[str]:
    """Look for signs that a terminal obeys, but for the colours that the command itself chose."""
    return _RULES_A_TERMINAL.findall(_COLOUR.sub("", shown) if in_colour else shown)


def in_log(log: str) -> list[str]:
    """Look for what GitHub Actions obeys in the log of a step, as its runner reads lines."""
    return [
        line
        for line in re.split(r"\r\n|\r|\n", log)
        if line.lstrip().startswith("::") or "##[" in line
    ]


# What an annotation of ours may be: its properties, and the words behind them.
_ANNOTATION = re.compile(
    r"::(?:error|warning|notice) file=[^,:]+(?:,line=\d+,col=\d+)?,title="
    r"(?:[a-z-]+|(?:Event \d+)?(?:%2C )?[\w.\[\]-]* \([a-z-]+\))::[^\r\n]*"
)


def in_annotations(log: str) -> list[str]:
    """Look for commands other than the annotations of findings."""
    return [line for line in in_log(log) if not _ANNOTATION.fullmatch(line)]


_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def in_csv(text: str) -> list[str]:
    """Look for cells that a spreadsheet reckons, and for rows of another length."""
    header, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    assert rows
    found = [cell for row in rows for cell in row if cell.lstrip(" \t\r\n").startswith(_FORMULA)]
    return found + [str(row) for row in rows if len(row) != len(header)]


_PROPERTIES = frozenset(
    (
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
        *("NAME", "X-WR-CALNAME", "SOURCE", "LAST-MODIFIED", "UID", "DTSTAMP", "SEQUENCE"),
        *("STATUS", "CLASS", "TRANSP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL"),
        *("ACTION", "TRIGGER", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"),
    )
)


def in_calendar(text: str) -> list[str]:
    """Look for lines that are none of ours, and for addresses of the canary's."""
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    found = [line for line in lines if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)]
    for line in lines:
        name, _, value = line.partition(":")
        is_known = name.split(";")[0] in _PROPERTIES
        if not is_known or (name.startswith(("URL", "SOURCE")) and leads_astray(value)):
            found.append(line)
    return found


def in_json(text: str) -> list[str]:
    """Look for raw signs in JSON that rule a terminal; give nothing where it can be read."""
    json.loads(text)
    return re.findall(r"[\x00-\x09\x0b-\x1f]", text)


def in_markdown(markdown: str, *, ours: Iterable[str] = ()) -> list[str]:
    """Look for mentions, references, links and elements; `ours` are comments that belong there."""
    page = rendered(markdown)
    return [
        *page.references,
        *(each for each in page.elements if each.startswith(("img", "script", "svg", "iframe"))),
        *_canaries(page.elements, ours),
    ]


def _canaries(elements: Iterable[str], ours: Iterable[str]) -> Iterator[str]:
    known = tuple(ours)
    for each in elements:
        if CANARY in each or (each.startswith("!") and not each[1:].strip().startswith(known)):
            yield each


def in_flowchart(text: str) -> list[str]:
    """Look for statements of Mermaid's other than nodes and edges, and for directives."""
    ours = re.compile(
        r'---|title: "(?:[^"\\]|\\.)*"|flowchart TD'
        r'|  (?:start|stage\d+|ended|danger|move\d+|beside\d+)(?:[(\[{]+"[^"`<{]*(?:<br>[^"`<{]*)*"'
        r"[)\]}]+)?"
        r'(?: (?:-->|-- "[^"]*" -->|-\.->|-\.-) (?:stage\d+|ended))?'
    )
    return [line for line in text.splitlines() if not ours.fullmatch(line)]
