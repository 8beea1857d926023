"""What a case is about, in words, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.model.cases import Header, Party
from escalation_log.site.publication import JudgedCase
from escalation_log.site.words import coded_title, coded_words

# What a correction replaces in free text is not shown again: it may be there to take a name out.
_FREE_TEXT = frozenset({"Note", "Reason", "Action", "Concern", "Outcome sought"})


def header_facts(header: Header, judged: JudgedCase) -> Iterator[tuple[str, str]]:
    """Give each field's label and words; the words are empty where there is nothing to say."""
    policy = judged.policy
    yield "Theme", policy.themes.get(header.theme, coded_title(header.theme))
    yield "Urgency", (policy.urgencies or {}).get(header.urgency or "", header.urgency or "")
    yield (
        "Child",
        "; ".join(
            f"{child.pseudonym} ({listed(child.plan, {}) or 'no plan'})"
            for child in header.children
        ),
    )
    yield "Raising agency", _party(header.raising, judged)
    yield "Receiving agency", "; ".join(_party(party, judged) for party in header.receiving)
    yield "Concern", header.concern.strip()
    yield "Outcome sought", header.outcome_sought.strip()


def header_changes(before: Header, after: Header, judged: JudgedCase) -> Iterator[str]:
    """Say what a header correction changed."""
    corrected = dict(header_facts(after, judged))
    for label, words in header_facts(before, judged):
        if corrected[label] != words:
            yield change_words(label, words)


def change_words(label: str, before: str) -> str:
    """Say that a field was corrected, and from what unless that was free text."""
    if label in _FREE_TEXT:
        return f"{label}: reworded"
    return f"{label}: first recorded as {before or 'nothing'}"


def listed(codes: tuple[str, ...], words: Mapping[str, str]) -> str:
    """Say coded words one after another, by their words where they have some."""
    return ", ".join(words.get(code, coded_words(code)) for code in codes)


def agency_names(judged: JudgedCase) -> Mapping[str, str]:
    """Give the names of a partnership's agencies by id."""
    return {agency.id: agency.name for agency in judged.partnership.agencies.values()}


def _party(party: Party, judged: JudgedCase) -> str:
    agency = agency_names(judged).get(party.agency, coded_title(party.agency))
    role = judged.partnership.case_roles.get(party.role, coded_title(party.role))
    return f"{agency}: {role}"
