"""What became overdue as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from escalation_log.render.lines import printable
from escalation_log.render.overdue import MissedDate

# How many entries a feed has at most.
MOST = 100
_NAMESPACE = "http://www.w3.org/2005/Atom"
# No address of any host, so that entries keep their names wherever the site is served.
_TAG = "tag:escalation-log.invalid,2026:"


def atom_text(
    name: str,
    topic: str,
    missed: Sequence[MissedDate],
    *,
    as_of: datetime,
    link_to: Callable[[str], str],
    address: str = "",
) -> str:
    """Write a feed; `missed` has the newest first.

    `topic` is what the feed is about, as part of its name for good. `link_to` gives the link to a
    case's page, or nothing. `address` is the feed's own, where that is known. A feed
    without entries was updated at `as_of`.
    """
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en-GB"})
    _add(feed, "id", f"{_TAG}overdue/{topic}")
    _add(feed, "title", name)
    _add(feed, "updated", _written(max((each.updated_at for each in missed), default=as_of)))
    _add(ET.SubElement(feed, "author"), "name", "Escalation log")
    if address:
        ET.SubElement(feed, "link", {"rel": "self", "href": address})
    for each in missed:
        feed.append(_entry(each, link_to(each.reference)))
    ET.indent(feed)
    text: str = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entry(missed: MissedDate, link: str) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", f"{_TAG}{missed.key}")
    _add(entry, "title", missed.title)
    _add(entry, "updated", _written(missed.updated_at))
    _add(entry, "published", _written(missed.missed_at))
    if link:
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    ET.SubElement(entry, "category", {"term": "breach" if missed.is_breach else "over-guide"})
    _add(entry, "content", missed.words).set("type", "text")
    return entry


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = printable(text)
    return element


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
