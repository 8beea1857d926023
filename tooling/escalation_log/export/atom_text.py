"""Write missed dates as an Atom feed (RFC 4287), without anything about a child."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from escalation_log.engine.acting import acting_agencies
from escalation_log.model.assessments import MISSED, Assessment, Breach, DutyAssessment
from escalation_log.model.cases import Header
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import LapsedBy
from escalation_log.words.dates import moment_words
from escalation_log.words.lines import printable
from escalation_log.words.lists import listed
from escalation_log.words.states import breach_sentence, due_words, late_by
from escalation_log.words.titles import agency_words, role_words, stage_name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedDate:
    """A date that passed before its duty was met; `key` never changes.

    `missed_at` is the moment at which it passed. `updated_at` is that moment, or a later one at
    which the duty was met or lapsed; `words` then say so. `acting` are the ids of those who had to
    act.
    """

    key: str
    reference: str
    acting: tuple[str, ...]
    title: str
    words: str
    is_breach: bool
    missed_at: datetime
    updated_at: datetime


def missed_in(
    assessment: Assessment, header: Header, policy: Policy, partnership: Partnership
) -> Iterator[MissedDate]:
    """Yield every date of a case that was missed, both breaches and guides."""
    for row in assessment.duties:
        if row.breach not in MISSED or row.missed_at is None or row.due_on is None:
            continue
        acting = acting_agencies(row.duty, header, policy, partnership)
        lapsed = _lapse_of(row)
        ended = row.met_at or (lapsed.moment if lapsed else row.missed_at)
        who = listed(agency_words(each, partnership) for each in acting)
        yield MissedDate(
            key=f"{assessment.reference}/{row.duty.id}/{row.occurrence}/{row.started_by}",
            reference=assessment.reference,
            acting=acting,
            title=f"{assessment.reference}: {row.duty.title}",
            words=" ".join(_sentences(row, policy, who)),
            is_breach=row.breach is Breach.BREACH,
            missed_at=row.missed_at.at,
            updated_at=max(row.missed_at.at, ended.at),
        )


def latest(missed: Iterable[MissedDate], most: int) -> tuple[MissedDate, ...]:
    """Return the `most` latest missed dates, the newest first."""
    return tuple(sorted(missed, key=lambda each: (each.missed_at, each.key), reverse=True)[:most])


def _sentences(row: DutyAssessment, policy: Policy, who: str) -> Iterator[str]:
    stage = "" if row.duty.stage is None else f" {stage_name_of(policy, row.duty.stage)}."
    yield f"Was due {due_words(row)}: {role_words(policy, row.role)} ({who}).{stage}"
    yield breach_sentence(row.breach)
    lapsed = _lapse_of(row)
    if row.met_at is not None:
        late = late_by(row)
        yield f"Met on {moment_words(row.met_at)}{late and f', {late}'}."
    elif lapsed is not None:
        yield f"The case moved on without it on {moment_words(lapsed.moment)}."


def _lapse_of(row: DutyAssessment) -> LapsedBy | None:
    return next((step for step in row.receipt if isinstance(step, LapsedBy)), None)


# The most entries that a feed has.
MOST_ATOM_ENTRIES = 100
_NAMESPACE = "http://www.w3.org/2005/Atom"
# Entry ids have no host name, so that they stay the same wherever the site is served.
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
    """Write a feed; `missed` has the newest date first.

    `topic` is what the feed is about; it is part of the feed's permanent id. `link_to` gives the
    link to a case's page, or an empty string. `address` is the feed's own address, where known. A
    feed without entries is dated `as_of`.
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
